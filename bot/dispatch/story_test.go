package dispatch_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/dispatch"
)

var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

// story is one or more incidents told by what people do and hear. Whatever happens must be expected.
type story struct {
	t     *testing.T
	rules dispatch.Rules
	board bot.Board
	cases map[bot.IncidentID]bot.Incident
	id    bot.IncidentID // the one that is being told about
	now   time.Time
	ids   int
	heard []string
	gone  []bot.MessageID
	sees  func(dispatch.Text) // optional: every text as it is decided
}

// tell begins a story with these people: "rosa dispatcher", "ana verifier oakland es off".
func tell(t *testing.T, people ...string) *story {
	t.Helper()
	s := &story{t: t, now: noon, cases: map[bot.IncidentID]bot.Incident{}}
	s.rules = dispatch.Rules{
		Escalation: []bot.Tier{
			{Page: "2", Role: "dispatcher", Need: 1, Within: time.Minute},
			{Page: "all", Role: "lead", OffShift: true, Need: 1, Within: 2 * time.Minute},
		},
		Deploy:      bot.Deploy{Role: "verifier", Page: 2, Need: 1},
		CallAfter:   45 * time.Second,
		PlaceWithin: time.Minute,
		Flood:       bot.Flood{PageEvery: time.Minute, DigestOver: 3},
		Speaks:      func(r bot.Responder, l bot.Language) bool { return slices.Contains(r.Languages, l) },
		Same:        func(a, b bot.Place) bool { return slices.Equal(a.Streets, b.Streets) },
		NewID:       func() bot.MessageID { s.ids++; return bot.MessageID(fmt.Sprint("m", s.ids)) },
	}
	for _, line := range people {
		s.rules.People = append(s.rules.People, person(line))
	}
	t.Cleanup(func() {
		if len(s.heard) > 0 {
			t.Errorf("nobody expected %q", s.heard)
		}
	})
	return s
}

func person(line string) dispatch.Person {
	words := strings.Fields(line)
	p := dispatch.Person{OnShift: true, Reachable: true}
	p.ID, p.Name = bot.ResponderID(words[0]), bot.Private(words[0])
	p.Contacts = []bot.ContactID{bot.ContactID("c-" + words[0])}
	for _, w := range words[1:] {
		switch {
		case slices.Contains(bot.Roles(), bot.Role(w)):
			p.Roles = append(p.Roles, bot.Role(w))
		case w == "off":
			p.OnShift = false
		case w == "unreachable":
			p.Reachable = false
		case len(w) == 2:
			p.Languages = append(p.Languages, bot.Language(w))
		default:
			p.Regions = append(p.Regions, w)
		}
	}
	return p
}

func (s *story) in() bot.Incident { return s.cases[s.id] }

func (s *story) happens(e dispatch.Event) *story {
	s.t.Helper()
	small := len(s.board.Open) < 10 // printing a large board at every step takes long
	before := ""
	if small {
		before = fmt.Sprintf("%+v %+v", s.in(), s.board)
	}
	own := s.in()
	c, effects := dispatch.Step(dispatch.Case{Incident: own, Board: s.board}, e, s.rules, s.now)
	if small && fmt.Sprintf("%+v %+v", own, s.board) != before {
		s.t.Fatalf("Step changed what it was given")
	}
	s.cases[c.Incident.ID], s.board = c.Incident, c.Board
	s.hear(effects)
	s.sound()
	return s
}

// sound checks what must hold after every step: an open incident has a next deadline and hangs on the board, a closed one neither.
func (s *story) sound() {
	s.t.Helper()
	in := s.in()
	i := slices.IndexFunc(s.board.Open, func(p bot.Posted) bool { return p.Incident == in.ID })
	if in.State.Open() != (in.Due != 0) || in.State.Open() != (i >= 0) {
		s.t.Fatalf("%s has due %d, place on the board %d", in.State, in.Due, i)
	}
	if i >= 0 && s.board.Open[i].Due != in.Due {
		s.t.Fatalf("the board has another deadline")
	}
	if len(in.Log) == 0 || slices.ContainsFunc(in.Log, func(l bot.LogEntry) bool { return l.By == "" || l.Why == "" || l.At == 0 || l.State == "" }) {
		s.t.Fatalf("the log lacks who, when or why: %+v", in.Log)
	}
}

func (s *story) hear(effects []dispatch.Effect) {
	for _, e := range effects {
		switch x := e.(type) {
		case dispatch.Text:
			if s.sees != nil {
				s.sees(x)
			}
			who := string(x.To)
			if who == "" {
				who = string(x.Contact)
			}
			line := who + " " + x.Message
			if x.Line != "" {
				line += " " + string(x.Line)
			}
			if len(x.List) > 0 {
				line += fmt.Sprint(" ", len(x.List))
			}
			s.heard = append(s.heard, line)
		case dispatch.Alarm:
			s.heard = append(s.heard, "alarm "+x.About)
		case dispatch.Mark:
			s.heard = append(s.heard, "mark "+string(x.Contact))
		case dispatch.Withdraw:
			s.gone = append(s.gone, x.Messages...)
		}
	}
}

// hears checks everything that was said since the last time.
func (s *story) hears(want ...string) *story {
	s.t.Helper()
	if !slices.Equal(s.heard, want) {
		s.t.Fatalf("at %s:\n got %q\nwant %q", s.now.Sub(noon), s.heard, want)
	}
	s.heard = nil
	return s
}

// opens begins a report by somebody.
func (s *story) opens(id string, severity bot.Severity) *story {
	s.t.Helper()
	s.id = bot.IncidentID(id)
	return s.happens(dispatch.Opened{ID: s.id, Number: 417, Reporter: bot.ContactID("c-" + id), Severity: severity, Language: "es", Channel: bot.SMS})
}

func (s *story) told(key, words string) *story {
	s.t.Helper()
	place := s.in().Place
	if key == dispatch.PlaceKey {
		region, _, _ := strings.Cut(words, " ")
		place = bot.Place{Words: bot.Private(words), Streets: []string{words}, Region: strings.Trim(region, "?")}
	}
	return s.happens(dispatch.Told{From: s.id, Fact: bot.Fact{Key: key, Text: bot.Private(words), At: s.now.UnixMilli()}, Place: place})
}

// raid is an urgent report with a place.
func (s *story) raid(id, place string) *story {
	s.t.Helper()
	return s.opens(id, bot.Urgent).told("place", place)
}

// says is an order, such as "ana go 8".
func (s *story) says(order string) *story {
	s.t.Helper()
	words := strings.Fields(order)
	o := bot.Order{Verb: bot.Verb(words[1]), Code: bot.Code{Number: 417, Letters: "KDX"}}
	if len(words) > 2 {
		if n, err := fmt.Sscan(words[2], &o.Count); n == 0 || err != nil {
			o.Text = bot.Private(strings.Join(words[2:], " "))
		}
	}
	return s.happens(dispatch.Said{By: bot.ResponderID(words[0]), Order: o})
}

// wait lets time pass; deadlines ring when they come, never before.
func (s *story) wait(d time.Duration) *story {
	s.t.Helper()
	end := s.now.Add(d)
	for {
		next, what := end.Add(time.Millisecond), bot.IncidentID("")
		for _, p := range s.board.Open {
			if at := time.UnixMilli(p.Due); at.Before(next) {
				next, what = at, p.Incident
			}
		}
		summary := s.summary()
		if summary != 0 && time.UnixMilli(summary).Before(next) {
			s.now = time.UnixMilli(summary)
			var effects []dispatch.Effect
			s.board, effects = dispatch.Summaries(s.board, s.rules, s.now)
			s.hear(effects)
			continue
		}
		if what == "" {
			break
		}
		s.now = next
		told := s.id
		s.id = what
		s.happens(dispatch.Rang{})
		s.id = told
	}
	s.now = end
	return s
}

func (s *story) summary() (due int64) {
	b, _ := dispatch.Tick(bot.Board{}, s.board)
	return b.Due
}

func (s *story) is(want bot.IncidentState) *story {
	s.t.Helper()
	if got := s.in().State; got != want {
		s.t.Fatalf("it is %s, want %s", got, want)
	}
	return s
}
