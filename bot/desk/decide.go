package desk

import (
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/dispatch"
	"github.com/aldaba-hotline/aldaba/bot/flow"
	"github.com/aldaba-hotline/aldaba/bot/understand"
)

// State is everything that one decision starts from, and what it ends with.
type State struct {
	Contact  bot.Contact
	Session  bot.Session
	Incident bot.Incident // the zero value when the contact has reported nothing
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
	Urgent   bool     // an urgent report began: its answer must be heard
	Edges    []string // Explain only: the way through the flows
}

// Options of one decision.
type Options struct {
	Explain bool          // tell why and which way
	NewID   func() string // makes the id of an incident; called once for each that is opened
}

// Decide decides what one event does, from reading the text to wording the answer. Nothing is performed; the same
// arguments lead to the same decision. The state passed in is not changed.
func (b *Brain) Decide(s State, e bot.Event, now time.Time, o Options) Decision {
	d := Decision{State: s}
	if e.Kind == bot.Received {
		e.Intent = b.understand(s, e, now, o.Explain)
		d.Intent = e.Intent
		if late(s, e) && d.Intent.Command == bot.CmdStart {
			return d // what they wanted before they wrote again restores no consent
		}
		d.Contact = b.meet(s.Contact, e, now)
	}
	if o.Explain {
		d.Session, d.Effects, d.Edges = flow.Trace(b.library, s.Session, e, now)
	} else {
		d.Session, d.Effects = flow.Step(b.library, s.Session, e, now)
	}
	for _, effect := range d.Effects {
		d.apply(b, effect, now, o)
	}
	d.settleTimer(s)
	d.speak(b, s, e)
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
	return b.reader.Read(understand.Input{
		Text:    e.Text.Reveal(),
		Pinned:  e.Location != nil || len(e.Media) > 0,
		Open:    p.Open(),
		Choices: b.pendingChoices(p),
		Free:    p.Text,
		Report:  p.Report,
		Stopped: s.Contact.Consent == bot.ConsentStopped,
		Explain: explain,
	})
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

// meet updates what is remembered about whoever wrote. A guessed language never overrides a chosen one, and a command
// changes none: English commands work for everybody.
func (b *Brain) meet(c bot.Contact, e bot.Event, now time.Time) bot.Contact {
	c.SeenDay, c.Strikes = now.Unix()/secondsADay, 0
	if c.Address.Channel == bot.WhatsApp {
		c.SeenHour = max(c.SeenHour, received(e, now).Unix()/secondsAnHour)
	}
	guess := e.Intent.Language
	sure := e.Intent.Sure && e.Intent.Action != bot.ActCommand
	if b.publishes(guess) && !c.Chosen && (c.Language == "" || sure) {
		c.Language = guess
	}
	return c
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
		d.Says = append(d.Says, x)
	case bot.Wait:
		d.Set = &SetTimer{Timer: Timer{d.Contact.ID, x.ID}, After: x.After}
	case bot.SetLanguage:
		if b.publishes(x.Language) {
			d.Contact.Language, d.Contact.Chosen = x.Language, true
		}
	case bot.SetConsent:
		d.Contact.Consent = x.Consent
	case bot.OpenIncident:
		d.Urgent = d.Urgent || x.Severity == bot.Urgent
		d.open(x.Severity, now, o)
	case bot.Tell:
		if d.Session.Report == "" || d.Incident.ID == "" {
			d.open(bot.Lower, now, o) // the report it belonged to has been deleted by age
		}
		d.Incident = dispatch.Step(d.Incident, dispatch.Told{Fact: x.Fact}, now)
	case bot.Erase:
		d.Erased = true
		d.Incident = dispatch.Step(d.Incident, dispatch.Forgotten{}, now)
	}
}

func (d *Decision) open(severity bot.Severity, now time.Time, o Options) {
	id := bot.IncidentID(o.NewID())
	d.Incident = dispatch.Step(bot.Incident{}, dispatch.Opened{ID: id, Reporter: d.Contact.ID, Severity: severity}, now)
	d.Session.Report = id
}

// settleTimer clears the deadline of a wait that is over, and drops one that the same step set and ended.
func (d *Decision) settleTimer(before State) {
	if d.Set != nil && (!d.Session.Timer || d.Set.Wait != d.Session.Wait || d.Erased) {
		d.Set = nil
	}
	old := before.Session
	if old.Timer && (old.Wait != d.Session.Wait || !d.Session.Timer || d.Erased) {
		d.Clear = &Timer{before.Contact.ID, old.Wait}
	}
}

// speak words the answer. It stays silent where the provider has answered, and after a second STOP.
func (d *Decision) speak(b *Brain, before State, e bot.Event) {
	d.Language = d.Contact.Language
	if d.Language == "" {
		d.Language = b.hotline.DefaultLanguage
	}
	stopAgain := d.Intent.Command == bot.CmdStop && before.Contact.Consent == bot.ConsentStopped
	if e.OptOut != bot.OptOutNone || stopAgain {
		d.Says = nil
	}
	if len(d.Says) > 0 {
		d.Texts = b.texts.Answer(d.Language, d.Contact.Address.Channel, d.Says, b.common)
	}
}
