// Package desk performs the hotline's decisions: it loads what a decision needs, lets the pure packages decide,
// and commits the result in one piece.
//
// It owns the interfaces that the outside world implements: [Store], [Sealer], [Sender] and [Meter].
package desk
