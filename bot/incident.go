package bot

// IncidentID is a random 128-bit id in lower-case hexadecimal.
type IncidentID string

// Severity orders incidents.
type Severity string

const (
	// Urgent : agents are there now.
	Urgent Severity = "urgent"
	// Lower : they just left, it was earlier, or somebody heard of it.
	Lower Severity = "lower"
)

// IncidentState is a step in an incident's life.
type IncidentState string

const (
	// StateNew : opened, nothing known but that somebody called.
	StateNew IncidentState = "NEW"
	// StateTriage : facts are coming in, no place yet.
	StateTriage IncidentState = "TRIAGE"
	// StateUnverified : it has a place, so somebody could be sent.
	StateUnverified IncidentState = "UNVERIFIED"
)

// Incident is one urgent report and all that was told about it. It never holds names or immigration status.
type Incident struct {
	ID       IncidentID    `json:"-"`
	State    IncidentState `json:"-"`
	Severity Severity      `json:"-"`
	Reporter ContactID     `json:"-"` // empty after the reporter asked to be forgotten
	Opened   int64         `json:"-"` // Unix milliseconds
	Facts    []Fact        `json:"f,omitempty"`
	Log      []LogEntry    `json:"l,omitempty"` // append-only
}

// Fact is one thing a reporter told, in the order of telling.
type Fact struct {
	Key      string    `json:"k"`           // "place", "doing", "update" …: the `save` of the node
	Text     Private   `json:"x,omitempty"` // the reporter's own words, or the id of the option picked
	Location *Location `json:"l,omitempty"`
	Media    []Media   `json:"m,omitempty"`
	At       int64     `json:"t"` // Unix milliseconds
}

// LogEntry records one change of state: who, when, why.
type LogEntry struct {
	State IncidentState `json:"s"`
	By    string        `json:"b"` // "reporter", later a responder's id; never a name
	Why   string        `json:"y"`
	At    int64         `json:"t"` // Unix milliseconds
}
