// Package dispatch is the life of an incident: what a report tells, who is woken by it, who takes charge and who goes, and which state follows.
//
// It is pure. [Step] turns an incident, the board and an event into the next incident, the next board and what is to be done: texts, calls,
// alarms. Every open incident has a next deadline; every change of state is in the incident's log with who, when and why. Whoever answers a page is one of two: in
// charge (one, the first of them the owner), or on the way (as many as are needed).
package dispatch
