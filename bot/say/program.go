package say

import (
	"maps"
	"strconv"
	"time"
)

// PhrasePrefix begins the ids of the phrasebook: texts of broadcasts that were translated beforehand.
const PhrasePrefix = "phrase."

// Phrases returns the texts of the phrasebook with the slots of each.
func Phrases() map[string][]string {
	return map[string][]string{
		PhrasePrefix + "rumor_false": {"Date", "Place", "Time"},
		PhrasePrefix + "confirmed":   {"Date", "Place", "Time"},
		PhrasePrefix + "all_clear":   {"Date", "Place", "Time"},
		PhrasePrefix + "moved":       {"Date", "Place", "Time"},
		PhrasePrefix + "clinic":      {"Date", "Place", "Time"},
	}
}

// What answers an organizer who texts about a broadcast.
const (
	CastShown    = "broadcast.shown"
	CastBlocked  = "broadcast.blocked" // it cannot go out as it is
	CastApproved = "broadcast.approved"
	CastAuthor   = "broadcast.author" // who wrote it cannot approve it
	CastUnseen   = "broadcast.unseen" // it has not been shown to them, or has changed since
	CastCode     = "broadcast.code"   // the code is wrong, or missing
	CastPaused   = "broadcast.paused"
	CastResumed  = "broadcast.resumed"
	CastKilled   = "broadcast.killed"
	CastRefused  = "broadcast.refused" // it stands where that cannot be done
)

// NotInLanguage is the id of the text that tells a reader, in their language, that something is not written in it
// yet, and what to do: go on in English or talk to a person.
const NotInLanguage = "common.not_in_language"

// Switched says that the hotline goes on in the reader's language. The flow for languages says it too.
const Switched = "language.changed"

// What follows facts whose date has passed, once an answer. It names nobody: only the second says that a lawyer has read them, and only where
// the ledger says so.
const (
	Old         = "common.old"
	OldApproved = "common.old_approved"
)

// Day is how a language writes a day of the calendar, and MonthPrefix begins the names of its months, 1 to 12.
const (
	Day         = "date.day"
	MonthPrefix = "date.month."
)

// What the outbox puts in front of a text.
const (
	Repeat = "outbox.repeat" // an earlier try may have arrived
	BySMS  = "outbox.by_sms" // WhatsApp refused it, so it goes by SMS
)

// OpenList is what the button says that opens a list of options on WhatsApp.
const OpenList = "outbox.options"

// SendBack is the button under a text that asks for a line to be sent back, on WhatsApp. The template of LineTemplate holds the text, the
// button and the line, and needs no approval.
const (
	SendBack     = "outbox.send_back"
	LineTemplate = "page/line"
)

// TestText is what `aldaba doctor --send-to` sends.
const TestText = "outbox.test"

// OptOut is the last line of every broadcast: how to get no more of them.
const OptOut = "broadcast.opt_out"

// What answers whoever asks about a place.
const (
	News       = "notice.live" // what organizers let people know about it
	NewsReport = "notice.raid" // ends each: what to text who sees agents
	NoNews     = "notice.none" // nobody let anything be known; never that a place is safe
)

// Test is put in front of a broadcast that its author sends to themselves.
const Test = "broadcast.test"

// Fallback is what the provider itself answers while the hotline cannot be reached. It promises nothing: nothing is stored then.
const Fallback = "fallback.text"

// TemplatePrefix begins the ids of WhatsApp templates: what may be said to somebody who has not written for 24 hours.
const TemplatePrefix = "template."

// The templates.
const (
	TemplatePage    = TemplatePrefix + "page"    // wakes a responder
	TemplateUpdate  = TemplatePrefix + "update"  // tells a reporter that there is news to read
	TemplateCheckIn = TemplatePrefix + "checkin" // asks a responder whether they are safe
)

// Program returns the messages that the program itself names, with the placeholders that it fills in each beside the common
// Name and Count. Every published language needs them all. Reply is the line to send back.
func Program() map[string][]string {
	all := map[string][]string{
		NotInLanguage:   nil,
		Switched:        nil,
		Old:             {"Date"},
		OldApproved:     {"Date"},
		Day:             {"Day", "Month", "Year"},
		Repeat:          nil,
		BySMS:           nil,
		OpenList:        nil,
		SendBack:        nil,
		TestText:        nil,
		OptOut:          nil,
		Test:            nil,
		News:            {"Body", "Date", "Time"},
		NewsReport:      nil,
		NoNews:          {"Region"},
		Fallback:        nil,
		TemplatePage:    {"Number", "Region", "Reply"},
		TemplateUpdate:  nil,
		TemplateCheckIn: {"Number", "Reply"},
	}
	for _, id := range []string{CastBlocked, CastAuthor, CastUnseen, CastCode, CastPaused, CastResumed, CastRefused} {
		all[id] = []string{"ID"}
	}
	all[CastShown] = []string{"Author", "Cost", "ID", "Recipients", "Segments", "Title"}
	all[CastApproved], all[CastKilled] = []string{"ID", "Recipients"}, []string{"ID", "Posted"}
	maps.Copy(all, Phrases())
	for month := time.January; month <= time.December; month++ {
		all[Month(month)] = nil
	}
	return all
}

// Month is the message id of a month's name.
func Month(m time.Month) string { return MonthPrefix + strconv.Itoa(int(m)) }
