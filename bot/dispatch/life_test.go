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

// life is one hotline in which anything happens at any time.
type life struct {
	*dice
	t     *testing.T
	seed  uint64
	rules dispatch.Rules
	board bot.Board
	all   map[bot.IncidentID]bot.Incident
	ids   []bot.IncidentID
	now   time.Time
	last  string // what happened last
	other bool   // the policy has become another: rounds cannot be told apart by counting
}

func newLife(t *testing.T, seed uint64) *life {
	l := &life{dice: throws(seed), t: t, seed: seed, all: map[bot.IncidentID]bot.Incident{}, now: noon}
	n := 0
	l.rules = dispatch.Rules{
		Deploy:      bot.Deploy{Role: "verifier", Page: l.IntN(3) + 1, Need: l.IntN(3), Unattended: l.IntN(4) == 0},
		PlaceWithin: time.Minute, Flood: bot.Flood{PageEvery: time.Minute, DigestOver: 1},
		Speaks: func(r bot.Responder, l bot.Language) bool { return slices.Contains(r.Languages, l) },
		Same:   func(a, b bot.Place) bool { return slices.Equal(a.Streets, b.Streets) },
		NewID:  func() bot.MessageID { n++; return bot.MessageID(fmt.Sprint("m", n)) },
	}
	if l.IntN(2) == 0 {
		l.rules.CallAfter = 45 * time.Second
	}
	for range l.IntN(3) {
		l.rules.Escalation = append(l.rules.Escalation, bot.Tier{Page: []string{"1", "2", "all"}[l.IntN(3)], Need: 1 + l.IntN(2), Within: time.Minute,
			Role: []string{"dispatcher", "lead"}[l.IntN(2)], OffShift: l.IntN(2) == 0})
	}
	for _, line := range []string{"rosa dispatcher", "eva dispatcher verifier", "ana verifier", "ben verifier off", "lea lead off", "lou lead dispatcher"} {
		if l.IntN(5) > 0 {
			l.rules.People = append(l.rules.People, person(line))
		}
	}
	return l
}

// fails says which life it was.
func (l *life) fails(format string, args ...any) {
	l.t.Helper()
	l.t.Fatalf("life %d, after %s: %s", l.seed, l.last, fmt.Sprintf(format, args...))
}

func (l *life) place() bot.Place {
	if l.IntN(3) == 0 {
		return bot.Place{}
	}
	street := fmt.Sprint("street", l.IntN(3))
	return bot.Place{Words: bot.Private(street), Streets: []string{street}, Outside: l.IntN(10) == 0}
}

// event is anything that can happen to an incident.
func (l *life) event(in bot.Incident) dispatch.Event {
	switch l.IntN(12) {
	case 0, 1:
		key, words := []string{"hurt", "doing", "place", "when"}[l.IntN(4)], []bot.Private{"children", "taking", "left", "hurt", "x"}[l.IntN(5)]
		p := in.Place
		if !p.Known() {
			p = l.place()
		}
		return dispatch.Told{Fact: bot.Fact{Key: key, Text: words, At: l.now.UnixMilli()}, Place: p}
	case 2:
		return dispatch.Forgotten{Incident: in.ID}
	case 3:
		u := dispatch.Unheard{Message: "mx", Contact: "c1", Code: 30003}
		if len(in.Pages) > 0 {
			u.Message = in.Pages[l.IntN(len(in.Pages))].Message
		}
		return u
	case 4, 5:
		return dispatch.Rang{}
	case 6:
		return dispatch.Joined{By: "clock", Severity: []bot.Severity{bot.Urgent, bot.Lower}[l.IntN(2)], Report: bot.Report{Incident: "further", Number: 9, Reporter: "c9"}}
	case 7:
		return dispatch.Parted{By: "rosa", Incident: "further"}
	}
	verbs := bot.Verbs()
	o := bot.Order{Verb: verbs[l.IntN(len(verbs))], Code: bot.Code{Number: in.Number, Letters: "BCD"}, Count: l.IntN(4), Text: "a white van"}
	if l.IntN(10) == 0 {
		o.Code = bot.Code{}
	}
	if o.Verb == bot.VerbClose && l.IntN(3) > 0 {
		o.Verb = bot.VerbGo
	}
	return dispatch.Said{By: bot.ResponderID([]string{"rosa", "eva", "ana", "ben", "lea", "lou", "nobody"}[l.IntN(7)]), Order: o}
}

// lives lets one thing happen.
func (l *life) lives() {
	l.now = l.now.Add([]time.Duration{0, time.Second, 20 * time.Second, time.Minute, 4 * time.Minute, 20 * time.Minute, -time.Hour}[l.IntN(7)])
	if len(l.ids) == 0 || len(l.ids) < 4 && l.IntN(12) == 0 {
		id := bot.IncidentID(fmt.Sprint("i", len(l.ids)))
		l.ids = append(l.ids, id)
		l.step(bot.Incident{}, dispatch.Opened{ID: id, Number: 100 + len(l.ids), Reporter: "c1", Language: "es", Doubted: l.IntN(8) == 0,
			Mute: l.IntN(8) == 0, Severity: []bot.Severity{bot.Urgent, bot.Lower}[l.IntN(2)]})
		return
	}
	in := l.all[l.ids[l.IntN(len(l.ids))]]
	switch {
	case in.State == bot.StateMerged && l.IntN(3) == 0:
		l.step(in, dispatch.Split{By: "rosa"})
	case in.State.Open() && l.IntN(30) == 0:
		l.step(in, dispatch.Merged{By: "clock", Into: "first", Number: 100})
	default:
		l.step(in, l.event(in))
	}
	if l.board.Due != 0 && l.board.Due <= l.now.UnixMilli() {
		l.board, _ = dispatch.Summaries(l.board, l.rules, l.now)
	}
	l.board, _ = dispatch.Tick(l.board, l.board)
}

func (l *life) step(in bot.Incident, e dispatch.Event) {
	l.last = fmt.Sprintf("%T%+v", e, e)
	before := fmt.Sprintf("%+v %+v", in, l.board)
	c, effects := dispatch.Step(dispatch.Case{Incident: in, Board: l.board}, e, l.rules, l.now)
	if before != fmt.Sprintf("%+v %+v", in, l.board) {
		l.fails("the input has changed")
	}
	l.all[c.Incident.ID], l.board = c.Incident, c.Board
	l.sound(in, c.Incident, effects)
	if !l.other {
		l.pagedOnce(c.Incident, len(in.Pages))
	}
}

// sound checks what holds after everything.
func (l *life) sound(before, in bot.Incident, effects []dispatch.Effect) {
	posted := slices.IndexFunc(l.board.Open, func(p bot.Posted) bool { return p.Incident == in.ID })
	if in.State.Open() != (in.Due != 0) || in.State.Open() != (posted >= 0) || !in.State.Open() && len(in.Waits) > 0 {
		l.fails("%s has due %d, waits %v, place on the board %d", in.State, in.Due, in.Waits, posted)
	}
	if len(in.Log) < len(before.Log) || !slices.Equal(in.Log[:len(before.Log)], before.Log) {
		l.fails("the log has shrunk or changed")
	}
	if before.State != in.State && len(in.Log) == len(before.Log) {
		l.fails("%s became %s, and the log does not say who and why", before.State, in.State)
	}
	charge, going := 0, 0
	for _, p := range in.Pages {
		switch {
		case !in.State.Open() && (p.State.Live() || p.State.Holds()):
			l.fails("%s still has a page that is %s", in.State, p.State)
		case p.Deploy && p.State.Holds():
			going++
		case p.State.Holds() && p.Responder == in.Owner:
			charge++
		}
	}
	if going > in.Need || in.State.Open() && in.Owner != "" && charge != 1 {
		l.fails("%d of %d go, whoever is in charge holds %d pages", going, in.Need, charge)
	}
	for _, w := range in.Waits {
		if w.Page >= len(in.Pages) {
			l.fails("a deadline is about page %d of %d", w.Page, len(in.Pages))
		}
	}
	for _, e := range effects {
		if x, ok := e.(dispatch.Text); ok && !in.State.Open() && !x.Reply && !strings.HasSuffix(x.Message, ".sos") && (x.Line == bot.VerbTake || x.Line == bot.VerbGo || x.Call) {
			l.fails("%s wakes somebody: %+v", in.State, x)
		}
	}
}

// pagedOnce checks that nobody is asked the same again in one round who has not been stood down since.
func (l *life) pagedOnce(in bot.Incident, old int) {
	round := func(p bot.Page) int { return p.Tier / max(1, len(l.rules.Escalation)) }
	for i := old; i < len(in.Pages); i++ {
		for _, p := range in.Pages[:i] {
			if q := in.Pages[i]; p.Responder == q.Responder && p.Deploy == q.Deploy && round(p) == round(q) && p.State != bot.PageStood {
				l.fails("%s is asked again: %+v, and before %+v", q.Responder, q, p)
			}
		}
	}
}

func TestAThousandLives(t *testing.T) {
	for seed := range uint64(1_000) {
		l := newLife(t, seed)
		for range 30 {
			l.lives()
		}
	}
}

// dice is a linear congruential generator (Knuth's MMIX): the same throws for the same seed.
type dice uint64

func throws(seed uint64) *dice {
	d := dice(seed)
	d.IntN(1)
	return &d
}

// IntN is a number from 0 up to n.
func (d *dice) IntN(n int) int {
	*d = *d*6364136223846793005 + 1442695040888963407
	return int(uint64(*d) >> 33 % uint64(n))
}

// Uint64 is any number.
func (d *dice) Uint64() uint64 {
	return uint64(d.IntN(1<<31))<<33 ^ uint64(d.IntN(1<<31))<<11 ^ uint64(d.IntN(1<<31))
}
