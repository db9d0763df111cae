package bot

import (
	"encoding/json"
	"slices"
	"strings"
)

// Alerts says whether a contact wants broadcasts. It is apart from [Consent]: who says STOP and then START has again what they had.
type Alerts string

// What a contact may want.
const (
	AlertsNone Alerts = ""     // never asked for them
	AlertsAsk  Alerts = "ask"  // imported without proof of their consent: they may be asked, and get nothing else
	AlertsOn   Alerts = "on"   // said yes
	AlertsLeft Alerts = "left" // said LEAVE
)

// Listed reports whether the list of subscribers holds such a contact.
func (a Alerts) Listed() bool { return a == AlertsOn || a == AlertsAsk }

// Subscribed reports whether a contact gets broadcasts.
func (c Contact) Subscribed() bool { return c.Alerts == AlertsOn && c.Consent != ConsentStopped }

// Names is a set of short names without blanks, such as regions or groups, as one text: sorted, each once, a blank between two.
type Names string

// NamesOf makes a set of names. What holds a blank becomes several.
func NamesOf(names ...string) Names {
	all := strings.Fields(strings.Join(names, " "))
	slices.Sort(all)
	return Names(strings.Join(slices.Compact(all), " "))
}

// List returns the names in order.
func (n Names) List() []string { return strings.Fields(string(n)) }

// Has reports whether the set holds a name.
func (n Names) Has(name string) bool {
	for rest := string(n); rest != ""; {
		var first string
		first, rest, _ = strings.Cut(rest, " ")
		if first == name {
			return true
		}
	}
	return false
}

// With is the set with one more name.
func (n Names) With(name string) Names { return NamesOf(string(n), name) }

// Everywhere stands for all regions where one is asked for. Who wants alerts of all has no region: [Contact.Regions] is empty.
const Everywhere = "*"

// RegionName is how a region of hotline.yaml is called in a text: "east-bay" is East Bay.
func RegionName(id string) string {
	words := strings.FieldsFunc(id, func(r rune) bool { return r == '-' || r == '_' })
	for i, w := range words {
		words[i] = strings.ToUpper(w[:1]) + w[1:] // settings take ASCII only
	}
	return strings.Join(words, " ")
}

// ConsentChange is what became of a contact's consent.
type ConsentChange string

// The changes.
const (
	ConsentAsked    ConsentChange = "asked" // by us: the question that the next word answers
	ConsentJoined   ConsentChange = "joined"
	ConsentLeft     ConsentChange = "left"
	ConsentSaidStop ConsentChange = "stopped"
	ConsentRestored ConsentChange = "restored"
	ConsentImported ConsentChange = "imported" // with proof from elsewhere
)

// ConsentRecord is one thing that was said about consent, by either side.
type ConsentRecord struct {
	At      int64         `json:"t"` // Unix milliseconds
	Channel Channel       `json:"c"`
	What    ConsentChange `json:"w"`
	Said    Private       `json:"s,omitempty"` // their words, or the id of our text
	By      string        `json:"b,omitempty"` // contact, hotline, provider, import or console
}

// Of more records than this, the oldest but the first few are dropped: the first tell how it began, the last what counts.
const (
	firstConsents = 4
	lastConsents  = 12
	maxSaid       = 320 // characters of a record that are kept
)

// Consents returns what was said about the contact's consent, oldest first.
func (c Contact) Consents() []ConsentRecord {
	var all []ConsentRecord
	_ = json.Unmarshal([]byte(c.Proof.Reveal()), &all) // what cannot be read proves nothing
	return all
}

// Noted is the contact with one more record.
func (c Contact) Noted(r ConsentRecord) Contact {
	if said := []rune(r.Said.Reveal()); len(said) > maxSaid {
		r.Said = Private(said[:maxSaid])
	}
	all := append(c.Consents(), r)
	if len(all) > firstConsents+lastConsents {
		all = slices.Delete(all, firstConsents, len(all)-lastConsents)
	}
	packed, err := json.Marshal(all)
	if err == nil { // texts and numbers always encode
		c.Proof = Private(packed)
	}
	return c
}

// Route is how a contact is reached, as far as counts and prices need it: a channel, and the calling code of its country, such as "sms+1" or
// "whatsapp+52". It tells a country, never a person.
type Route string

// RouteOf is the route to an address.
func RouteOf(a Address) Route {
	if a.Channel == "" {
		return ""
	}
	return Route(string(a.Channel) + callingCode(a.Value.Reveal()))
}

// Channel is a route's channel.
func (r Route) Channel() Channel {
	channel, _, _ := strings.Cut(string(r), "+")
	return Channel(channel)
}

// Code is a route's calling code with its plus, "" where there is no phone number.
func (r Route) Code() string {
	if _, code, ok := strings.Cut(string(r), "+"); ok {
		return "+" + code
	}
	return ""
}

// twoDigits are the calling codes of two digits (ITU-T E.164); those that begin with 1 or 7 have one, all others three.
const twoDigits = "20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 58 60 61 62 63 64 65 66 81 82 84 86 90 91 92 93 94 95 98"

func callingCode(number string) string {
	if strings.HasPrefix(number, "US.") { // a WhatsApp user id
		return "+1"
	}
	if len(number) < 5 || number[0] != '+' {
		return ""
	}
	switch {
	case number[1] == '1' || number[1] == '7':
		return number[:2]
	case strings.Contains(twoDigits, number[1:3]):
		return number[:3]
	}
	return number[:4]
}

// Enrolment is one row of people to write to.
type Enrolment struct {
	Address  Address
	Language Language
	Regions  Names
	Groups   Names
	Proof    Private // what shows that they said yes; empty: they are to be asked
	At       int64   // when that was noted, Unix milliseconds
}

// Enrolled is what became of an enrolment.
type Enrolled string

// What may become of one.
const (
	EnrolAdded   Enrolled = "added"
	EnrolChanged Enrolled = "changed"
	EnrolSame    Enrolled = "same"
	EnrolStopped Enrolled = "stopped" // they said STOP, and stay so
	EnrolLeft    Enrolled = "left"    // they said LEAVE, and stay so
)
