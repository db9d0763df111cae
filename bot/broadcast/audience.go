package broadcast

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
)

// Strikes is after how many texts in a row that did not arrive somebody gets no broadcasts.
const Strikes = 3

// window is how long after a message of theirs somebody may be written to by WhatsApp without a template.
const window = 24 * time.Hour

// Fate is what a broadcast means for one contact.
type Fate string

// The fates. All but the first two are about people whom the audience means and who cannot be reached.
const (
	Gets       Fate = ""        // it goes to them
	Outside    Fate = "outside" // it is not for them
	NoLanguage Fate = "no_language"
	Struck     Fate = "unreachable"     // the last texts did not arrive
	NoSender   Fate = "no_sender"       // the hotline has no address on their channel
	WindowShut Fate = "whatsapp_window" // they have not written for a day, and there is no template in their language
	Abroad     Fate = "country"         // their country is not one of countries: in hotline.yaml
	USWhatsApp Fate = "whatsapp_us"     // the same with a template: WhatsApp delivers none of these to US numbers
)

// Rule decides who gets one broadcast, and in which language. Use one from one goroutine only.
type Rule struct {
	Script  bot.Script
	hotline bot.Hotline
	codes   []string // calling codes to which an SMS may go
	size    map[sized]int
}

type sized struct {
	language bot.Language
	channel  bot.Channel
	region   string
}

// NewRule makes the rule of a script.
func NewRule(s bot.Script, h bot.Hotline) *Rule {
	return &Rule{Script: s, hotline: h, codes: codesOf(h.Countries), size: map[sized]int{}}
}

// Recipient is how somebody gets a broadcast.
type Recipient struct {
	Language bot.Language // of the text
	Reads    bot.Language // their own
	Channel  bot.Channel
	Region   string // that the text names
	Segments int
}

// Judge says what the broadcast means for a contact, and how they get it. Whether they got another one it does not know.
func (r *Rule) Judge(c bot.Contact, now time.Time) (Recipient, Fate) {
	to := Recipient{Reads: c.Language, Channel: c.Route.Channel()}
	if to.Reads == "" {
		to.Reads = r.hotline.DefaultLanguage
	}
	if !r.means(c, to) {
		return to, Outside
	}
	var ok bool
	if to.Language, ok = r.In(to.Reads); !ok {
		return to, NoLanguage
	}
	if fate := r.reach(c, to, now); fate != Gets {
		return to, fate
	}
	to.Region = r.Region(c.Regions)
	to.Segments = r.segments(to)
	return to, Gets
}

// means reports whether the audience is about a contact who wants such texts.
func (r *Rule) means(c bot.Contact, to Recipient) bool {
	a := r.Script.Spec.Audience
	if c.Consent == bot.ConsentStopped || a.Kind != Responders && c.Alerts != bot.AlertsOn {
		return false
	}
	return (len(a.Channels) == 0 || slices.Contains(a.Channels, to.Channel)) &&
		(len(a.Languages) == 0 || slices.Contains(a.Languages, to.Reads)) &&
		(len(a.Regions) == 0 || c.Regions == "" || slices.ContainsFunc(a.Regions, c.Regions.Has)) &&
		(len(a.Groups) == 0 || slices.ContainsFunc(a.Groups, c.Groups.Has))
}

// In is the language in which somebody who reads a language gets it. It is false for those who do not.
func (r *Rule) In(reads bot.Language) (bot.Language, bool) {
	if r.Script.Texts[reads] != "" {
		return reads, true
	}
	standard := r.hotline.DefaultLanguage
	return standard, r.Script.Spec.Missing == MissingDefault && r.Script.Texts[standard] != ""
}

// Still reports whether a text that was planned for somebody is for them now: since the plan, the broadcast may have been revised, or they may have
// chosen another region. The audience among responders never changes once some got it, see [Keeps].
func (r *Rule) Still(c bot.Contact) bool {
	to := Recipient{Reads: c.Language, Channel: c.Route.Channel()}
	if to.Reads == "" {
		to.Reads = r.hotline.DefaultLanguage
	}
	return r.Script.Spec.Audience.Kind == Responders || r.means(c, to)
}

// reach says what keeps a text from somebody's phone.
func (r *Rule) reach(c bot.Contact, to Recipient, now time.Time) Fate {
	switch {
	case c.Strikes >= Strikes:
		return Struck
	case to.Channel == bot.SMS && r.hotline.Senders.SMS == "" && r.hotline.MessagingService == "", to.Channel == bot.WhatsApp && r.hotline.Senders.WhatsApp == "", to.Channel == "":
		return NoSender
	case r.abroad(c.Route):
		return Abroad
	case to.Channel != bot.WhatsApp || Open(c, now):
		return Gets
	case c.Route.Code() == "+1":
		return USWhatsApp
	case r.hotline.Templates[r.Script.Spec.Template][to.Language] == "":
		return WindowShut
	}
	return Gets
}

// Open reports whether WhatsApp takes any text to a contact, because they wrote not long ago.
func Open(c bot.Contact, now time.Time) bool {
	return now.Sub(time.Unix(c.SeenHour*int64(time.Hour/time.Second), 0)) < window
}

// Region is what a text calls the region of somebody: one that the audience names, else their first; the hotline's name for those without one.
func (r *Rule) Region(theirs bot.Names) string {
	names := theirs.List()
	for _, name := range r.Script.Spec.Audience.Regions {
		if theirs == "" || slices.Contains(names, name) {
			return bot.RegionName(name)
		}
	}
	if len(names) == 0 {
		return r.hotline.Name
	}
	return bot.RegionName(names[0])
}

// Name is the id of the record of one contact's text: whatever happens, there is one record, and so one text. Salt is the broadcast's
// own, so that nobody who has the ids of contacts can tell who got what.
func Name(b bot.Broadcast, c bot.ContactID) bot.MessageID {
	mac := hmac.New(sha256.New, []byte(b.Salt))
	mac.Write([]byte(c))
	return bot.MessageID(hex.EncodeToString(mac.Sum(nil)[:16]))
}

// Got reports whether somebody got a text of a broadcast, or may have.
func Got(m bot.Message) bool {
	switch m.State {
	case bot.MessageSending, bot.MessagePosted, bot.MessageSent, bot.MessageDelivered, bot.MessageRead, bot.MessageUnknown, bot.MessageHeld:
		return true
	}
	return false
}

// Went reports whether a broadcast went to somebody, or still will.
func Went(m bot.Message) bool {
	return m.State != bot.MessageWithdrawn && m.State != bot.MessageFailed
}
