package bot

// Session is where one contact stands in the conversation. It is small, serialisable and holds few values:
// what a reporter tells about a raid lives in the [Incident], not here.
type Session struct {
	Flow    string            `json:"f,omitempty"` // empty: no question is open
	Version int               `json:"v,omitempty"` // of the flow, when the node was entered
	Node    string            `json:"n,omitempty"`
	Stack   []Frame           `json:"s,omitempty"` // callers to return to, outermost first
	Values  map[string]string `json:"x,omitempty"` // answers kept by `save` and `set`
	Misses  int               `json:"m,omitempty"` // answers in a row that the open question could not use
	Wait    int64             `json:"w,omitempty"` // id of the open wait; grows by one with each question asked
	Timer   bool              `json:"d,omitempty"` // the open wait has a deadline in the store
	Since   int64             `json:"t,omitempty"` // when the contact last wrote, Unix milliseconds
	Topic   string            `json:"o,omitempty"` // the topic answered last, for MORE
	Page    int               `json:"p,omitempty"` // how many of its messages have been sent
	Choose  []string          `json:"c,omitempty"` // topics offered by "did you mean", in order
	Held    *Fact             `json:"h,omitempty"` // what may turn out to be the beginning of a report …
	Placed  bool              `json:"l,omitempty"` // … names a place: see [Intent.Place] …
	Doing   string            `json:"g,omitempty"` // … and says what agents do: see [Intent.Doing]
	Report  IncidentID        `json:"r,omitempty"` // the incident that this contact reported last

	Skip   int      `json:"k,omitempty"` // how many general messages of Topic were sent before those of the contact's state
	Asked  bool     `json:"a,omitempty"` // the contact has been asked for their state
	Record []Answer `json:"e,omitempty"` // the encounter record: what they keep for their lawyer

	Untold    []string `json:"u,omitempty"` // message ids that their language lacks, kept back until they say whether English will do
	InEnglish bool     `json:"i,omitempty"` // English will do, where their language lacks a text

	News map[string]int64 `json:"b,omitempty"` // notices that they have been told lately: their hashes, and when, Unix milliseconds
}

// Answer is one answer in the encounter record: an option's id, or the contact's own words without names and status.
type Answer struct {
	Key    string  `json:"k"`
	Option string  `json:"o,omitempty"`
	Text   Private `json:"t,omitempty"`
}

// Frame is one caller of a sub-flow: where to go on when the called flow ends.
type Frame struct {
	Flow    string `json:"f"`
	Version int    `json:"v"`
	Node    string `json:"n"`
}
