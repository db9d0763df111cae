package dispatch

import (
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
)

// usualMinutes is how long a volunteer who says no minutes has to get there, mostMinutes the longest promise that is believed.
const (
	usualMinutes = 15
	mostMinutes  = 240
)

// deploy asks people to go until so many do, and returns how many were asked.
func (s *step) deploy(need int) int {
	s.in.Need = max(need, s.going(), 1)
	s.unwait(waitIdle, noPage)
	s.unwait(waitLost, noPage)
	if s.in.Need <= s.going() {
		return 0
	}
	n := s.more(max(s.rules.Deploy.Page, need, 1))
	if n > 0 {
		s.wait(waitDeploy, noPage, deployFor)
	}
	return n
}

// more asks up to so many further people to go, if too few do.
func (s *step) more(limit int) int {
	if s.in.Need <= s.going() || !s.in.State.Open() || s.finished() {
		return 0
	}
	q := search{role: bot.Role(s.rules.Deploy.Role), deploy: true, limit: limit}
	return s.wake(q, Text{Message: PageDeploy, Line: bot.VerbGo, Need: s.in.Need})
}

// going is how many are on the way or at the place.
func (s *step) going() int { return s.holders(true) }

// deployAgain asks more people once those who were asked have had their time. Whoever is in charge hears when there is nobody else.
func (s *step) deployAgain() {
	switch {
	case s.in.Need <= s.going():
	case s.more(max(s.rules.Deploy.Page, 1)) > 0:
		s.wait(waitDeploy, noPage, deployFor)
	default:
		s.log(byClock, "too few go, and nobody else is on call")
		s.tellOwner(Text{Message: CrewFew, Count: s.going(), Need: s.in.Need})
	}
}

// pageOf returns the index of the page by which somebody was asked, the newest first; noPage without one.
func (s *step) pageOf(id bot.ResponderID, deploy bool) int {
	for i := len(s.in.Pages) - 1; i >= 0; i-- {
		if p := s.in.Pages[i]; p.Responder == id && p.Deploy == deploy {
			return i
		}
	}
	return noPage
}

// goes lets somebody go, if there is a place left.
func (s *step) goes(by bot.ResponderID, i, minutes int) {
	p := &s.in.Pages[i]
	if p.State.Holds() {
		s.promise(i, minutes)
		s.reply(Text{To: by, Message: ReplyGo, Line: bot.VerbHere, Exact: true})
		return
	}
	if s.going() >= s.in.Need {
		p.State = bot.PageStood
		s.unwaitPage(i)
		s.reply(Text{To: by, Message: ReplyFull, Who: s.first(true)})
		return
	}
	p.State = bot.PageAccepted
	s.promise(i, minutes)
	s.log(string(by), "goes")
	s.reply(Text{To: by, Message: ReplyGo, Line: bot.VerbHere, Exact: true})
	s.tellOwner(Text{Message: CrewGoing, Who: by, Minutes: p.Minutes})
	if !s.in.OnTheWay {
		s.in.OnTheWay = true
		s.report(Text{Message: ReportComing, Minutes: p.Minutes})
	}
	if s.going() >= s.in.Need {
		s.unwait(waitDeploy, noPage)
		s.stand(true, Text{Message: CrewStand, Who: s.first(true)}, by)
	}
}

// alone tells the reporter that nobody is on the way any more, where they were told that somebody is.
func (s *step) alone() {
	if s.in.OnTheWay && s.going() == 0 {
		s.in.OnTheWay = false
		s.report(Text{Message: ReportAlone})
	}
}

// promise notes when somebody will be there.
func (s *step) promise(i, minutes int) {
	p := &s.in.Pages[i]
	if minutes <= 0 {
		minutes = usualMinutes
	}
	if p.State == bot.PageAccepted { // who is there already is still checked on
		p.Minutes, p.Promised = min(minutes, mostMinutes), s.now.UnixMilli()
		s.unwaitPage(i)
		s.wait(waitHere, i, time.Duration(p.Minutes)*time.Minute+hereGrace)
	}
}

// first is who took a place first.
func (s *step) first(deploy bool) bot.ResponderID {
	if !deploy && s.in.Owner != "" {
		return s.in.Owner
	}
	for _, p := range s.in.Pages {
		if p.Deploy == deploy && p.State.Holds() {
			return p.Responder
		}
	}
	return ""
}

// arrives notes that somebody is at the place.
func (s *step) arrives(by bot.ResponderID, i int) {
	p := &s.in.Pages[i]
	again := p.State == bot.PageHere || p.State == bot.PageDone
	if p.State == bot.PageReplaced && s.going() < s.in.Need {
		p.State = bot.PageAccepted // better late than somebody else
	}
	if !p.State.Holds() {
		s.reply(Text{To: by, Message: ReplyNotYet, Line: bot.VerbGo})
		return
	}
	if p.State == bot.PageAccepted {
		p.State = bot.PageHere
	}
	s.unwaitPage(i)
	s.wait(waitResult, i, resultAfter)
	s.reply(Text{To: by, Message: ReplyHere, Exact: true})
	if !again {
		s.log(string(by), "is at the place")
		s.tellOwner(Text{Message: CrewHere, Who: by})
	}
}

// result notes what somebody at the place says that it is.
func (s *step) result(by bot.ResponderID, i int, verb bot.Verb) {
	p := &s.in.Pages[i]
	if p.State != bot.PageHere && p.State != bot.PageDone {
		s.reply(Text{To: by, Message: ReplyNotYet, Line: bot.VerbHere})
		return
	}
	p.State = bot.PageDone
	s.unwaitPage(i)
	s.wait(waitResult, i, resultAfter) // they are still there
	answer := Text{To: by, Message: ReplyResult, Line: bot.VerbClear, Exact: true}
	switch verb {
	case bot.VerbConf:
		s.enter(bot.StateConfirmed, string(by), "says that it is immigration")
		s.report(Text{Message: ReportReal})
	case bot.VerbNotice:
		s.enter(bot.StateNotICE, string(by), "says that it is not immigration")
		s.report(Text{Message: ReportNotICE})
		s.standDownGoing(by)
		answer.Message, answer.Line = ReplyNotICE, bot.VerbConf
	default:
		s.enter(bot.StateCannotVerify, string(by), "cannot tell who it is")
		s.report(Text{Message: ReportUnsure})
	}
	s.reply(answer)
	s.tellOwner(Text{Message: CrewResult, Who: by})
	if verb == bot.VerbNotice {
		s.unwaitPage(i)
	}
	s.wait(waitIdle, noPage, quietFor)
}

// standDownGoing turns back everybody but one who is asked to go or on the way.
func (s *step) standDownGoing(except bot.ResponderID) {
	s.unwait(waitDeploy, noPage)
	s.stand(true, Text{Message: CrewClosed}, except)
	for i, p := range s.in.Pages {
		if p.Deploy && p.State == bot.PageAccepted && p.Responder != except {
			s.in.Pages[i].State = bot.PageStood
			s.unwaitPage(i)
			s.do(Text{To: p.Responder, Message: CrewClosed, Exact: true})
		}
	}
}

// clears notes that the agents have left. Everybody may go home.
func (s *step) clears(by bot.ResponderID) {
	s.enter(bot.StateAllClear, string(by), "says that the agents have left")
	s.report(Text{Message: ReportClear})
	owner := s.in.Owner
	for i, p := range s.in.Pages {
		if !p.Deploy || !p.State.Holds() && !p.State.Live() {
			continue
		}
		s.in.Pages[i].State = bot.PageStood
		s.unwaitPage(i)
		if p.Responder != by && p.State != bot.PageListed {
			s.do(Text{To: p.Responder, Message: CrewClosed, Exact: p.State.Holds()})
		}
	}
	s.unwait(waitDeploy, noPage)
	s.reply(Text{To: by, Message: ReplyCleared})
	if owner != by {
		s.tellOwner(Text{Message: CrewResult, Who: by})
	}
	s.wait(waitIdle, noPage, quietFor)
}

// sos calls all leads and whoever is in charge, for the volunteer of page i, until one of them answers.
func (s *step) sos(i int) {
	who := s.in.Pages[i].Responder
	s.do(Alarm{About: "sos"})
	for _, p := range s.rules.People {
		if p.ID == who || p.ID != s.in.Owner && !isLead(p) {
			continue
		}
		s.do(Text{To: p.ID, Message: PageSOS, Who: who, Line: bot.VerbMore, Exact: true})
		if s.rules.CallAfter > 0 {
			s.do(Text{ID: s.rules.NewID(), To: p.ID, Message: CallSOS, Who: who, Call: true})
		}
	}
	s.wait(waitSOS, i, sosEvery)
}
