package sim

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/desk"
	"github.com/aldaba-hotline/aldaba/bot/say"
	"github.com/aldaba-hotline/aldaba/bot/settings"
)

// Result is what playing transcripts showed.
type Result struct {
	Played   int          // transcripts times languages times channels
	Turns    int          // things that happened in them
	Problems bot.Problems // what went differently
	Walked   map[string]bool
	Updated  map[string]string // Update only: new content by file name
}

// Play plays transcripts against a brain, each in its languages and on its channels, with a clock of its own. The
// session and the dispatch room are written to JSON and read back between any two turns, as the desk does. Dispatching goes by the
// default settings, whatever the brain's own are. With update, what happened becomes what is expected.
func Play(b *desk.Brain, scripts []Script, update bool) Result {
	r := Result{Walked: map[string]bool{}, Updated: map[string]string{}}
	for i := range scripts {
		s := &scripts[i]
		b := s.drilled(b)
		s.each(b, func(lang bot.Language, ch bot.Channel) { r.play(b, s, lang, ch, update) })
	}
	return r
}

// drilled is the brain with the settings that the transcript is about.
func (s *Script) drilled(b *desk.Brain) *desk.Brain {
	h := settings.Default()
	if s.Places {
		h.Senders.SMS = "+15005550006"
		h.Regions = map[string]bot.Region{"fremont": {Zips: []string{"945"}, Names: []string{"fremont"}}, "oakland": {Zips: []string{"946"}, Names: []string{"oakland"}}}
	}
	return b.Drilled(h)
}

// each calls do for every language and channel that the transcript runs in.
func (s *Script) each(b *desk.Brain, do func(bot.Language, bot.Channel)) {
	published := b.Hotline().Languages
	for _, lang := range s.Needs {
		if !slices.Contains(published, lang) {
			return
		}
	}
	langs := s.Langs
	if len(langs) == 0 {
		langs = published
	}
	for _, lang := range langs {
		if len(s.Lacks) > 0 && (lang == say.English || !slices.Contains(published, lang)) {
			continue // English lacks nothing, and a language that is not published everything
		}
		for _, ch := range []bot.Channel{bot.SMS, bot.WhatsApp} {
			if s.runsOn(ch) {
				do(lang, ch)
			}
		}
	}
}

func (r *Result) play(b *desk.Brain, s *Script, lang bot.Language, ch bot.Channel, update bool) {
	if bad := untexted(b, lang, s.Lacks); bad != "" {
		r.fail(s, 1, lang, ch, "lacks "+bad+", which is no text", "name a message id")
		return
	}
	p := newPlayer(b, s, lang, ch)
	got := map[int][]string{}
	for _, t := range s.turns {
		happened, err := p.turn(t)
		if err != "" {
			r.fail(s, t.line, lang, ch, err, "change the line, or what comes before it")
			break
		}
		got[t.line] = happened
		if !update && !slices.Equal(happened, t.want) {
			r.fail(s, t.line, lang, ch, fmt.Sprintf("want %s, got %s", list(t.want), list(happened)), "change the flow, or run aldaba test -update and read what it wrote")
			break
		}
	}
	for _, e := range p.edges {
		r.Walked[e] = true
	}
	r.Played++
	r.Turns += len(got)
	if update {
		r.update(s, s.rewrite(got), lang, ch)
	}
}

func (r *Result) update(s *Script, text string, lang bot.Language, ch bot.Channel) {
	if before, ok := r.Updated[s.File]; ok && before != text {
		r.fail(s, 1, lang, ch, "goes differently than in the languages and channels before", "write one transcript for each, with lang: and channel:")
		return
	}
	r.Updated[s.File] = text
}

// fail notes what went differently; the same in further languages and channels is not said again.
func (r *Result) fail(s *Script, line int, lang bot.Language, ch bot.Channel, what, remedy string) {
	for _, p := range r.Problems {
		if p.File == s.File && p.Line == line && strings.HasSuffix(p.What, what) {
			return
		}
	}
	r.Problems = append(r.Problems, bot.Problem{File: s.File, Line: line, What: fmt.Sprintf("in %s by %s: %s", lang, ch, what), Remedy: remedy})
}

func list(lines []string) string {
	if len(lines) == 0 {
		return "nothing"
	}
	return "[" + strings.Join(lines, " | ") + "]"
}

// player plays one transcript: one contact after the other, and the crew.
type player struct {
	brain    *desk.Brain
	state    desk.State
	now      time.Time
	due      time.Time // of the session's timer
	contacts int
	opened   []bot.IncidentID // in their order
	crew     bool             // what happens in the dispatch room is shown
	edges    []string
	steps    []Step
	lang     bot.Language
	number   bot.Address
	notices  []bot.Notice
}

// Step is what one step of the state machine started from.
type Step struct {
	Session bot.Session
	Event   bot.Event // understood
	Now     time.Time
}

// Record plays transcripts and returns what every step started from, for benchmarks.
func Record(b *desk.Brain, scripts []Script) []Step {
	var all []Step
	for i := range scripts {
		s := &scripts[i]
		b := s.drilled(b)
		s.each(b, func(lang bot.Language, ch bot.Channel) {
			p := newPlayer(b, s, lang, ch)
			for _, t := range s.turns {
				p.turn(t)
			}
			all = append(all, p.steps...)
		})
	}
	return all
}

func newPlayer(b *desk.Brain, s *Script, lang bot.Language, ch bot.Channel) *player {
	if len(s.Lacks) > 0 {
		b = b.Lacking(lang, s.Lacks)
	}
	p := &player{brain: b, now: begin, crew: s.Crew, lang: lang, number: bot.Address{Channel: ch, Value: "+15005550001"}, notices: spoken(s.Notices, b.Hotline().Languages)}
	p.begin()
	return p
}

// untexted is the first of some ids that a language has no text for; "" for none.
func untexted(b *desk.Brain, lang bot.Language, ids []string) string {
	for _, id := range ids {
		if !b.Texts().Has(lang, id) {
			return id
		}
	}
	return ""
}

// begin makes the player somebody new, who speaks the transcript's language. The crew stays.
func (p *player) begin() {
	p.contacts++
	p.state = desk.State{Contact: p.somebody(strconv.Itoa(p.contacts)), Room: p.room(), Live: p.notices}
	if p.lang != bot.Undetermined {
		p.state.Contact.Language, p.state.Contact.Chosen = p.lang, true
	}
}

func (p *player) somebody(id string) bot.Contact {
	return bot.Contact{ID: bot.ContactID(id), Address: p.number}
}

// turn plays one turn and returns what happened, or what makes it impossible.
func (p *player) turn(t turn) (happened []string, problem string) {
	switch t.do {
	case begins:
		p.begin()
		return nil, ""
	case waits:
		return p.wait(t.wait), ""
	}
	happened = p.wait(time.Second)
	if t.do == orders {
		said, problem := p.order(t.role, t.text)
		return append(happened, said...), problem
	}
	if t.do == picks {
		options := p.brain.Offered(p.brain.Library().Pending(p.state.Session, p.now).Options)
		i := slices.IndexFunc(options, func(o bot.Option) bool { return o.ID == t.text })
		if i < 0 {
			return nil, fmt.Sprintf("no open question has an option %q", t.text)
		}
		t.text = strconv.Itoa(i + 1)
	}
	return append(happened, p.decide(p.event(t))...), ""
}

func (p *player) event(t turn) bot.Event {
	e := bot.Event{Kind: bot.Received, From: p.number, Text: bot.Private(t.text), Location: t.pin}
	if t.file != "" {
		e.Media = []bot.Media{{URL: "https://example.org/media", Type: t.file}}
	}
	return e
}

// wait lets time pass. What comes due in between happens at its time.
func (p *player) wait(d time.Duration) (happened []string) {
	end := p.now.Add(d)
	for {
		at, ring := p.next()
		if ring == nil || at.After(end) {
			break
		}
		p.now = at
		happened = append(happened, ring()...)
	}
	p.now = end
	if idle := p.now.UnixMilli() - p.state.Session.Since; idle > p.brain.Hotline().Retention.Conversation.Milliseconds() {
		p.state.Session = bot.Session{}
	}
	return happened
}

// next is what comes due first, and when; nil for nothing.
func (p *player) next() (at time.Time, ring func() []string) {
	first := func(due time.Time, does func() []string) {
		if ring == nil || due.Before(at) {
			at, ring = due, does
		}
	}
	if p.state.Session.Timer {
		first(p.due, p.fire)
	}
	if p.crew {
		p.deadlines(first)
	}
	return at, ring
}

// fire ends the wait of the open question.
func (p *player) fire() []string {
	return p.decide(bot.Event{Kind: bot.TimerFired, Contact: p.state.Contact.ID, Wait: p.state.Session.Wait})
}

func (p *player) decide(e bot.Event) []string {
	before := p.state
	start := Step{before.Session, e, p.now}
	d := p.brain.Decide(before, e, p.now, desk.Options{Explain: true, NewID: p.newID, Number: firstNumber + len(p.opened)})
	p.edges = append(p.edges, d.Edges...)
	start.Event.Intent = d.Intent
	p.steps = append(p.steps, start)
	if d.Set != nil {
		p.due = p.now.Add(d.Set.After)
	}
	happened := describe(d, before.Contact.Language)
	p.state.Contact, p.state.Session = d.Contact, reload(d.Session)
	if d.Erased {
		p.state.Contact, p.state.Session = p.somebody(string(p.state.Contact.ID)), bot.Session{}
	}
	return append(happened, p.enter(d.Room)...)
}

func (p *player) newID() string {
	id := fmt.Sprintf("incident%d", len(p.opened)+1)
	p.opened = append(p.opened, bot.IncidentID(id))
	return id
}

// reload writes something to JSON and reads it back, as the desk does between two messages.
func reload[T any](before T) (after T) {
	data, err := json.Marshal(before)
	if err == nil {
		err = json.Unmarshal(data, &after)
	}
	if err != nil {
		panic(err) // what the desk keeps holds nothing that JSON cannot
	}
	return after
}
