package bot

import "strings"

// Channel is the way a text travels.
type Channel string

// The channels of this version.
const (
	SMS      Channel = "sms"
	WhatsApp Channel = "whatsapp"
)

// Language is a BCP 47 tag as the data files spell it, such as "en", "es" or "zh-Hans".
type Language string

// Spoken is the language whose words a text in l has: both ways to write Chinese are read alike.
func (l Language) Spoken() Language {
	if l == "zh-Hant" {
		return "zh-Hans"
	}
	return l
}

// Undetermined is the language of a text that gives no hint (BCP 47: und).
const Undetermined Language = "und"

// Address is where a contact can be reached: a channel and the provider-neutral name on it.
//
// Value is an E.164 number ("+15005550006"), or on WhatsApp a user id without a phone number
// ("US.13491208655302741918"); the second kind has no SMS fallback.
type Address struct {
	Channel Channel `json:"c"`
	Value   Private `json:"v"`
}

// InUS reports whether an address is of the United States, as far as it tells: +1 is also Canada's.
func (a Address) InUS() bool {
	return strings.HasPrefix(a.Value.Reveal(), "+1") || strings.HasPrefix(a.Value.Reveal(), "US.")
}

// ContactID is a random 128-bit id in lower-case hexadecimal. It says nothing about the person.
type ContactID string

// Consent says what a contact agreed to receive beyond the answer to a question of their own.
type Consent string

const (
	// ConsentNone is the state of everybody who has not said STOP or START: answers only.
	ConsentNone Consent = ""
	// ConsentStopped is the state after STOP: nothing but the answer to a new question or report.
	ConsentStopped Consent = "stopped"
	// ConsentAlerts is no contact's: a message that has it goes to those only who want alerts, see [Alerts].
	ConsentAlerts Consent = "alerts"
)

// Contact is what the hotline remembers about somebody who wrote: no name, no immigration status.
type Contact struct {
	ID       ContactID
	Address  Address
	Language Language // empty until known
	Chosen   bool     // the language was chosen by the contact, not guessed; a guess never overrides it
	Consent  Consent
	State    string  // where they are, see [States]; empty until they say so
	SeenDay  int64   // day of the last message, in days since 1970-01-01 UTC; refreshes retention once a day
	SeenHour int64   // WhatsApp: hour of the last message, in hours since then; its window closes 24 hours later
	Hoaxes   int     // reports of theirs that were marked as false
	Strikes  int     // texts in a row that could not be delivered; the next message of theirs clears them
	Alerts   Alerts  // whether they want broadcasts …
	Regions  Names   // … about which regions …
	Groups   Names   // … and as members of what
	Proof    Private // what was said about consent: see [Contact.Consents]
	Route    Route   // how they are reached; kept of those with Alerts only
}

// Barred is a number of strikes after which nothing but the answer to their own message is tried.
const Barred = 9
