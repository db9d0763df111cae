package desk

import (
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/dispatch"
	"github.com/aldaba-hotline/aldaba/bot/flow"
	"github.com/aldaba-hotline/aldaba/bot/say"
	"github.com/aldaba-hotline/aldaba/bot/understand"
)

// State is everything that one decision starts from, and what it ends with.
type State struct {
	Contact bot.Contact
	Session bot.Session
	Room    Room         // holds the contact's report, if there is one
	Live    []bot.Notice // what may be told of places; nobody changes them
}

// Decision is what should happen because of one event.
type Decision struct {
	State
	Intent   bot.Intent
	Language bot.Language // in which the texts are written
	Says     []bot.Say    // the answer as message ids …
	Texts    []string     // … and as it goes out; empty when the answer is silence
	Effects  []bot.Effect // everything the conversation asked for, in order
	Set      *SetTimer
	Clear    *Timer
	Erased   bool
	Urgent   bool     // an urgent report began, or a volunteer orders something: the answer must be heard
	Ordered  bool     // a volunteer orders something
	Hints    []Hint   // about texts of the answer
	Edges    []string // Explain only: the way through the flows
	Missed   *Miss    // the text, where nothing matched it and the hotline keeps such texts
	words    bot.Private
}

// Options of one decision.
type Options struct {
	Explain bool          // tell why and which way
	NewID   func() string // makes the id of an incident; called once for each that is opened
	Number  int           // of an incident that is opened
}

// Decide decides what one event does, from reading the text to wording the answer. Nothing is performed; the same
// arguments lead to the same decision. The state passed in is not changed.
func (b *Brain) Decide(s State, e bot.Event, now time.Time, o Options) Decision {
	d := Decision{State: s}
	d.Room = s.Room.begin()
	if e.Kind == bot.Received {
		e.OptOut = b.optOutOf(s, e, now)
		e.Intent = b.understand(s, e, now, o.Explain)
		d.Intent, d.words = e.Intent, e.Text
		if late(s, e) && d.Intent.Command == bot.CmdStart {
			return d // what they wanted before they wrote again restores no consent
		}
		d.Contact = b.meet(s.Contact, e, now)
		d.Intent.Known, d.Intent.Home, d.Intent.Alerts = d.Contact.Language != "", d.Contact.State, b.standing(d.Contact)
		if d.Intent.State != "" {
			d.Intent.Local = b.localFor(e.Text)
		}
		e.Text = b.kept(e.Text, &d.Intent)
		e.Intent = d.Intent
	}
	if o.Explain {
		d.Session, d.Effects, d.Edges = flow.Trace(b.library, s.Session, e, now)
	} else {
		d.Session, d.Effects = flow.Step(b.library, s.Session, e, now)
	}
	d.offer(b, now)
	d.tellNews(b, s, now)
	for _, effect := range d.Effects {
		d.apply(b, effect, now, o)
	}
	d.settleTimer(s)
	d.speak(b, s, e, now)
	d.Missed = b.missed(s, &d, e, now)
	d.proveConsent(s, e, now)
	return d
}

// late reports whether a contact has written since they sent what only the provider's list tells of.
func late(s State, e bot.Event) bool {
	return !e.At.IsZero() && s.Session.Since > e.At.UnixMilli()
}

// understand reads the text in the light of the open question. What the provider has answered already is a command.
func (b *Brain) understand(s State, e bot.Event, now time.Time, explain bool) bot.Intent {
	if c, ok := providerCommand(e.OptOut); ok {
		return bot.Intent{Action: bot.ActCommand, Command: c, Language: bot.Undetermined}
	}
	p := b.library.Pending(s.Session, now)
	if at := b.placeAlone(s, p, e); at != "" {
		return bot.Intent{Action: bot.ActPlace, Region: at, Language: bot.Undetermined} // what a place is called tells no language
	}
	region := b.region(p, e)
	intent := b.reader.Read(understand.Input{
		Text:     e.Text.Reveal(),
		Language: s.Contact.Language.Spoken(),
		Told:     s.Session.Report != "",
		Pinned:   e.Location != nil || len(e.Media) > 0,
		Open:     p.Open(),
		Choices:  b.pendingChoices(p),
		Free:     p.Text || region != "" || p.Region && few(e.Text),
		State:    p.State,
		Report:   p.Report,
		Past:     p.Past,
		Stopped:  s.Contact.Consent == bot.ConsentStopped,
		Left:     s.Contact.Alerts == bot.AlertsLeft,
		Explain:  explain,
	})
	if intent.Action == bot.ActText && region != "" {
		intent.Region, intent.Language, intent.Sure = region, bot.Undetermined, false // what a place is called tells no language
	}
	if intent.Action == bot.ActUrgent || intent.Action == bot.ActAskUrgent {
		_, intent.Place = b.atlas.Read(e.Text, e.Location, false)
	}
	return intent
}

// localFor is the hotline of another place for the ZIP code of a text.
func (b *Brain) localFor(words bot.Private) *bot.Local {
	zip := understand.ZIP(words.Reveal())
	if zip == "" || b.local == nil {
		return nil
	}
	h, ok := b.local.Find(zip, "", nil)
	if !ok {
		return nil
	}
	return &bot.Local{Name: h.Name, Number: h.Number()}
}

// kept is a text without names and status, which are never kept. Only words that a report may keep are looked at.
func (b *Brain) kept(words bot.Private, in *bot.Intent) bot.Private {
	switch {
	case in.Crisis, slices.Contains([]bot.Action{bot.ActUrgent, bot.ActAskUrgent, bot.ActText, bot.ActMenu}, in.Action):
		clean, personal := b.reader.Redact(words.Reveal())
		in.Personal = personal
		if personal {
			clean = strings.ReplaceAll(clean, "…", "...") // GSM-7 has no other
			if hollow(bot.Fact{Text: bot.Private(clean)}) {
				clean = "" // nothing is left that would answer a question
			}
		}
		return bot.Private(clean)
	}
	return words
}

// hollow reports whether nothing is left of a fact that was a name or a status.
func hollow(f bot.Fact) bool {
	words := f.Text.Reveal()
	if !strings.Contains(words, "...") || f.Location != nil || len(f.Media) > 0 {
		return false
	}
	return len(strings.Join(strings.FieldsFunc(words, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) }), "")) < 4
}

func providerCommand(o bot.OptOut) (bot.Command, bool) {
	switch o {
	case bot.OptOutStop:
		return bot.CmdStop, true
	case bot.OptOutStart:
		return bot.CmdStart, true
	case bot.OptOutHelp:
		return bot.CmdHelp, true
	}
	return "", false
}

const (
	secondsAnHour = 60 * 60
	secondsADay   = 24 * secondsAnHour
)

// meet updates what is remembered about whoever wrote. A guessed language never overrides a chosen one.
func (b *Brain) meet(c bot.Contact, e bot.Event, now time.Time) bot.Contact {
	c.SeenDay, c.Strikes = now.Unix()/secondsADay, 0
	if c.Address.Channel == bot.WhatsApp {
		c.SeenHour = max(c.SeenHour, received(e, now).Unix()/secondsAnHour)
	}
	guess := b.written(e.Intent, c.Language)
	if b.publishes(guess) && !c.Chosen && (c.Language == "" || e.Intent.Sure) {
		c.Language = guess
	}
	return c
}

// written is the language of a text as the hotline would write it: Chinese in Traditional characters for whoever writes them, or has been answered in them.
func (b *Brain) written(in bot.Intent, before bot.Language) bot.Language {
	hant := bot.Language("zh-Hant")
	if in.Language == hant.Spoken() && (in.Hant || before == hant) && b.publishes(hant) {
		return hant
	}
	return in.Language
}

// received is when the provider got a message. That may be long ago when it comes from the provider's list.
func received(e bot.Event, now time.Time) time.Time {
	if e.At.IsZero() || e.At.After(now) {
		return now
	}
	return e.At
}

// apply carries one effect into the state.
func (d *Decision) apply(b *Brain, effect bot.Effect, now time.Time, o Options) {
	switch x := effect.(type) {
	case bot.Say:
		x.Options = b.Offered(x.Options)
		d.Says = append(d.Says, x)
	case bot.Wait:
		d.Set = &SetTimer{Timer: Timer{Contact: d.Contact.ID, Wait: x.ID}, After: x.After}
	case bot.SetLanguage:
		if b.publishes(x.Language) {
			d.Contact.Language, d.Contact.Chosen = x.Language, true
		}
	case bot.SetConsent:
		d.Contact.Consent = x.Consent
		if own := d.Incident(); own.ID != "" {
			d.Room.step(own.ID, dispatch.Muted{Mute: x.Consent == bot.ConsentStopped}, b.rules(d.Room), now)
		}
	case bot.SetState:
		d.Contact.State = x.State
	case bot.OpenIncident:
		d.Urgent = d.Urgent || x.Severity == bot.Urgent
		d.open(b, x.Severity, now, o)
	case bot.Tell:
		if !hollow(x.Fact) {
			d.tell(b, x.Fact, now, o)
		}
	case bot.Erase:
		d.Erased = true
		d.forget(b, now)
	case bot.SetAlerts:
		d.setAlerts(x)
	}
}

// settleTimer clears the deadline of a wait that is over, and drops one that the same step set and ended.
func (d *Decision) settleTimer(before State) {
	if d.Set != nil && (!d.Session.Timer || d.Set.Wait != d.Session.Wait || d.Erased) {
		d.Set = nil
	}
	old := before.Session
	if old.Timer && (old.Wait != d.Session.Wait || !d.Session.Timer || d.Erased) {
		d.Clear = &Timer{Contact: before.Contact.ID, Wait: old.Wait}
	}
}

// speak words the answer. It stays silent where the provider has answered, and after a second STOP.
func (d *Decision) speak(b *Brain, before State, e bot.Event, now time.Time) {
	d.Language = d.reads(b)
	stopAgain := d.Intent.Command == bot.CmdStop && before.Contact.Consent == bot.ConsentStopped
	if e.OptOut != bot.OptOutNone || stopAgain {
		d.Says = nil
	}
	if len(d.Says) == 0 {
		return
	}
	d.review(b, d.Language, now)
	d.Texts = d.answer(b, d.Contact.Address.Channel, d.Says)
	for _, first := range []string{b.foreign(d.Contact, d.Intent), b.switched(before.Contact, d.Contact)} {
		if first != "" && len(d.Texts) > 0 {
			d.Texts[0] = first + "\n" + d.Texts[0]
		}
	}
}

// switched says in the new language that the hotline goes on in it, to whoever has been written to in another one and did not choose it.
func (b *Brain) switched(before, now bot.Contact) string {
	if before.Language == "" || now.Chosen || before.Language == now.Language || !b.publishes(now.Language) {
		return ""
	}
	words, _ := b.texts.Text(now.Language, now.Address.Channel, say.Switched, b.common)
	return words
}

// reads is the language in which the contact is written to.
func (d *Decision) reads(b *Brain) bot.Language { return b.answersIn(d.Contact.Language) }
