package dispatch

import "github.com/aldaba-hotline/aldaba/bot"

// Event is something that happens to an incident.
type Event interface{ event() }

// Opened means that somebody reports. It turns the zero incident into a new one.
type Opened struct {
	ID       bot.IncidentID
	Number   int
	Reporter bot.ContactID
	Severity bot.Severity
	Language bot.Language
	Channel  bot.Channel
	Mute     bool // the reporter said STOP
	Doubted  bool // the reporter's earlier reports were false
}

// Told means that a reporter tells a fact. Place is all that is known of the place now.
type Told struct {
	From  bot.IncidentID // whose report: this one, or one that has joined it; empty: it was told before, and says nothing about now
	Fact  bot.Fact
	Place bot.Place
}

// Forgotten means that a reporter asked to be forgotten, who reported this incident, or a further one that joined it. The facts stay,
// the reporter's id goes.
type Forgotten struct{ Incident bot.IncidentID }

// Muted means that the reporter said STOP, or START again.
type Muted struct{ Mute bool }

// Unheard means that a text or call about the incident did not arrive.
type Unheard struct {
	Message bot.MessageID
	Contact bot.ContactID // whom it was for
	Code    int           // the provider's error code, 0 when there is none
}

// Said means that a responder who proved to be one orders something. SAME and SPLIT concern two incidents and are events of their own.
type Said struct {
	By    bot.ResponderID
	Order bot.Order
}

// Rang means that a deadline has come.
type Rang struct{}

// Joined means that another report turns out to be about the same raid as this one.
type Joined struct {
	By       string // "clock" when the places are the same, else a responder's id
	Report   bot.Report
	Severity bot.Severity
	Doubted  bool // as in [Opened]
}

// Parted undoes Joined.
type Parted struct {
	By       string
	Incident bot.IncidentID
}

// Merged means that this report turns out to be about the same raid as an earlier one.
type Merged struct {
	By     string
	Into   bot.IncidentID
	Number int
}

// Split undoes Merged.
type Split struct{ By string }

func (Opened) event()    {}
func (Told) event()      {}
func (Forgotten) event() {}
func (Muted) event()     {}
func (Unheard) event()   {}
func (Said) event()      {}
func (Rang) event()      {}
func (Joined) event()    {}
func (Parted) event()    {}
func (Merged) event()    {}
func (Split) event()     {}

// Effect is something that a decision wants done.
type Effect interface{ effect() }

// Text is a text to somebody. Which of its fields a text uses is told by [Texts]; those about the incident itself are filled in by
// whoever words it.
type Text struct {
	ID      bot.MessageID   // of a page or a call, so that it can be taken back; else empty
	To      bot.ResponderID // empty: to a reporter
	Contact bot.ContactID   // the reporter
	Lang    bot.Language    // the reporter's
	Channel bot.Channel     // the reporter's
	Message string          // its id
	Line    bot.Verb        // of the line to send back
	Who     bot.ResponderID // whom it tells of
	Count   int
	Need    int
	Minutes int
	Other   int // number of another incident
	Words   bot.Private
	Fact    *bot.Fact // what is new
	Later   bool      // very many are told at once: those who are woken come first
	Exact   bool      // its reader may know the exact place
	Call    bool      // it is spoken on the phone
	Reply   bool      // it answers the order
	List    []Listed  // of a summary or digest
	Gap     *Gap
}

// Gap is a time in which nobody is on call, in Unix milliseconds.
type Gap struct {
	Role     bot.Role
	Language bot.Language // empty: whatever the language
	Region   string       // empty: in all of them
	From, To int64
}

// Listed is an incident that a summary names.
type Listed struct {
	Incident bot.IncidentID
	Number   int
}

// Withdraw takes texts and calls back that have not gone out yet.
type Withdraw struct{ Messages []bot.MessageID }

// Alarm says that a person who keeps the hotline should look: "nobody" answers, "sos".
type Alarm struct{ About string }

// Mark says that a contact's report was false.
type Mark struct{ Contact bot.ContactID }

func (Text) effect()     {}
func (Withdraw) effect() {}
func (Alarm) effect()    {}
func (Mark) effect()     {}
