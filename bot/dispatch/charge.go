package dispatch

import (
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
)

// takes lets somebody take charge. The first is in charge; as many as the policy needs may accept, the others hear who has it.
func (s *step) takes(by bot.ResponderID, i int) {
	switch {
	case by == s.in.Owner:
		s.reply(Text{To: by, Message: ReplyTook, Line: bot.VerbSend, Exact: true})
	case i == noPage && !s.lead(by):
		s.reply(Text{To: by, Message: ReplyNotYet, Line: bot.VerbGo})
	case s.in.Owner != "" && i != noPage && s.in.Pages[i].State.Holds():
		s.reply(Text{To: by, Message: ReplyAlso, Who: s.in.Owner, Exact: true})
	case s.in.Owner != "" && s.charged() >= s.need():
		s.stood(i)
		s.reply(Text{To: by, Message: ReplyTaken, Who: s.in.Owner})
	default:
		s.accepts(by, i)
	}
}

// lead reports whether somebody is a lead: they may take what they were not paged for.
func (s *step) lead(by bot.ResponderID) bool {
	for _, p := range s.rules.People {
		if p.ID == by {
			return isLead(p)
		}
	}
	return false
}

// stood ends a page that came too late.
func (s *step) stood(i int) {
	if i != noPage && s.in.Pages[i].State.Live() {
		s.in.Pages[i].State = bot.PageStood
		s.unwaitPage(i)
	}
}

func (s *step) accepts(by bot.ResponderID, i int) {
	if i == noPage {
		i = len(s.in.Pages)
		s.in.Pages = append(s.in.Pages, bot.Page{Responder: by, Role: bot.RoleLead, At: s.now.UnixMilli()})
	}
	s.in.Pages[i].State = bot.PageAccepted
	s.unwaitPage(i)
	s.log(string(by), "takes charge")
	if s.in.Owner == "" {
		s.in.Owner = by
		s.unwait(waitNobody, noPage)
		s.unwait(waitAgain, noPage)
		s.reply(Text{To: by, Message: ReplyTook, Line: bot.VerbSend, Exact: true})
		if !s.in.Seen {
			s.in.Seen = true
			s.report(Text{Message: ReportSeen})
		}
		if s.in.Need == 0 || s.over() {
			s.wait(waitIdle, noPage, s.patience())
		}
	} else {
		s.reply(Text{To: by, Message: ReplyAlso, Who: s.in.Owner, Exact: true})
	}
	if s.charged() >= s.need() {
		s.unwait(waitTier, noPage)
		s.stand(false, Text{Message: CrewStand, Who: s.in.Owner}, by)
	}
}

// patience is how long whoever is in charge may do nothing.
func (s *step) patience() time.Duration {
	if s.in.Need == 0 && !s.over() {
		return idleFor
	}
	return quietFor
}

// ordered carries out what only whoever is in charge may order.
func (s *step) ordered(by bot.ResponderID, o bot.Order) {
	i := s.pageOf(by, false)
	if by != s.in.Owner && (i == noPage || !s.in.Pages[i].State.Holds()) {
		s.reply(Text{To: by, Message: ReplyCharge, Line: bot.VerbTake})
		return
	}
	switch o.Verb {
	case bot.VerbSend:
		s.sends(by, o.Count)
	case bot.VerbAsk:
		s.asks(by, o.Text)
	case bot.VerbHoax:
		s.hoax(by)
	case bot.VerbClose:
		s.closes(by)
	}
}

// sends starts the second ladder, or asks for more people than before.
func (s *step) sends(by bot.ResponderID, need int) {
	if need <= 0 {
		need = max(s.rules.Deploy.Need, s.in.Need)
	}
	need = min(need, mostSent)
	to := bot.StateVerifying
	if s.in.State == bot.StateConfirmed || s.in.State == bot.StateResponding {
		to = bot.StateResponding
	}
	s.enter(to, string(by), "sends people")
	n := s.deploy(need)
	if n == 0 && s.going() < s.in.Need {
		s.reply(Text{To: by, Message: ReplySentNone})
		s.wait(waitIdle, noPage, idleFor)
		return
	}
	s.reply(Text{To: by, Message: ReplySent, Count: n, Need: s.in.Need})
}

// mostSent is how many people one order may ask for.
const mostSent = 50

// asks sends the reporter a question.
func (s *step) asks(by bot.ResponderID, words bot.Private) {
	if words == "" {
		s.reply(Text{To: by, Message: ReplyBare, Line: bot.VerbAsk})
		return
	}
	if s.in.Reporter == "" || s.in.Mute || s.in.Unsafe || s.last(keyTalk) == "no" {
		s.reply(Text{To: by, Message: ReplyCannotAsk})
		return
	}
	s.log(string(by), "asks the reporter")
	s.reportTo(s.self(), Text{Message: ReportAsk, Words: words})
	s.reply(Text{To: by, Message: ReplyAsked})
}

// hoax marks a report as false. It stays on the board until it is closed.
func (s *step) hoax(by bot.ResponderID) {
	again := s.in.State == bot.StateRumor
	s.enter(bot.StateRumor, string(by), "marks it as false")
	if s.in.Reporter != "" && !again {
		s.do(Mark{Contact: s.in.Reporter})
	}
	s.standDownGoing(by)
	s.alone()
	s.wait(waitIdle, noPage, quietFor)
	s.reply(Text{To: by, Message: ReplyHoax})
}

// closes ends an incident. Where somebody was taken or hurt, it is followed up first.
func (s *step) closes(by bot.ResponderID) {
	real := s.in.State == bot.StateConfirmed || s.in.State == bot.StateResponding || s.in.State == bot.StateAllClear
	if real && s.taken() {
		s.enter(bot.StateFollowUp, string(by), "keeps it open: somebody needs help")
		s.wait(waitIdle, noPage, followUp)
		s.reply(Text{To: by, Message: ReplyFollowUp, Line: bot.VerbClose, Exact: true})
		return
	}
	told := s.over()
	s.enter(bot.StateClosed, string(by), "closes it")
	s.standDown(Text{Message: CrewClosed}, by)
	if !told {
		s.alone()
	}
	s.reply(Text{To: by, Message: ReplyClose})
}

// followUp is how long whoever is in charge has for what is to do afterwards until they are asked.
const followUp = 12 * time.Hour
