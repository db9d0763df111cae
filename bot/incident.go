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

const (
	// StateNew is an open report of which nothing is known but that somebody wrote.
	StateNew IncidentState = "NEW"
	// StateTriage is a report with facts, and no place yet.
	StateTriage IncidentState = "TRIAGE"
	// StateUnverified is a report with a place, so that somebody could be sent.
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
