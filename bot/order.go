package bot

import (
	"strconv"
	"strings"
)

// Letters is what the three letters of new ids are drawn from: no vowel and no Y, so that they spell no word.
const Letters = "BCDFGHJKLMNPQRSTVWXZ"

// notLetters are three capitals that people write after numbers and that are therefore no letters of an id, though some could be
// drawn: "GO 15 MIN", "NO 200 ICE", "HERE 1200 MLK", "TAKE 880 FWY", "10 HRS".
const notLetters = " ICE SUV VAN CAR CAB BUS MEN MAN GUY KID CAL MIN MNS MTS HRS HOR DAY WKS SEC NOW AND THE FOR ARE BUT NOT ALL OUT ONE TWO SIX TEN " +
	"FWY HWY RTE MLK BLK STR APT OAK ELM ASH FIR BAY SUN MPH LBS KMS PPL PLS THX TXT SMS FBI DHS CBP HSI ERO DEA DMV NTH STH LOS LAS DEL POR CON " +
	"QUE MAS DOS UNO MIL HOY AVE GAS USD EST PST "

// IsLetters reports whether three capitals can be the letters of an id. Whoever draws them from [Letters] draws again until it is true.
func IsLetters(s string) bool {
	if len(s) != 3 || strings.Contains(notLetters, " "+s+" ") {
		return false
	}
	for i := range len(s) {
		if s[i] < 'A' || s[i] > 'Z' {
			return false
		}
	}
	return true
}

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
