package bot

// IncidentID is a random 128-bit id in lower-case hexadecimal.
type IncidentID string

// Severity orders incidents.
type Severity string

const (
	// Urgent means that agents are there now.
	Urgent Severity = "urgent"
	// Lower means that they have just left, that it was earlier, or that somebody heard of it.
	Lower Severity = "lower"
)

// IncidentState is a step in an incident's life.
type IncidentState string

// The states. An incident is open in all of them but the last two.
const (
	StateNew          IncidentState = "NEW"           // nothing is known but that somebody wrote
	StateTriage       IncidentState = "TRIAGE"        // there are facts, and no place yet
	StateUnverified   IncidentState = "UNVERIFIED"    // there is a place, so that somebody could be sent
	StateVerifying    IncidentState = "VERIFYING"     // verifiers are asked to go
	StateConfirmed    IncidentState = "CONFIRMED"     // somebody at the place says that it is immigration
	StateNotICE       IncidentState = "NOT-ICE"       // somebody at the place says that it is not
	StateRumor        IncidentState = "RUMOR"         // whoever is in charge says that it is false
	StateCannotVerify IncidentState = "CANNOT-VERIFY" // somebody at the place cannot tell
	StateResponding   IncidentState = "RESPONDING"    // it is confirmed, and more people are asked to go
	StateAllClear     IncidentState = "ALL-CLEAR"     // the agents have left
	StateFollowUp     IncidentState = "FOLLOW-UP"     // it is over, and somebody needs help after it
	StateClosed       IncidentState = "CLOSED"
	StateMerged       IncidentState = "MERGED" // it is the same as another, see [Incident.Into]
)

// IncidentStates lists the states in the order of an incident's life.
func IncidentStates() []IncidentState {
	return []IncidentState{StateNew, StateTriage, StateUnverified, StateVerifying, StateConfirmed, StateNotICE, StateRumor,
		StateCannotVerify, StateResponding, StateAllClear, StateFollowUp, StateClosed, StateMerged}
}

// Open reports whether somebody still has to do something about an incident in this state.
func (s IncidentState) Open() bool {
	return s != "" && s != StateClosed && s != StateMerged
}

// Incident is one report, all that was told about it, and who is woken by it. It never holds a reporter's name or immigration
// status. Times are Unix milliseconds.
type Incident struct {
	ID       IncidentID    `json:"-"`
	State    IncidentState `json:"-"`
	Severity Severity      `json:"-"`
	Reporter ContactID     `json:"-"` // empty after the reporter asked to be forgotten
	Opened   int64         `json:"-"`

	Number   int        `json:"n,omitempty"` // what people call it: 417; no two open incidents share one
	Language Language   `json:"l,omitempty"` // of the reporter
	Channel  Channel    `json:"c,omitempty"` // by which the reporter writes
	Mute     bool       `json:"m,omitempty"` // the reporter said STOP: nobody can text back
	Unsafe   bool       `json:"q,omitempty"` // the reporter said that it is not safe to text, and nothing since
	Doubted  bool       `json:"d,omitempty"` // the reporter's earlier reports were false
	Place    Place      `json:"p,omitzero"`
	Facts    []Fact     `json:"f,omitempty"`
	Log      []LogEntry `json:"g,omitempty"` // append-only

	Into    IncidentID   `json:"i,omitempty"` // MERGED: the first report of the same raid
	Reports []Report     `json:"r,omitempty"` // further reports of the same raid, oldest first
	Further int          `json:"x,omitempty"` // how many more there are, of which only the number is kept
	Apart   []IncidentID `json:"b,omitempty"` // what a person says is not the same

	Pages    []Page      `json:"a,omitempty"` // oldest first
	Tier     int         `json:"t,omitempty"` // how many tiers have been paged in this round
	Round    int         `json:"o,omitempty"` // how often all tiers have been through
	Owner    ResponderID `json:"w,omitempty"` // who is in charge
	Need     int         `json:"e,omitempty"` // how many are asked to go; 0: nobody yet
	Seen     bool        `json:"s,omitempty"` // the reporter has been told that a person has seen it …
	OnTheWay bool        `json:"y,omitempty"` // … that somebody is on the way …
	NoStaff  bool        `json:"z,omitempty"` // … that nobody has answered
	Told     int64       `json:"h,omitempty"` // when whoever is in charge last heard what a reporter tells
	Waits    []Deadline  `json:"u,omitempty"`
	Timer    int64       `json:"k,omitempty"` // id of the timer that is set; grows with each
	Due      int64       `json:"v,omitempty"` // when it rings; 0: none is set
}

// Count is how many people have reported the raid.
func (in Incident) Count() int { return 1 + len(in.Reports) + in.Further }

// Fact is one thing a reporter told, in the order of telling.
type Fact struct {
	Key      string    `json:"k"`           // "place", "doing", "update" …: the `save` of the node
	Text     Private   `json:"x,omitempty"` // the reporter's own words, or the id of the option picked
	Location *Location `json:"l,omitempty"`
	Media    []Media   `json:"m,omitempty"`
	At       int64     `json:"t"`
}

// LogEntry records one change: who, when, why. State is the one after it.
type LogEntry struct {
	State IncidentState `json:"s"`
	By    string        `json:"b"` // "reporter", "clock", "outbox", or a responder's id; never a name
	Why   string        `json:"y"`
	At    int64         `json:"t"`
}

// Report is a further report of the same raid.
type Report struct {
	Incident IncidentID `json:"i"`
	Number   int        `json:"n"`
	Reporter ContactID  `json:"c,omitempty"`
	Language Language   `json:"l,omitempty"`
	Channel  Channel    `json:"h,omitempty"`
	Mute     bool       `json:"m,omitempty"`
	Unsafe   bool       `json:"q,omitempty"` // as in [Incident]
}

// Deadline is something that is done when its time comes, unless it is taken back before.
type Deadline struct {
	What string `json:"w"` // see package dispatch
	Page int    `json:"p"` // index of the page that it is about, -1 for none
	At   int64  `json:"t"`
}

// Place is where an incident is, as far as it is known. The words that people wrote are facts; this is what software makes of
// them.
type Place struct {
	Words   Private   `json:"w,omitempty"` // as the reporter wrote it, cleaned: for those who have accepted
	Number  string    `json:"n,omitempty"` // of the house
	Streets []string  `json:"s,omitempty"` // folded and without abbreviations, in alphabetical order
	City    string    `json:"c,omitempty"` // folded
	Zip     string    `json:"z,omitempty"`
	Pin     *Location `json:"p,omitempty"`
	Region  string    `json:"r,omitempty"` // of hotline.yaml; empty: not known
	Outside bool      `json:"o,omitempty"` // it is known to be in none of the hotline's regions
	Block   Private   `json:"b,omitempty"` // no finer than a block: for those who have not accepted
}

// Known reports whether somebody could be sent there.
func (p Place) Known() bool { return p.Words != "" || p.Pin != nil }
