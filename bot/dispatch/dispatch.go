// Package dispatch is the life of an incident: what a report tells, and which state follows from it.
//
// It is pure: [Step] turns an incident and an event into the next incident, and every change of state is written to the
// incident's log with who, when and why.
package dispatch

import (
	"slices"
	"strconv"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
)

// MaxFacts and MaxBytes bound what one incident keeps: facts, and bytes of words in all. A reporter who writes more than that about
// one raid has long been heard; what comes after is not kept, unless it is a place.
const (
	MaxFacts = 500
	MaxBytes = 64 << 10
)

// PlaceKey is the key of the fact that says where it is. With it, somebody could be sent.
const PlaceKey = "place"

// Event is something that happens to an incident.
type Event interface{ event() }

// Opened means that somebody reports. It turns the zero incident into a new one.
type Opened struct {
	ID       bot.IncidentID
	Reporter bot.ContactID
	Severity bot.Severity
}

// Told means that the reporter tells a fact.
type Told struct{ Fact bot.Fact }

// Forgotten means that the reporter asked to be forgotten. The facts stay, the reporter's id goes.
type Forgotten struct{}

// Unheard means that a text about the incident did not arrive.
type Unheard struct {
	Message bot.MessageID
	Contact bot.ContactID // whom it was for
	Code    int           // the provider's error code, 0 when there is none
}

func (Opened) event()    {}
func (Told) event()      {}
func (Forgotten) event() {}
func (Unheard) event()   {}

// Step decides what one event does to an incident. The incident passed in is not changed.
func Step(in bot.Incident, e Event, now time.Time) bot.Incident {
	switch e := e.(type) {
	case Opened:
		in = bot.Incident{ID: e.ID, Reporter: e.Reporter, Severity: e.Severity, Opened: now.UnixMilli()}
		return enter(in, bot.StateNew, "reported", now)
	case Told:
		return tell(in, e.Fact, now)
	case Forgotten:
		in.Reporter = ""
	case Unheard:
		return unheard(in, e, now)
	}
	return in
}

// unheard notes in the log that a text did not arrive. The state stays: that is for people to decide.
func unheard(in bot.Incident, e Unheard, now time.Time) bot.Incident {
	if len(in.Log) >= MaxFacts {
		return in
	}
	who := "responder"
	if e.Contact == in.Reporter {
		who = "reporter"
	}
	why := "a text to the " + who + " did not arrive"
	if e.Code != 0 {
		why += ", code " + strconv.Itoa(e.Code)
	}
	in.Log = append(slices.Clone(in.Log), bot.LogEntry{State: in.State, By: "outbox", Why: why, At: now.UnixMilli()})
	return in
}

func tell(in bot.Incident, f bot.Fact, now time.Time) bot.Incident {
	place := f.Key == PlaceKey || f.Location != nil
	if len(in.Facts) < MaxFacts && (place || size(in)+len(f.Text) <= MaxBytes) {
		in.Facts = append(slices.Clone(in.Facts), f)
	}
	switch {
	case in.State != bot.StateUnverified && place:
		return enter(in, bot.StateUnverified, "has a place", now)
	case in.State == bot.StateNew:
		return enter(in, bot.StateTriage, "facts come in", now)
	}
	return in
}

func size(in bot.Incident) int {
	n := 0
	for _, f := range in.Facts {
		n += len(f.Text)
	}
	return n
}

func enter(in bot.Incident, s bot.IncidentState, why string, now time.Time) bot.Incident {
	in.State = s
	in.Log = append(slices.Clone(in.Log), bot.LogEntry{State: s, By: "reporter", Why: why, At: now.UnixMilli()})
	return in
}
