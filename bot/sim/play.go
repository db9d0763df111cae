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
// session is written to JSON and read back between any two turns, as the desk does. With update, what happened
// becomes what is expected.
func Play(b *desk.Brain, scripts []Script, update bool) Result {
	r := Result{Walked: map[string]bool{}, Updated: map[string]string{}}
	for i := range scripts {
		s := &scripts[i]
		s.each(b, func(lang bot.Language, ch bot.Channel) { r.play(b, s, lang, ch, update) })
	}
	return r
}

// each calls do for every language and channel that the transcript runs in.
func (s *Script) each(b *desk.Brain, do func(bot.Language, bot.Channel)) {
	langs := s.Langs
	if len(langs) == 0 {
		langs = b.Hotline().Languages
	}
	for _, lang := range langs {
		for _, ch := range []bot.Channel{bot.SMS, bot.WhatsApp} {
			if s.runsOn(ch) {
				do(lang, ch)
			}
		}
	}
}

func (r *Result) play(b *desk.Brain, s *Script, lang bot.Language, ch bot.Channel, update bool) {
	p := newPlayer(b, lang, ch)
	got := map[int][]string{}
	for _, t := range s.turns {
		happened, err := p.turn(t)
		if err != "" {
			r.fail(s, t.line, lang, ch, err, "change the line, or the flow")
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

// player is one contact in one transcript.
type player struct {
	brain  *desk.Brain
	state  desk.State
	now    time.Time
	due    time.Time // of the session's timer
	ids    int
	edges  []string
	steps  []Step
	lang   bot.Language
	number bot.Address
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
		s.each(b, func(lang bot.Language, ch bot.Channel) {
			p := newPlayer(b, lang, ch)
			for _, t := range s.turns {
				p.turn(t)
			}
			all = append(all, p.steps...)
		})
	}
	return all
}

func newPlayer(b *desk.Brain, lang bot.Language, ch bot.Channel) *player {
	p := &player{brain: b, now: time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC), lang: lang, number: bot.Address{Channel: ch, Value: "+15005550001"}}
	p.begin()
	return p
}

// begin makes the player somebody new, who speaks the transcript's language.
func (p *player) begin() {
	p.ids++
	p.state = desk.State{Contact: bot.Contact{ID: bot.ContactID(strconv.Itoa(p.ids)), Address: p.number}}
	if p.lang != bot.Undetermined {
		p.state.Contact.Language, p.state.Contact.Chosen = p.lang, true
	}
}

// turn plays one turn and returns what happened, or what makes it impossible.
func (p *player) turn(t turn) (happened []string, problem string) {
	switch t.do {
	case begins:
		p.begin()
		return nil, ""
	case waits:
		return p.wait(t.wait), ""
	case picks:
		options := p.brain.Library().Pending(p.state.Session, p.now).Options
		i := slices.IndexFunc(options, func(o bot.Option) bool { return o.ID == t.text })
		if i < 0 {
			return nil, fmt.Sprintf("no open question has an option %q", t.text)
		}
		t.text = strconv.Itoa(i + 1)
	}
	e := bot.Event{Kind: bot.Received, From: p.number, Text: bot.Private(t.text), Location: t.pin}
	if t.file != "" {
		e.Media = []bot.Media{{URL: "https://example.org/media", Type: t.file}}
	}
	p.now = p.now.Add(time.Second)
	return p.decide(e), ""
}

// wait lets time pass; timers that come due in between fire at their time.
func (p *player) wait(d time.Duration) (happened []string) {
	end := p.now.Add(d)
	for p.state.Session.Timer && !p.due.After(end) {
		p.now = p.due
		happened = append(happened, p.decide(bot.Event{Kind: bot.TimerFired, Contact: p.state.Contact.ID, Wait: p.state.Session.Wait})...)
	}
	p.now = end
	if idle := p.now.UnixMilli() - p.state.Session.Since; idle > p.brain.Hotline().Retention.Conversation.Milliseconds() {
		p.state.Session = bot.Session{}
	}
	return happened
}

func (p *player) decide(e bot.Event) []string {
	before := p.state.Contact.Language
	start := Step{p.state.Session, e, p.now}
	d := p.brain.Decide(p.state, e, p.now, desk.Options{Explain: true, NewID: p.newID})
	p.edges = append(p.edges, d.Edges...)
	start.Event.Intent = d.Intent
	p.steps = append(p.steps, start)
	if d.Set != nil {
		p.due = p.now.Add(d.Set.After)
	}
	happened := describe(d, before)
	p.state = reload(d.State)
	if d.Erased {
		p.state = desk.State{Contact: bot.Contact{ID: p.state.Contact.ID, Address: p.number}}
	}
	return happened
}

func (p *player) newID() string { return "incident" }

// reload writes the session to JSON and reads it back, as the desk does between two messages.
func reload(s desk.State) desk.State {
	data, err := json.Marshal(s.Session)
	if err != nil {
		panic(err) // a session holds nothing that JSON cannot
	}
	s.Session = bot.Session{}
	if err := json.Unmarshal(data, &s.Session); err != nil {
		panic(err)
	}
	return s
}

// describe tells a decision in the lines of a transcript.
func describe(d desk.Decision, before bot.Language) []string {
	var lines []string
	chosen := false
	for _, effect := range d.Effects {
		switch x := effect.(type) {
		case bot.Say:
			if len(d.Says) > 0 {
				lines = append(lines, "< "+x.Message)
			}
		case bot.SetLanguage:
			chosen = true
			lines = append(lines, "! language "+string(x.Language))
		case bot.SetConsent:
			lines = append(lines, "! consent "+consentName(x.Consent))
		case bot.OpenIncident:
			lines = append(lines, "! incident open severity="+string(x.Severity))
		case bot.Tell:
			lines = append(lines, "! told "+x.Fact.Key)
		case bot.Erase:
			lines = append(lines, "! erased")
		}
	}
	if now := d.Contact.Language; now != before && !chosen {
		lines = append([]string{"! speaks " + string(now)}, lines...)
	}
	return lines
}

func consentName(c bot.Consent) string {
	if c == bot.ConsentNone {
		return "none"
	}
	return string(c)
}
