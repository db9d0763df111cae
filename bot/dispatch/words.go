package dispatch

import "github.com/aldaba-hotline/aldaba/bot"

// The texts that dispatching says, by message id. Those that begin with "page." wake somebody: they start with "RR" and the number,
// hold their reader's id once, at the end, in the line to send back, and fit one SMS where the language allows. "call." is spoken on the
// phone. "reply." answers a volunteer. "crew." tells a volunteer what they did not ask. "report." goes to a reporter.
const (
	PageCharge  = "page.charge"  // asks a dispatcher or lead to take charge
	PageUnknown = "page.unknown" // the same, and nobody knows where it is
	PageDeploy  = "page.deploy"  // asks a verifier to go
	PageSOS     = "page.sos"     // a volunteer is in trouble
	PageAlarm   = "page.alarm"   // to leads: nobody has taken it
	PageSummary = "page.summary" // several at once, to somebody who had a page in the last minute
	PageDigest  = "page.digest"  // to leads: very many at once
	PageUpdate  = "page.update"  // what is new about one that they were paged for
	PageTest    = "page.test"    // roster ping

	CallCharge   = "call.charge"
	CallDeploy   = "call.deploy"
	CallSOS      = "call.sos"
	CallAgain    = "call.again"    // neither 1 nor 2 was pressed
	CallAccepted = "call.accepted" // the rest comes by text
	CallDeclined = "call.declined"
	CallLate     = "call.late" // somebody else has it, or it is over

	ReplyTook      = "reply.took"       // you are in charge: what is known, and what to send next
	ReplyAlso      = "reply.also"       // you are in it too; somebody else is in charge
	ReplyTaken     = "reply.taken"      // somebody else has it: stand down
	ReplyGo        = "reply.go"         // you go: the exact place
	ReplyFull      = "reply.full"       // enough people go: stand down
	ReplyNo        = "reply.no"         // thank you, somebody else is asked
	ReplyHere      = "reply.here"       // tell what you see
	ReplyNotYet    = "reply.not_yet"    // say GO first
	ReplySaved     = "reply.saved"      // what you told is noted
	ReplyResult    = "reply.result"     // CONF, UNSURE are noted
	ReplyNotICE    = "reply.not_ice"    // NOTICE is noted: go home
	ReplyCleared   = "reply.cleared"    // CLEAR is noted
	ReplySOS       = "reply.sos"        // leads are called
	ReplySent      = "reply.sent"       // so many are asked to go
	ReplySentNone  = "reply.sent_none"  // nobody is on call to go
	ReplyAsked     = "reply.asked"      // the reporter is asked
	ReplyCannotAsk = "reply.cannot_ask" // nobody can text the reporter
	ReplySame      = "reply.same"       // two are one now
	ReplySplit     = "reply.split"      // one is two again
	ReplyNoSplit   = "reply.no_split"   // it is one report only
	ReplyHoax      = "reply.hoax"       // marked as false
	ReplyClose     = "reply.close"      // closed
	ReplyFollowUp  = "reply.follow_up"  // somebody needs help after it: close it again when that is done
	ReplyMore      = "reply.more"       // what is known; the exact place only to who has accepted
	ReplyClosed    = "reply.closed"     // it is over
	ReplyWrong     = "reply.wrong"      // no id of yours
	ReplyFresh     = "reply.fresh"      // your ids have changed
	ReplyBare      = "reply.bare"       // send the whole line
	ReplyBareNone  = "reply.bare_none"  // nothing waits for you
	ReplyCharge    = "reply.charge"     // only who is in charge can do that
	ReplyOffCode   = "reply.off_code"   // confirm OFF
	ReplyOff       = "reply.off"
	ReplyOn        = "reply.on"

	CrewStand    = "crew.stand"     // somebody else has it: stand down
	CrewClosed   = "crew.closed"    // it is over: do not go
	CrewMerged   = "crew.merged"    // it is the same as another
	CrewReports  = "crew.reports"   // another report of the same raid
	CrewGoing    = "crew.going"     // to who is in charge: somebody goes
	CrewHere     = "crew.here"      // … is at the place
	CrewSalute   = "crew.salute"    // … tells what they see
	CrewResult   = "crew.result"    // … says what it is
	CrewTold     = "crew.told"      // … the reporter tells something new
	CrewFew      = "crew.few"       // … too few go, and nobody else is on call
	CrewMissing  = "crew.missing"   // … somebody does not come, or does not answer
	CrewIdle     = "crew.idle"      // … it waits for you
	CrewLost     = "crew.lost"      // … it is given to somebody else, because you did not answer
	CrewWhere    = "crew.where"     // to who promised to be there: are you?
	CrewReplaced = "crew.replaced"  // … somebody else is asked to go
	CrewCheck    = "crew.check"     // to who is at the place: are you safe?
	CrewUnheard  = "crew.unheard"   // to leads: a responder cannot be reached
	CrewGap      = "crew.gap"       // to leads: nobody is on call
	ReportSeen   = "report.seen"    // a person has seen it
	ReportComing = "report.coming"  // somebody is on the way
	ReportAlone  = "report.alone"   // nobody is on the way any more
	ReportReal   = "report.real"    // confirmed
	ReportNotICE = "report.not_ice" // not immigration
	ReportUnsure = "report.unsure"  // nobody can tell
	ReportClear  = "report.clear"   // the agents have left
	ReportNobody = "report.nobody"  // nobody has answered
	ReportAsk    = "report.ask"     // a question of who is in charge
	ReportLocal  = "report.local"   // outside all regions: the hotline there
	ReportAway   = "report.away"    // outside all regions, and no hotline is known there
)

// Texts returns the placeholders of every text, beside the common Name and Count.
//
// Number is 417. ID is the reader's id, 417KDX. Line is the exact line to send back, such as "TAKE 417KDX"; it holds the id. State is a
// state in the reader's language ("state.UNVERIFIED" …), Time a time of day, Ago minutes since. Activity says what is happening, and is
// what is cut first. Place is exact for those who have accepted, else the block. Facts is all that is known. Who is a first name. IDs are
// several ids with spaces between. Minutes and Count are numbers. Text is somebody's own words, defanged.
func Texts() map[string][]string {
	return map[string][]string{
		PageCharge:  {"Number", "State", "Time", "Activity", "Place", "Line"},
		PageUnknown: {"Number", "Time", "Activity", "Line"},
		PageDeploy:  {"Number", "State", "Time", "Activity", "Place", "Need", "Line"},
		PageSOS:     {"Number", "Who", "Place", "Line"},
		PageAlarm:   {"Number", "Ago", "Place", "Line"},
		PageSummary: {"Count", "IDs", "Line"},
		PageDigest:  {"Count", "Numbers"},
		PageUpdate:  {"Number", "Text", "Line"},
		PageTest:    nil,

		CallCharge: {"Number", "Place"}, CallDeploy: {"Number", "Place"}, CallSOS: {"Number", "Who"},
		CallAgain: nil, CallAccepted: nil, CallDeclined: nil, CallLate: nil,

		ReplyTook: {"Number", "Place", "Facts", "ID", "Line"}, ReplyAlso: {"Number", "Who"}, ReplyTaken: {"Number", "Who"},
		ReplyGo: {"Number", "Place", "Facts", "Line"}, ReplyFull: {"Number", "Who"}, ReplyNo: {"Number"}, ReplyHere: {"Number", "ID"},
		ReplyNotYet: {"Number", "Line"}, ReplySaved: {"Number"}, ReplyResult: {"Number", "State", "Line"}, ReplyNotICE: {"Number", "Line"}, ReplyCleared: {"Number"},
		ReplySOS: {"Number"}, ReplySent: {"Number", "Count", "Need"}, ReplySentNone: {"Number"}, ReplyAsked: {"Number"},
		ReplyCannotAsk: {"Number"}, ReplySame: {"Number", "Other"}, ReplySplit: {"Number", "Other"}, ReplyNoSplit: {"Number"},
		ReplyHoax: {"Number"}, ReplyClose: {"Number"}, ReplyFollowUp: {"Number", "Line"}, ReplyMore: {"Number", "State", "Time", "Place", "Facts"},
		ReplyClosed: {"Number"}, ReplyWrong: nil, ReplyFresh: {"Line"}, ReplyBare: {"Line"}, ReplyBareNone: nil, ReplyCharge: {"Number", "Line"},
		ReplyOffCode: {"Line"}, ReplyOff: {"Line"}, ReplyOn: nil,

		CrewStand: {"Number", "Who"}, CrewClosed: {"Number", "State"}, CrewMerged: {"Number", "Other"}, CrewReports: {"Number", "Count"},
		CrewGoing: {"Number", "Who", "Minutes"}, CrewHere: {"Number", "Who"}, CrewSalute: {"Number", "Who", "Text"},
		CrewResult: {"Number", "Who", "State"}, CrewTold: {"Number", "Text"}, CrewFew: {"Number", "Count", "Need"},
		CrewMissing: {"Number", "Who"}, CrewIdle: {"Number", "Line"}, CrewLost: {"Number"}, CrewWhere: {"Number", "Line"},
		CrewReplaced: {"Number"}, CrewCheck: {"Number", "Line"}, CrewUnheard: {"Who"}, CrewGap: {"Role", "Region", "From", "To"},

		ReportSeen: {"Number"}, ReportComing: {"Number", "Minutes"}, ReportAlone: {"Number"}, ReportReal: {"Number"}, ReportNotICE: {"Number"},
		ReportUnsure: {"Number"}, ReportClear: {"Number"}, ReportNobody: {"Number"}, ReportAsk: {"Number", "Text"},
		ReportLocal: {"Who", "Line"}, ReportAway: nil,
	}
}

// StateText is the message id of a state's name.
func StateText(s string) string { return "state." + s }

// Small words that texts are put together from. An "act." says what agents do, by the ids of [bot.Doings] and those of flow raid.
const (
	WordNow             = "word.now"
	WordPlaceUnknown    = "word.place_unknown"
	WordHurt            = "word.hurt"
	WordChild           = "word.child"            // a child is alone
	WordReports         = "word.reports"          // of how many people
	WordMute            = "word.mute"             // nobody can text the reporter back
	WordUnsafe          = "word.unsafe"           // the reporter says that it is not safe to text
	WordNoContact       = "word.no_contact"       // the reporter wants no volunteer to write or call
	WordUnverifiedMedia = "word.unverified_media" // a photo that nobody has checked
	WordAgo             = "word.ago"              // minutes

	ActDoor     = "act.door"
	ActInside   = "act.inside"
	ActStopping = "act.stopping"
	ActTaking   = "act.taking"
	ActWaiting  = "act.waiting"
	ActLeft     = "act.left"
	ActHeard    = "act.heard" // somebody only heard of it
	ActUnsure   = "act.unsure"
)

// Words is as [Texts], for the small words. The "act." have at most 20 characters.
func Words() map[string][]string {
	words := map[string][]string{
		WordNow: nil, WordPlaceUnknown: nil, WordHurt: nil, WordChild: nil, WordReports: {"Count"}, WordMute: nil, WordUnsafe: nil, WordNoContact: nil,
		WordUnverifiedMedia: nil, WordAgo: {"Count"},

		ActDoor: nil, ActInside: nil, ActStopping: nil, ActTaking: nil, ActWaiting: nil, ActLeft: nil, ActHeard: nil, ActUnsure: nil,
	}
	for _, r := range bot.Roles() {
		words[RoleText(r)] = nil
	}
	return words
}

// RoleText is the message id of a role's name.
func RoleText(r bot.Role) string { return "role." + string(r) }
