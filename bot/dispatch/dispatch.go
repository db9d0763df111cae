package dispatch

import (
	"maps"
	"slices"
	"strconv"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
)

// MaxFacts and MaxBytes bound what one incident keeps: facts, and bytes of words in all. A reporter who writes more than that about
// one raid has long been heard; what comes after is not kept, unless it is a place. The log of an incident holds MaxLog entries.
const (
	MaxFacts = 500
	MaxBytes = 64 << 10
	MaxLog   = 2000
	// MaxPages is how many pages one incident has at most.
	MaxPages = 1000
	// MaxReports is how many further reports of one raid are kept by name; of more, only the number is.
	MaxReports = 200
)

// Rules are what a hotline decides for itself, and who there is to wake. Functions must depend on nothing but their arguments;
// NewID returns an id that was never used.
type Rules struct {
	Escalation  []bot.Tier
	Deploy      bot.Deploy
	CallAfter   time.Duration // 0: nobody is called
	PlaceWithin time.Duration // 0: a report without a place wakes nobody until it is red or has one
	Flood       bot.Flood
	People      []Person
	Same        func(a, b bot.Place) bool
	Speaks      func(bot.Responder, bot.Language) bool
	NewID       func() bot.MessageID
}

// Person is a responder as they are at this moment.
type Person struct {
	bot.Responder
	OnShift   bool
	Reachable bool
}

// Case is what one decision about an incident starts from and ends with.
type Case struct {
	Incident bot.Incident
	Board    bot.Board
}

// Step decides what one event does to an incident and to the board. The case passed in is not changed.
func Step(c Case, e Event, r Rules, now time.Time) (Case, []Effect) {
	s := begin(c, r, now)
	switch e := e.(type) {
	case Opened:
		s.opened(e)
	case Told:
		s.told(e)
	case Forgotten:
		s.forgotten(e)
	case Muted:
		s.in.Mute = e.Mute
	case Unheard:
		s.unheard(e)
	case Said:
		s.said(e)
	case Rang:
		s.rang()
	case Joined:
		s.joined(e)
	case Parted:
		s.parted(e)
	case Merged:
		s.merged(e)
	case Split:
		s.split(e)
	}
	return s.end(), s.effects
}

// step is one decision on its way.
type step struct {
	in      bot.Incident
	board   bot.Board
	rules   Rules
	now     time.Time
	effects []Effect
	slow    bool // nobody of those who were listed last gets a summary soon
}

func begin(c Case, r Rules, now time.Time) *step {
	s := &step{in: c.Incident, board: cloneBoard(c.Board), rules: r, now: now}
	s.in.Facts, s.in.Log = slices.Clip(s.in.Facts), slices.Clip(s.in.Log) // to append copies
	s.in.Pages, s.in.Waits, s.in.Reports = slices.Clone(s.in.Pages), slices.Clone(s.in.Waits), slices.Clone(s.in.Reports)
	s.in.Tier = min(s.in.Tier, len(r.Escalation)) // the policy may be another than when it was paged
	s.rewind()
	return s
}

// jitter is how far back a clock may go without having been set back.
const jitter = time.Minute

// Rewound reports whether the clock was set back since something last happened to an incident. Its deadlines would come too late.
func Rewound(in bot.Incident, now time.Time) bool {
	return len(in.Log) > 0 && in.Log[len(in.Log)-1].At > now.Add(jitter).UnixMilli()
}

// rewind sets the deadlines back as far as the clock was.
func (s *step) rewind() {
	if !Rewound(s.in, s.now) {
		return
	}
	by := s.in.Log[len(s.in.Log)-1].At - s.now.UnixMilli()
	for i := range s.in.Waits {
		s.in.Waits[i].At -= by
	}
	s.log(byClock, "the clock was set back")
}

func cloneBoard(b bot.Board) bot.Board {
	b.Open = slices.Clone(b.Open)
	b.Duty = maps.Clone(b.Duty)
	if b.Duty == nil {
		b.Duty = map[bot.ResponderID]bot.Duty{}
	}
	return b
}

// end sets the next deadline and posts the incident on the board.
func (s *step) end() Case {
	if s.in.State.Open() && len(s.in.Waits) == 0 {
		s.wait(waitIdle, noPage, quietFor) // every open incident has a next deadline
	}
	if !s.in.State.Open() {
		s.in.Waits = nil
	}
	due := int64(0)
	for _, w := range s.in.Waits {
		if due == 0 || w.At < due {
			due = w.At
		}
	}
	if due != s.in.Due {
		s.in.Due = due
		s.in.Timer++
	}
	s.post()
	return Case{s.in, s.board}
}

// enter changes the state; log notes something that leaves it as it is.
func (s *step) enter(to bot.IncidentState, by, why string) {
	s.in.State = to
	s.log(by, why)
}

func (s *step) log(by, why string) {
	if len(s.in.Log) < MaxLog {
		s.in.Log = append(s.in.Log, bot.LogEntry{State: s.in.State, By: by, Why: why, At: s.now.UnixMilli()})
	}
}

// Who did something, where it is no responder.
const (
	byReporter = "reporter"
	byClock    = "clock"
	byOutbox   = "outbox"
)

func (s *step) do(e Effect) { s.effects = append(s.effects, e) }

// unheard acts on a text or call that did not arrive. Whoever was to be woken by it is replaced at once.
func (s *step) unheard(e Unheard) {
	why := " did not arrive"
	if e.Code != 0 {
		why += ", code " + strconv.Itoa(e.Code)
	}
	for i, p := range s.in.Pages {
		switch e.Message {
		case p.Message:
			s.log(byOutbox, "the page of "+string(p.Responder)+why)
			s.unreached(i)
			return
		case p.Call:
			s.log(byOutbox, "the call of "+string(p.Responder)+why)
			return
		}
	}
	who := "a responder"
	if e.Contact == s.in.Reporter {
		who = "the reporter"
	}
	s.log(byOutbox, "a text to "+who+why)
}

// unreached replaces somebody whose page did not arrive.
func (s *step) unreached(i int) {
	if s.in.Pages[i].State != bot.PageWaiting {
		return
	}
	s.in.Pages[i].State = bot.PageUnreached
	s.unwait(waitCall, i)
	s.replace(i)
}
