package dispatch

import (
	"slices"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
)

// What is waited for.
const (
	waitPlace   = "place"   // the reporter says where
	waitNobody  = "nobody"  // somebody takes charge, or the reporter hears that nobody does
	waitTier    = "tier"    // the tier answers
	waitAgain   = "again"   // everybody is asked anew
	waitCall    = "call"    // the page is answered, or becomes a call
	waitDeploy  = "deploy"  // enough people go
	waitHere    = "here"    // the volunteer is at the place
	waitMissing = "missing" // the volunteer says where they are
	waitResult  = "result"  // the volunteer says what it is
	waitCheck   = "check"   // the volunteer says that they are safe
	waitIdle    = "idle"    // whoever is in charge does something
	waitLost    = "lost"    // whoever is in charge answers
	waitSOS     = "sos"     // somebody takes care of a volunteer in trouble
)

// noPage is the page of a deadline that is about none.
const noPage = -1

const (
	// hereGrace is how long after the promised minutes a volunteer is asked whether they are there, and missingAfter how long
	// after that somebody else is asked to go.
	hereGrace    = 5 * time.Minute
	missingAfter = 3 * time.Minute
	// resultAfter is how long a volunteer at the place may be silent until they are asked whether they are safe, and checkAfter how long
	// after that the leads hear of it.
	resultAfter = 15 * time.Minute
	checkAfter  = 5 * time.Minute
	// idleFor is how long whoever is in charge may do nothing before anybody goes, quietFor the same afterwards, and lostAfter
	// how long after being asked somebody else is woken.
	idleFor   = 5 * time.Minute
	quietFor  = 30 * time.Minute
	lostAfter = 3 * time.Minute
	// deployFor is how long those who were asked to go have, until more are.
	deployFor = 3 * time.Minute
	// sosEvery is how often leads are called until one of them answers.
	sosEvery = 2 * time.Minute
)

// wait sets a deadline; an earlier one of the same kind is replaced.
func (s *step) wait(what string, page int, after time.Duration) {
	s.unwait(what, page)
	s.in.Waits = append(s.in.Waits, bot.Deadline{What: what, Page: page, At: s.now.Add(after).UnixMilli()})
}

func (s *step) unwait(what string, page int) {
	s.in.Waits = slices.DeleteFunc(s.in.Waits, func(d bot.Deadline) bool { return d.What == what && d.Page == page })
}

// waits reports whether a deadline of the incident itself is set.
func (s *step) waits(what string) bool {
	return slices.ContainsFunc(s.in.Waits, func(d bot.Deadline) bool { return d.What == what && d.Page == noPage })
}

// unwaitPage takes back every deadline of a page.
func (s *step) unwaitPage(page int) {
	s.in.Waits = slices.DeleteFunc(s.in.Waits, func(d bot.Deadline) bool { return d.Page == page })
}

// rang deals with every deadline that has come, the oldest first. Each is over before it is dealt with: what follows from it may set it
// anew.
func (s *step) rang() {
	due := slices.DeleteFunc(slices.Clone(s.in.Waits), func(d bot.Deadline) bool { return d.At > s.now.UnixMilli() })
	slices.SortStableFunc(due, func(a, b bot.Deadline) int { return int(a.At - b.At) })
	for _, d := range due {
		if slices.Contains(s.in.Waits, d) { // it is not taken back by one before it
			s.unwait(d.What, d.Page)
			s.passed(d)
		}
	}
}

func (s *step) passed(d bot.Deadline) {
	switch d.What {
	case waitPlace:
		if !s.begun() {
			s.log(byClock, "no place yet")
			s.escalate()
		}
	case waitNobody:
		s.nobody()
	case waitTier:
		s.escalate()
	case waitAgain:
		s.escalate()
	case waitCall:
		s.call(d.Page)
	case waitDeploy:
		s.deployAgain()
	case waitIdle:
		s.idle()
	case waitLost:
		s.unanswered()
	case waitSOS:
		s.sos(d.Page)
	default:
		s.late(d)
	}
}

// nobody tells the reporter the truth.
func (s *step) nobody() {
	if s.in.Owner == "" && !s.in.NoStaff && s.going() == 0 {
		s.in.NoStaff = true
		s.log(byClock, "the reporter hears that nobody has answered")
		s.report(Text{Message: ReportNobody})
	}
}

// call turns a page that nobody has answered into a phone call.
func (s *step) call(i int) {
	p := &s.in.Pages[i]
	d := s.board.Duty[p.Responder]
	if ago := s.now.UnixMilli() - d.Called; !p.State.Live() || p.Call != "" || 0 <= ago && ago < s.rules.Flood.PageEvery.Milliseconds() {
		return // in a flood, one call wakes somebody for all of it
	}
	d.Called = s.now.UnixMilli()
	s.board.Duty[p.Responder] = d
	p.Call = s.rules.NewID()
	message := CallCharge
	if p.Deploy {
		message = CallDeploy
	}
	s.log(byClock, string(p.Responder)+" is called")
	s.do(Text{ID: p.Call, To: p.Responder, Message: message, Call: true})
}

// late deals with a volunteer who has not done what was expected.
func (s *step) late(d bot.Deadline) {
	p := s.in.Pages[d.Page]
	switch d.What {
	case waitHere:
		s.wait(waitMissing, d.Page, missingAfter)
		s.do(Text{To: p.Responder, Message: CrewWhere, Line: bot.VerbHere, Exact: true})
	case waitMissing:
		s.in.Pages[d.Page].State = bot.PageReplaced
		s.log(byClock, string(p.Responder)+" did not come")
		s.do(Text{To: p.Responder, Message: CrewReplaced})
		s.alone()
		s.tellOwner(Text{Message: CrewMissing, Who: p.Responder})
		s.more(1)
	case waitResult:
		s.wait(waitCheck, d.Page, checkAfter)
		s.do(Text{To: p.Responder, Message: CrewCheck, Line: bot.VerbHere, Exact: true})
	case waitCheck:
		s.log(byClock, string(p.Responder)+" does not answer at the place")
		s.do(Alarm{About: "silent"})
		s.tellLeads(Text{Message: CrewMissing, Who: p.Responder})
		s.tellOwner(Text{Message: CrewMissing, Who: p.Responder})
		s.wait(waitResult, d.Page, resultAfter)
	}
}

// idle asks whoever is in charge to go on. Where nobody is in charge, somebody is looked for.
func (s *step) idle() {
	switch {
	case s.in.Owner != "":
		s.tellOwner(Text{Message: CrewIdle, Line: s.nextVerb()})
		after := lostAfter
		if s.finished() {
			after = quietFor
		}
		s.wait(waitLost, noPage, after)
	case s.finished():
		s.rest()
	case !s.live(false):
		s.escalate()
	}
}

// finished reports whether nobody need go there any more.
func (s *step) finished() bool {
	switch s.in.State {
	case bot.StateNotICE, bot.StateRumor, bot.StateAllClear, bot.StateFollowUp:
		return true
	}
	return false
}

// unanswered deals with somebody in charge who was asked to go on and did not.
func (s *step) unanswered() {
	if s.finished() {
		s.rest()
		return
	}
	s.lost("did not answer")
}

// rest closes what is over and what nobody has closed. Where somebody needs help afterwards, leads are told instead, again and again.
func (s *step) rest() {
	switch {
	case s.in.State == bot.StateFollowUp || s.in.State == bot.StateAllClear && s.taken():
		if s.in.State != bot.StateFollowUp {
			s.enter(bot.StateFollowUp, byClock, "keeps it open: somebody needs help")
		}
		s.tellLeads(Text{Message: CrewIdle, Line: bot.VerbTake})
		s.wait(waitIdle, noPage, followUp)
	default:
		s.enter(bot.StateClosed, byClock, "closes it: it is over, and nobody had anything to add")
		s.standDown(Text{Message: CrewClosed}, "")
	}
}

// nextVerb is what whoever is in charge would do next.
func (s *step) nextVerb() bot.Verb {
	if ongoing(s.in.State) {
		return bot.VerbSend
	}
	return bot.VerbClose
}

// lost takes an incident from whoever is in charge and looks for somebody else.
func (s *step) lost(why string) {
	owner := s.in.Owner
	s.log(byClock, string(owner)+" "+why)
	s.tellOwner(Text{Message: CrewLost})
	for i, p := range s.in.Pages {
		if !p.Deploy && p.Responder == owner {
			s.in.Pages[i].State = bot.PageReplaced
		}
	}
	s.in.Owner = ""
	s.anew()
	s.escalate()
}
