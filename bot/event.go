package bot

import "time"

// EventKind tells what happened.
type EventKind string

const (
	// Received is a message from a contact.
	Received EventKind = "received"
	// TimerFired is the end of a wait that nobody ended by answering.
	TimerFired EventKind = "timer"
)

// Event is something that happened to one contact's conversation. Its fields are the union over all kinds;
// the ones that a kind does not use are empty.
type Event struct {
	Kind    EventKind
	ID      string    // unique per happening: the provider's message id; claims the event, so that it acts once
	Contact ContactID // TimerFired: whose wait; Received leaves it empty, the address finds the contact
	At      time.Time // Received: when the provider got it; zero: now
	From    Address   // Received
	To      Address   // Received: the hotline's own address

	Text     Private   // Received: may be empty, at most MaxText characters, valid UTF-8, no NUL
	Media    []Media   // Received
	Location *Location // Received: a pin
	Button   string    // Received: payload of a tapped button, "flow/version/node/option"
	OptOut   OptOut    // Received: the provider has already answered a STOP, START or HELP word itself

	Wait   int64  // TimerFired: the wait that ended
	Intent Intent // what the text means, filled in by understand
}

// MaxText is the longest text of one event, in characters. Longer ones are cut, never refused.
const MaxText = 1600

// Media is a picture, voice note or other file that came with a message. It is not fetched.
type Media struct {
	URL  Private `json:"u"`
	Type string  `json:"t"` // MIME type, such as "image/jpeg"
}

// Location is a pin on a map. Latitude is in [-90, 90] and Longitude in [-180, 180] degrees.
type Location struct {
	Latitude, Longitude float64
	Label               Private // the sender's own words for the place, may be empty
}

// OptOut is the kind of consent word that the provider has handled and answered.
type OptOut string

// What the provider may have handled.
const (
	OptOutNone  OptOut = ""
	OptOutStop  OptOut = "STOP"
	OptOutStart OptOut = "START"
	OptOutHelp  OptOut = "HELP"
)
