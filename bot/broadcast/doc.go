// Package broadcast is one text to many: who gets it, what it says to them, what it costs, when it may go, and who must have agreed.
//
// It is pure: the desk reads the list of subscribers and writes what is decided here.
package broadcast
