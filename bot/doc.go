// Package bot is the vocabulary of the hotline: the nouns and verbs that every other package speaks.
//
// It holds types and the meaning of their values, no behaviour that needs a clock, a network or a file,
// and imports the standard library only. A conversation reads as: an [Event] arrives from a [Contact],
// its words are understood as an [Intent], the state machine turns a [Session] into the next one and says
// what should happen as [Effect] values, and the shell (package desk) performs them.
package bot
