package bot

import "strconv"

// Verb is what a volunteer's text orders, named in English in lower case.
type Verb string

// The verbs of who goes, of who is in charge, and of both.
const (
	VerbGo     Verb = "go"
	VerbNo     Verb = "no"
	VerbHere   Verb = "here"
	VerbSalute Verb = "salute"
	VerbConf   Verb = "conf"
	VerbNotice Verb = "notice" // not immigration
	VerbUnsure Verb = "unsure"
	VerbClear  Verb = "clear"
	VerbSOS    Verb = "sos"
	VerbMore   Verb = "more"
	VerbOff    Verb = "off"
	VerbOn     Verb = "on"

	VerbTake  Verb = "take"
	VerbSend  Verb = "send"
	VerbAsk   Verb = "ask"
	VerbSame  Verb = "same"
	VerbSplit Verb = "split"
	VerbHoax  Verb = "hoax"
	VerbClose Verb = "close"
)

// Verbs lists every verb in the order in which documents show them.
func Verbs() []Verb {
	return []Verb{VerbGo, VerbNo, VerbHere, VerbSalute, VerbConf, VerbNotice, VerbUnsure, VerbClear, VerbSOS, VerbMore, VerbOff, VerbOn,
		VerbTake, VerbSend, VerbAsk, VerbSame, VerbSplit, VerbHoax, VerbClose}
}

// Code is an incident as one volunteer calls it: the number that all share, and three letters that only they know.
type Code struct {
	Number  int
	Letters string // three capitals; empty for a bare verb
}

// String is the code as it is texted: 417KDX.
func (c Code) String() string { return strconv.Itoa(c.Number) + c.Letters }

// Order is what a volunteer texts.
type Order struct {
	Verb    Verb
	Code    Code    // the zero value: a bare verb
	Other   Code    // SAME
	Count   int     // minutes of GO, people of SEND; 0: none given
	Letters string  // OFF: the code that confirms it, three capitals
	Text    Private // SALUTE, ASK
}
