package dispatch

import (
	"slices"

	"github.com/aldaba-hotline/aldaba/bot"
)

// said carries out what a responder orders. Whatever they order shows that they are awake.
func (s *step) said(e Said) {
	by, o := e.By, e.Order
	if o.Verb == bot.VerbSOS {
		s.helps(by)
		return
	}
	if !s.in.State.Open() {
		s.reply(Text{To: by, Message: ReplyClosed})
		return
	}
	if o.Code.Number == 0 { // noted, and it stops no clock
		s.log(string(by), "says "+string(o.Verb)+" without the id")
		s.reply(Text{To: by, Message: ReplyBare, Line: o.Verb})
		return
	}
	if o.Verb != bot.VerbNo { // who cannot help ends no call for help
		s.helped(by)
	}
	s.awake(by)
	goes, charge := s.pageOf(by, true), s.pageOf(by, false)
	switch o.Verb {
	case bot.VerbTake:
		s.takes(by, charge)
	case bot.VerbNo:
		s.refuses(by, goes, charge)
	case bot.VerbMore, "":
		s.reply(Text{To: by, Message: ReplyMore, Exact: s.mayKnow(by)})
	case bot.VerbSend, bot.VerbAsk, bot.VerbHoax, bot.VerbClose:
		s.ordered(by, o)
	case bot.VerbClear:
		s.clear(by, goes)
	default:
		s.volunteers(by, goes, o)
	}
}

// volunteers carries out what only those who are asked to go may order.
func (s *step) volunteers(by bot.ResponderID, i int, o bot.Order) {
	if i == noPage {
		s.reply(Text{To: by, Message: ReplyNotYet, Line: s.lineFor(by)})
		return
	}
	if o.Verb == bot.VerbGo && s.finished() {
		s.stood(i)
		s.reply(Text{To: by, Message: ReplyClosed})
		return
	}
	switch o.Verb {
	case bot.VerbGo:
		s.goes(by, i, o.Count)
	case bot.VerbHere:
		s.arrives(by, i)
	case bot.VerbSalute:
		s.salutes(by, i, o.Text)
	case bot.VerbConf, bot.VerbNotice, bot.VerbUnsure:
		s.result(by, i, o.Verb)
	}
}

// helps calls the leads for anybody who was asked for something here, when it is over too.
func (s *step) helps(by bot.ResponderID) {
	s.helped(by)
	s.awake(by)
	i := max(s.pageOf(by, true), s.pageOf(by, false))
	if i == noPage {
		s.reply(Text{To: by, Message: ReplyNotYet, Line: bot.VerbTake})
		return
	}
	s.log(string(by), "calls for help")
	s.reply(Text{To: by, Message: ReplySOS, Exact: true})
	if !slices.ContainsFunc(s.in.Waits, func(d bot.Deadline) bool { return d.What == waitSOS && s.in.Pages[d.Page].Responder == by }) {
		s.sos(i) // else they are called already, again and again
	}
}

// lineFor is the verb that somebody could send who was asked for something else.
func (s *step) lineFor(by bot.ResponderID) bot.Verb {
	if s.pageOf(by, true) != noPage {
		return bot.VerbGo
	}
	return bot.VerbTake
}

// awake notes that somebody is there: whoever is in charge keeps the incident.
func (s *step) awake(by bot.ResponderID) {
	if by == s.in.Owner {
		s.unwait(waitLost, noPage)
		if s.in.State.Open() && (s.in.Need == 0 || s.over()) {
			s.wait(waitIdle, noPage, s.patience())
		}
	}
}

// helped ends the calls for help once a lead, or whoever is in charge, orders anything.
func (s *step) helped(by bot.ResponderID) {
	if by == s.in.Owner || slices.ContainsFunc(s.rules.People, func(p Person) bool { return p.ID == by && isLead(p) }) {
		s.in.Waits = slices.DeleteFunc(s.in.Waits, func(d bot.Deadline) bool { return d.What == waitSOS && s.in.Pages[d.Page].Responder != by })
	}
}

// over reports whether it is known what it was.
func (s *step) over() bool {
	switch s.in.State {
	case bot.StateNew, bot.StateTriage, bot.StateUnverified, bot.StateVerifying:
		return false
	}
	return true
}

func isLead(p Person) bool { return slices.Contains(p.Roles, bot.RoleLead) }

// mayKnow reports whether somebody has accepted, so that they may read the exact place.
func (s *step) mayKnow(by bot.ResponderID) bool {
	return slices.ContainsFunc(s.in.Pages, func(p bot.Page) bool { return p.Responder == by && p.State.Holds() })
}

// refuses notes a NO to what was asked last, of what still stands. Somebody else is asked at once.
func (s *step) refuses(by bot.ResponderID, goes, charge int) {
	i := max(goes, charge)
	if other := min(goes, charge); other != noPage && !s.stands(i) && s.stands(other) {
		i = other
	}
	if i == noPage {
		s.reply(Text{To: by, Message: ReplyNo})
		return
	}
	p := &s.in.Pages[i]
	held, live := p.State.Holds(), p.State.Live()
	if held || live {
		p.State = bot.PageDeclined
	}
	s.unwaitPage(i)
	s.log(string(by), "says no")
	s.reply(Text{To: by, Message: ReplyNo})
	switch {
	case held && p.Deploy:
		if !s.over() {
			s.alone()
		}
		s.tellOwner(Text{Message: CrewMissing, Who: by})
		s.more(1)
	case held && by == s.in.Owner:
		s.in.Owner = ""
		s.anew()
		s.escalate()
	case live || held:
		s.replace(i)
	}
}

func (s *step) stands(i int) bool { return s.in.Pages[i].State.Live() || s.in.Pages[i].State.Holds() }

// salutes keeps what a volunteer sees.
func (s *step) salutes(by bot.ResponderID, i int, words bot.Private) {
	if !s.in.Pages[i].State.Holds() {
		s.reply(Text{To: by, Message: ReplyNotYet, Line: bot.VerbGo})
		return
	}
	if len(s.in.Facts) < MaxFacts && s.size()+len(words) <= MaxBytes {
		s.in.Facts = append(s.in.Facts, bot.Fact{Key: keySalute, Text: words, At: s.now.UnixMilli()})
	}
	s.log(string(by), "tells what they see")
	if s.in.Pages[i].State != bot.PageAccepted {
		s.unwait(waitCheck, i)
		s.wait(waitResult, i, resultAfter)
	}
	s.reply(Text{To: by, Message: ReplySaved, Exact: true})
	s.tellOwner(Text{Message: CrewSalute, Who: by, Words: words})
}

// clear lets whoever is at the place or in charge say that it is over.
func (s *step) clear(by bot.ResponderID, i int) {
	there := i != noPage && (s.in.Pages[i].State == bot.PageHere || s.in.Pages[i].State == bot.PageDone)
	switch {
	case there || by == s.in.Owner:
		s.clears(by)
	case i != noPage:
		s.reply(Text{To: by, Message: ReplyNotYet, Line: bot.VerbHere})
	default:
		s.reply(Text{To: by, Message: ReplyCharge, Line: bot.VerbTake})
	}
}
