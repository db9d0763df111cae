package bot

import "time"

// MessageID is the hotline's own id of a text on its way: 128 random bits in lower-case hexadecimal. It is part of the
// address to which the provider reports what became of the text, so nobody can guess one.
type MessageID string

// Lane is one of the three ways out. A sender's rate goes to the most urgent lane first.
type Lane string

// The lanes, most urgent first.
const (
	LaneUrgent Lane = "urgent"
	LaneReply  Lane = "reply"
	LaneBulk   Lane = "bulk"
)

// Lanes lists the lanes, most urgent first.
func Lanes() []Lane { return []Lane{LaneUrgent, LaneReply, LaneBulk} }

// SenderName names one of the hotline's own addresses, see [Senders].
type SenderName string

// The senders.
const (
	SenderSMS      SenderName = "sms"
	SenderWhatsApp SenderName = "whatsapp"
	SenderPages    SenderName = "pages" // an SMS number for waking responders
)

// SenderNames lists the senders.
func SenderNames() []SenderName { return []SenderName{SenderSMS, SenderWhatsApp, SenderPages} }

// SenderOf returns the sender that answers on a channel.
func SenderOf(ch Channel) SenderName {
	if ch == WhatsApp {
		return SenderWhatsApp
	}
	return SenderSMS
}

// Queue is where a message waits: a lane of one sender, so that a slow sender holds up nobody else's texts.
type Queue struct {
	Lane   Lane       `json:"l"`
	Sender SenderName `json:"s"`
}

// Purpose says what a message is for, and with it what happens when nobody can tell whether it went out: alerts and answers
// are sent again and marked as a repeat, a broadcast is held for a person.
type Purpose string

// The purposes.
const (
	PurposeAnswer    Purpose = "answer"    // to a message of the contact
	PurposeNotice    Purpose = "notice"    // what a conversation says by itself, such as after a silence
	PurposePage      Purpose = "page"      // wakes a responder
	PurposeBroadcast Purpose = "broadcast" // to many
)

// MessageState is where a message stands.
type MessageState string

// The states. A message moves forward only: a late report never undoes a later one.
const (
	MessageQueued      MessageState = "queued"      // waits in its queue, or for its next try
	MessageSending     MessageState = "sending"     // somebody is handing it to the provider
	MessageUnknown     MessageState = "unknown"     // it may have been handed over; nobody knows
	MessagePosted      MessageState = "posted"      // the provider has it
	MessageSent        MessageState = "sent"        // it left the provider
	MessageDelivered   MessageState = "delivered"   // it is on the phone
	MessageRead        MessageState = "read"        // WhatsApp only
	MessageUndelivered MessageState = "undelivered" // the provider gave up; Code says why
	MessageFailed      MessageState = "failed"      // it will never go out; Code says why
	MessageHeld        MessageState = "held"        // nobody knows whether it went out; a person decides
	MessageWithdrawn   MessageState = "withdrawn"   // no longer wanted, or its contact said STOP
)

// Message is one text on its way to one contact, and everything that happened to it.
type Message struct {
	ID       MessageID    `json:"-"`
	Queue    Queue        `json:"q"`
	Purpose  Purpose      `json:"p"`
	Contact  ContactID    `json:"c"`
	Incident IncidentID   `json:"r,omitempty"` // whose reporter or responder it is for
	Language Language     `json:"l"`
	Consent  Consent      `json:"k,omitempty"` // stopped: it answers somebody who has said STOP, and goes in spite of it; alerts: see [ConsentAlerts]
	Segments int          `json:"g"`           // what it costs its sender: segments (SMS) or 1 (WhatsApp)
	State    MessageState `json:"s"`
	Tries    []Try        `json:"t,omitempty"` // oldest first; of very many, some in the middle are not kept
	Untold   int          `json:"u,omitempty"` // how many tries are not kept
	Bounces  int          `json:"b,omitempty"` // how often the provider took it and could not deliver it
	Failures int          `json:"f,omitempty"` // temporary failures since it was written or released; of searches while its fate is unknown
	SID      string       `json:"-"`           // the provider's id of the last try that it took; whoever may ask the provider finds the person by it
	Earlier  []string     `json:"-"`           // the provider's ids of tries before
	Code     int          `json:"e,omitempty"` // the provider's code of the last failure
	Direct   bool         `json:"d,omitempty"` // it rode on the answer to a webhook
	Repeat   bool         `json:"a,omitempty"` // it is marked as a repeat: an earlier try may have arrived
	Approved bool         `json:"m,omitempty"` // it goes as its approved template, because its text may not
	Struck   bool         `json:"x,omitempty"` // it has had the one later try of a strike
	At       int64        `json:"w"`           // when it was written, Unix milliseconds
	Changed  int64        `json:"h"`           // when its state last changed, Unix milliseconds
	Content  Content      `json:"-"`           // gone once nobody can need it any more

	Broadcast BroadcastID `json:"y,omitempty"` // what it is one text of: what it says is read there when it goes
	Fate      Outcome     `json:"z,omitempty"` // how the try ended because of which it was given up
	Refusal   Refusal     `json:"v,omitempty"` // why it was withdrawn, if that is known
}

// Wordless reports whether there is nothing to send, or not any more.
func (m Message) Wordless() bool { return m.Content.Empty() && m.Broadcast == "" }

// TryCount is how many tries a message has had.
func (m Message) TryCount() int { return m.Untold + len(m.Tries) }

// String names a queue: "reply.sms".
func (q Queue) String() string { return string(q.Lane) + "." + string(q.Sender) }

// Content is what a message says. It is sealed wherever it is kept.
type Content struct {
	Text     Private           `json:"x,omitempty"`
	Media    []Private         `json:"m,omitempty"` // https URLs
	Template string            `json:"n,omitempty"` // name of its approved template, see [Hotline.Templates]
	Values   map[string]string `json:"v,omitempty"` // the template's arguments
	Tap      Private           `json:"l,omitempty"` // what a button under the text sends back, on WhatsApp
	Buttons  bool              `json:"b,omitempty"` // the template holds the options as buttons: better than the text at any time
	To       *Address          `json:"o,omitempty"` // only where no contact document can tell it
	Call     bool              `json:"k,omitempty"` // it is a phone call: Text is what it is about, and what is said is asked for when somebody answers
}

// Empty reports whether there is nothing to send.
func (c Content) Empty() bool { return c.Text == "" && c.Template == "" && len(c.Media) == 0 }

// Try is one attempt to hand a message to the provider.
type Try struct {
	At      int64   `json:"t"`           // when it began, Unix milliseconds
	Outcome Outcome `json:"o,omitempty"` // empty while it is under way
	Code    int     `json:"c,omitempty"` // the provider's error code
}

// Outcome is how an attempt to hand a message to the provider ended, as far as it matters for what to do next.
type Outcome string

// The outcomes. Package twilio holds the table from the provider's error codes to these.
const (
	Accepted      Outcome = "accepted"  // the provider has it
	OptedOut      Outcome = "opted_out" // the contact said STOP to the provider: the same as a STOP to us
	Permanent     Outcome = "permanent" // it can never arrive there: no further try, and nothing else is sent there
	Strike        Outcome = "strike"    // not now: one later try, and a strike against the address
	BackOff       Outcome = "backoff"   // surely not processed, too fast: try again, and slow the sender down
	Unreached     Outcome = "unreached" // surely not processed, the provider could not be asked: try again
	Defer         Outcome = "defer"     // try again in hours
	NeedsTemplate Outcome = "template"  // WhatsApp's window is closed: only an approved template goes
	PauseBulk     Outcome = "bulk"      // this message fails, and many would fail like it: alarm, and stop broadcasts
	PauseSender   Outcome = "pause"     // the account or its credentials are at fault: stop, alarm, keep everything
	Unknown       Outcome = "unknown"   // it was written, and there is no answer that tells
)

// Result is how one attempt ended.
type Result struct {
	Outcome    Outcome
	SID        string        // Accepted
	Code       int           // the provider's error code, or the HTTP status where it gave none; 0: none
	RetryAfter time.Duration // BackOff: how long the provider asked to wait; 0: it did not say
	Err        error         // for the log: holds no number, text or credential
}

// Parcel is a message as it is handed to the provider: its own text, or an approved template.
type Parcel struct {
	ID       MessageID
	From     SenderName
	To       Address
	Text     Private           // empty when Template is set
	Call     bool              // ring the phone at To, whatever its channel; nothing else of the content is handed over
	Media    []Private         // https URLs
	Template string            // the provider's id of an approved template
	Values   map[string]string // its arguments by placeholder; none is empty
	Validity time.Duration     // how long the provider may try; 0: as long as it likes
	Permit   func() bool       // asked right before it is written to the provider: false, and it surely is not; nil: it may be
}

// Receipt is what the provider reports about a message, in any order, once or often, or never.
type Receipt struct {
	Message MessageID
	SID     string
	State   MessageState // posted, sent, delivered, read, undelivered or failed
	Code    int          // of undelivered and failed
	Outcome Outcome      // what the code means; empty without one
}

// Search asks the provider for a message of which nobody knows whether it was taken.
type Search struct {
	From  SenderName
	To    Address
	Since time.Time // not sent before
	Text  Private   // as it went out; empty: any
}

// Sighting is a message that a Search found. Its Message is empty.
type Sighting struct {
	Receipt
	Text Private
	At   time.Time
}

// Reply is one text of the direct answer to a message, with the id under which its receipts come.
type Reply struct {
	ID   MessageID `json:"i"`
	Text string    `json:"x"`
}
