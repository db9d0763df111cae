package bot

import (
	"slices"
	"time"
)

// NoticeID is the number of a notice in decimal digits, from 1.
type NoticeID string

// NoticeState is where a notice stands.
type NoticeState string

// The states.
const (
	NoticeDraft NoticeState = "draft" // nobody but its author has agreed
	NoticeLive  NoticeState = "live"  // whoever asks about its place reads it
	NoticeEnded NoticeState = "ended" // withdrawn, replaced or over
)

// NoticeSpec is what an organizer wants people to know about a place: the file of `aldaba notice draft`.
type NoticeSpec struct {
	Name    string               `yaml:"name" json:"n"`
	Regions []string             `yaml:"regions" json:"r,omitempty"` // empty: everywhere
	Bodies  map[Language]Private `yaml:"bodies" json:"b"`
	Missing string               `yaml:"missing" json:"m,omitempty"` // who reads a language without a body gets the default one (default), or none may be missing ("")
	Phrase  *Phrase              `yaml:"phrase" json:"p,omitempty"`  // instead of bodies: a text that is translated already
	Checked string               `yaml:"checked" json:"c,omitempty"` // when somebody looked; empty: when it was drafted
	Until   string               `yaml:"until" json:"u"`             // a time with a zone, or how long after its approval
	Answers NoticeID             `yaml:"answers" json:"a,omitempty"` // an earlier one, which this one replaces when it is approved
}

// Notice is what the hotline says to whoever asks about a place, and where that stands. Times are Unix milliseconds.
type Notice struct {
	ID       NoticeID             `json:"-"`
	State    NoticeState          `json:"s"` // as written; see [Notice.At]
	Spec     NoticeSpec           `json:"w"`
	Texts    map[Language]Private `json:"t"` // each body as people read it, but for its region
	Hash     string               `json:"h"` // of all that
	Author   string               `json:"a"` // who drafted it last
	Approver string               `json:"p,omitempty"`
	Checked  int64                `json:"c"`
	Approved int64                `json:"o,omitempty"`
	Until    int64                `json:"u,omitempty"` // of an approved one: nobody reads it from then on
	Events   []BroadcastEvent     `json:"v,omitempty"` // oldest first
}

// At is where a notice stands at a time.
func (n Notice) At(now time.Time) NoticeState {
	if n.State == NoticeLive && now.UnixMilli() >= n.Until {
		return NoticeEnded
	}
	return n.State
}

// About reports whether a notice is about a region.
func (n Notice) About(region string) bool {
	return len(n.Spec.Regions) == 0 || slices.Contains(n.Spec.Regions, region)
}
