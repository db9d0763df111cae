package bot

import "time"

// Effect is something a decision wants done. Deciding never does it; the desk performs all effects of one
// decision in one commit, or none.
type Effect interface{ effect() }

// Say sends a text to the contact: a message id, rendered in their language and for their channel.
type Say struct {
	Message string
	Options []Option // rendered as a numbered list under the text
	Menu    string   // "flow/version/node" of the question whose options these are; with "/" and an option's id it is a button's payload
	Args    map[string]string
}

// Option is one choice of a question.
type Option struct {
	ID    string
	Label string // message id
}

// Wait starts the deadline of the open question; it replaces any earlier one of the same session.
type Wait struct {
	ID    int64
	After time.Duration
}

// SetLanguage makes a language the contact's own, by their explicit choice.
type SetLanguage struct{ Language Language }

// SetConsent records that the contact said STOP or START.
type SetConsent struct{ Consent Consent }

// SetState keeps the state in which the contact is, for answers that depend on it.
type SetState struct{ State string }

// OpenIncident opens an urgent report for this contact.
type OpenIncident struct{ Severity Severity }

// Tell adds a fact to the contact's incident as it comes.
type Tell struct{ Fact Fact }

// Erase deletes everything stored about the contact. The incident that the session still names keeps its facts and loses
// its reporter.
type Erase struct{}

// SetAlerts records what somebody said about alerts, or that they were asked.
type SetAlerts struct {
	What   ConsentChange // asked, joined or left
	Region string        // joined: the region that they named; empty: none
}

func (Say) effect()          {}
func (Wait) effect()         {}
func (SetLanguage) effect()  {}
func (SetConsent) effect()   {}
func (SetState) effect()     {}
func (OpenIncident) effect() {}
func (Tell) effect()         {}
func (Erase) effect()        {}
func (SetAlerts) effect()    {}
