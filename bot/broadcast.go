package bot

import "time"

// BroadcastID is the number of a broadcast in decimal digits, from 1: short, because it is typed into phones.
type BroadcastID string

// BroadcastState is where a broadcast stands.
type BroadcastState string

// The states.
const (
	BroadcastDraft   BroadcastState = "draft"   // nobody but its author has agreed
	BroadcastHolding BroadcastState = "holding" // approved; it waits for the end of its hold, or for its start
	BroadcastSending BroadcastState = "sending"
	BroadcastPaused  BroadcastState = "paused"
	BroadcastKilled  BroadcastState = "killed"
	BroadcastDone    BroadcastState = "done" // everybody has been written to who was to be
)

// Open reports whether something may still happen by itself.
func (s BroadcastState) Open() bool {
	return s == BroadcastHolding || s == BroadcastSending || s == BroadcastPaused
}

// BroadcastSpec is what an organizer asks for: the file of `aldaba broadcast draft`.
type BroadcastSpec struct {
	Name     string               `yaml:"name" json:"n"`
	Audience Audience             `yaml:"audience" json:"a"`
	Bodies   map[Language]Private `yaml:"bodies" json:"b"`
	Missing  string               `yaml:"missing" json:"m,omitempty"`  // who reads a language without a body: default, skip, or "" to refuse
	Answers  BroadcastID          `yaml:"answers" json:"r,omitempty"`  // the broadcast that this one corrects; it goes to whoever got that one
	Start    string               `yaml:"start" json:"s,omitempty"`    // "2026-12-24 08:00 America/Los_Angeles", or RFC 3339; empty: at once
	Quiet    string               `yaml:"quiet" json:"q,omitempty"`    // in quiet hours: defer (or ""), drop or override
	Reason   string               `yaml:"reason" json:"o,omitempty"`   // of an override
	Valid    time.Duration        `yaml:"valid" json:"v,omitempty"`    // nobody gets it later than this after its start; 0: a day
	Template string               `yaml:"template" json:"t,omitempty"` // name in Hotline.Templates whose {{1}} is the body, for WhatsApp
	Phrase   *Phrase              `yaml:"phrase" json:"p,omitempty"`   // instead of bodies: a text that is translated already
}

// Audience says to whom a broadcast goes. An empty list restricts nothing.
type Audience struct {
	Kind      string        `yaml:"kind" json:"k,omitempty"` // subscribers (or "") or responders
	Regions   []string      `yaml:"regions" json:"r,omitempty"`
	Languages []Language    `yaml:"languages" json:"l,omitempty"`
	Groups    []string      `yaml:"groups" json:"g,omitempty"`
	Channels  []Channel     `yaml:"channels" json:"c,omitempty"`
	Except    []BroadcastID `yaml:"except" json:"x,omitempty"` // nobody to whom one of these went
}

// Phrase is a text of the phrasebook with what fills its slots.
type Phrase struct {
	ID    string `yaml:"id" json:"i"`
	Place string `yaml:"place" json:"p,omitempty"`
	Date  string `yaml:"date" json:"d,omitempty"`
	Time  string `yaml:"time" json:"t,omitempty"`
}

// Script is what goes out, as it was drafted and is approved: the wish, and each text with its last line.
type Script struct {
	Spec  BroadcastSpec        `json:"s"`
	Texts map[Language]Private `json:"t"`
}

// Broadcast is where one broadcast stands. Times are Unix milliseconds.
type Broadcast struct {
	ID       BroadcastID           `json:"-"`
	State    BroadcastState        `json:"-"`
	Salt     string                `json:"l"`           // of the names of its records; no two broadcasts have the same
	Hash     string                `json:"h"`           // of what goes out, and to whom
	Author   string                `json:"a"`           // who drafted it last
	Approver string                `json:"p,omitempty"` // empty until somebody else agreed
	Drafted  int64                 `json:"d"`
	Expected int                   `json:"x,omitempty"` // how many would have got it when it was approved
	Starts   int64                 `json:"s,omitempty"` // not before: the end of its hold, or what its author chose
	Stale    int64                 `json:"u,omitempty"` // nobody gets it from then on
	Began    int64                 `json:"b,omitempty"` // when the first text was planned
	Ended    int64                 `json:"e,omitempty"`
	Walked   map[SenderName]string `json:"w,omitempty"` // by sender: the last contact of the list that was looked at in this round …
	Through  map[SenderName]bool   `json:"t,omitempty"` // … and whether that was the last of all
	Left     int                   `json:"f,omitempty"` // how many this round left to the next, because of quiet hours
	Next     int64                 `json:"n,omitempty"` // when the next round begins; 0: none does
	Events   []BroadcastEvent      `json:"v,omitempty"` // oldest first
}

// BroadcastEvent is what a person did about a broadcast or a notice.
type BroadcastEvent struct {
	At   int64  `json:"t"`
	By   string `json:"b"`
	What string `json:"w"`           // drafted, revised, approved, paused, resumed, killed, retried or override; of a notice also withdrawn or replaced
	Note string `json:"n,omitempty"` // the reason of an override; the hash of an approval
}

// Refusal is why a text of a broadcast did not go to somebody to whom it was to go.
type Refusal string

// The refusals.
const (
	RefusedStopped     Refusal = "stopped"     // STOP or LEAVE came first
	RefusedUnreachable Refusal = "unreachable" // texts do not arrive there
	RefusedKilled      Refusal = "killed"
	RefusedQuiet       Refusal = "quiet"   // quiet hours, and its author chose to drop it
	RefusedLate        Refusal = "late"    // it would be stale
	RefusedOutside     Refusal = "outside" // it was revised, or they chose another region, and it is not for them any more
)
