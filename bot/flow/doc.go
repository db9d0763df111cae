// Package flow is the conversation state machine: it loads flows and topics from YAML and decides one step.
//
// [Load] reads and checks the structure of a folder of flows; [Step] is a pure function from a session and an
// event to the next session and the effects that the step wants. Time is passed in; nothing here waits, rolls
// dice or talks to anybody. Every word is a message id; package say knows the texts.
package flow
