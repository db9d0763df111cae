// Package outbox is the life of one message on its way out: what follows from a try, a receipt, a silence.
//
// It is pure: [Step] turns a message and an event into the next message and a [Plan] of what should be done about it. Nothing
// that may have arrived is sent again without a mark, and nothing that must arrive is given up in silence.
package outbox
