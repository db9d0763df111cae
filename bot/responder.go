package bot

import "slices"

// ResponderID is a random 128-bit id in lower-case hexadecimal. It stays with a person when the roster is imported again.
type ResponderID string

// Role is what a responder is asked to do.
type Role string

// The roles.
const (
	RoleDispatcher  Role = "dispatcher" // takes charge of reports
	RoleVerifier    Role = "verifier"   // goes and looks
	RoleLead        Role = "lead"       // is woken when dispatchers do not answer
	RoleObserver    Role = "observer"   // films and takes notes
	RoleFamily      Role = "family"     // helps the family afterwards
	RoleLegal       Role = "legal"
	RoleInterpreter Role = "interpreter"
)

// Roles lists the roles in the order in which documents show them.
func Roles() []Role {
	return []Role{RoleDispatcher, RoleVerifier, RoleLead, RoleObserver, RoleFamily, RoleLegal, RoleInterpreter}
}

// Responder is one person of the roster.
type Responder struct {
	ID        ResponderID `json:"i"`
	Name      Private     `json:"n"`           // others see the first word of it
	Addresses []Address   `json:"a"`           // one or two, the preferred one first; their values are one number
	Contacts  []ContactID `json:"c"`           // who they are when they text, in the same order
	Languages []Language  `json:"l"`           // the first is the one in which they are written to
	Regions   []string    `json:"r,omitempty"` // none: all of them
	Roles     []Role      `json:"o"`
	Shifts    []Shift     `json:"s"`
}

// Serves reports whether somebody is there for a region. An unknown one is everybody's.
func (r Responder) Serves(region string) bool {
	return region == "" || len(r.Regions) == 0 || slices.Contains(r.Regions, region)
}

// Shift is when somebody is on call: every week on these days, from one time of day to another, as clocks in the zone show it.
type Shift struct {
	Always bool    `json:"a,omitempty"` // the other fields are empty then
	Days   [7]bool `json:"d,omitzero"`  // on which it begins; Sunday is 0, as in time.Weekday
	From   int     `json:"f,omitempty"` // minutes after midnight, below 1440
	To     int     `json:"t,omitempty"` // the same; not after From: it ends on the next day
	Zone   string  `json:"z,omitempty"` // IANA time zone
}

// Duty is what the board knows about one responder beside the roster. Times are Unix milliseconds.
type Duty struct {
	Paged      int64        `json:"p,omitempty"` // last …
	Incident   IncidentID   `json:"i,omitempty"` // … and for what
	Called     int64        `json:"c,omitempty"` // last
	Asked      int64        `json:"a,omitempty"` // when they said OFF, and were asked to confirm it
	Off        bool         `json:"o,omitempty"` // said OFF, and not ON since; or an override
	On         bool         `json:"n,omitempty"` // an override: on call in spite of the shifts
	Until      int64        `json:"u,omitempty"` // when Off or On ends; 0: never
	Generation int          `json:"g,omitempty"` // of the letters of their ids; it grows when somebody guesses
	Wrong      int          `json:"w,omitempty"` // wrong ids in a row
	Fresh      int64        `json:"h,omitempty"` // when they were last texted a fresh id because of that
	Listed     []IncidentID `json:"l,omitempty"` // incidents that their next summary names
	Summary    int64        `json:"s,omitempty"` // when that is due; 0: nothing is listed
	Summed     int64        `json:"m,omitempty"` // when they last got one
	Unreached  bool         `json:"x,omitempty"` // said STOP, or texts do not arrive
}

// Board is what hangs on the wall of the dispatch room: the open incidents, and who is up to what.
type Board struct {
	Open   []Posted             `json:"o,omitempty"`
	Duty   map[ResponderID]Duty `json:"d,omitempty"`
	Digest int64                `json:"g,omitempty"` // when leads last got one
	Timer  int64                `json:"k,omitempty"` // id of the timer for summaries
	Due    int64                `json:"v,omitempty"` // when it rings; 0: none is set
}

// Posted is one open incident on the board.
type Posted struct {
	Incident IncidentID    `json:"i"`
	Number   int           `json:"n"`
	State    IncidentState `json:"s"`
	Severity Severity      `json:"v"`
	Place    Place         `json:"p,omitzero"` // without Words and Block
	Language Language      `json:"l,omitempty"`
	Opened   int64         `json:"o"`
	Last     int64         `json:"t"` // when it was last reported
	Reports  int           `json:"r"` // of how many people
	Owned    bool          `json:"w,omitempty"`
	Due      int64         `json:"u"`           // its next deadline
	Busy     []ResponderID `json:"b,omitempty"` // who is on the way or at the place
}

// Page is one attempt to wake one responder for one incident.
type Page struct {
	Responder ResponderID `json:"r"`
	Role      Role        `json:"o"`
	Deploy    bool        `json:"d,omitempty"` // asked to go; else: to take charge
	Tier      int         `json:"t,omitempty"` // of the escalation, from 0
	At        int64       `json:"a"`
	State     PageState   `json:"s"`
	Message   MessageID   `json:"m,omitempty"` // the text; empty: only named in a summary
	Call      MessageID   `json:"c,omitempty"` // the phone call
	Minutes   int         `json:"n,omitempty"` // promised with GO
	Promised  int64       `json:"p,omitempty"` // when GO was said
}

// PageState is where a page stands.
type PageState string

// The states of a page.
const (
	PageWaiting   PageState = "waiting"   // nobody has answered
	PageListed    PageState = "listed"    // it waits for a summary
	PageUnreached PageState = "unreached" // it did not arrive
	PageDeclined  PageState = "declined"  // NO
	PageAccepted  PageState = "accepted"  // TAKE, or GO
	PageHere      PageState = "here"
	PageDone      PageState = "done"     // told what it is
	PageReplaced  PageState = "replaced" // did not come
	PageStood     PageState = "stood"    // not needed any more
)

// Live reports whether an answer to the page is still waited for.
func (s PageState) Live() bool { return s == PageWaiting || s == PageListed }

// Holds reports whether the page's responder has a place that nobody else can take.
func (s PageState) Holds() bool { return s == PageAccepted || s == PageHere || s == PageDone }
