package dispatch

import (
	"strconv"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
)

const (
	// alarmEvery is how long nobody is asked anew once all tiers have been through.
	alarmEvery = 5 * time.Minute
	// alarmMost is how long it is at most: it doubles every time.
	alarmMost = time.Hour
	// patient is how much longer a tier has when nothing is urgent.
	patient = 10
)

// escalate pages the next tier that has somebody. A tier that has nobody is skipped at once; in a flood, one in which nobody can be told
// soon is told all the same, and so is the next.
func (s *step) escalate() {
	woken := false
	for s.in.Tier < len(s.rules.Escalation) {
		t := s.rules.Escalation[s.in.Tier]
		s.in.Tier++
		q := search{role: bot.Role(t.Role), offShift: t.OffShift, limit: count(t)}
		within := t.Within
		if s.gentle() {
			q.limit, within = 1, within*patient
		}
		if s.wake(q, s.chargePage()) > 0 {
			s.log(byClock, "tier "+strconv.Itoa(s.in.Tier)+" is paged")
			s.wait(waitTier, noPage, within)
			if woken = true; !s.slow || s.gentle() {
				return
			}
			continue
		}
		s.log(byClock, "tier "+strconv.Itoa(s.in.Tier)+" has nobody")
	}
	if !woken {
		s.exhausted()
	}
}

// gentle reports whether one person at a time is asked: it is not urgent, the reporter's earlier reports were false, or it is where others
// help.
func (s *step) gentle() bool {
	return s.in.Severity != bot.Urgent || s.in.Doubted || s.in.Place.Outside
}

// count is how many people a tier pages at once; 0: everybody.
func count(t bot.Tier) int {
	n, err := strconv.Atoi(t.Page)
	if err != nil {
		return 0
	}
	return n
}

// chargePage is the page that asks somebody to take charge.
func (s *step) chargePage() Text {
	if !s.in.Place.Known() {
		return Text{Message: PageUnknown, Line: bot.VerbTake}
	}
	return Text{Message: PageCharge, Line: bot.VerbTake}
}

// exhausted alarms leads and whoever keeps the hotline. After a while everybody is asked anew.
func (s *step) exhausted() {
	s.log(byClock, "nobody has answered: alarm")
	s.do(Alarm{About: "nobody"})
	s.anew()
	if !s.gentle() {
		s.wake(search{role: bot.RoleLead, offShift: true}, Text{Message: PageAlarm, Line: bot.VerbTake})
	}
	after := min(alarmEvery<<min(s.in.Round-1, 4), alarmMost)
	if s.gentle() {
		after *= patient
	}
	s.wait(waitAgain, noPage, after)
}

// anew begins another round, later than that of every page, however many tiers there were then.
func (s *step) anew() {
	s.in.Round++
	s.in.Tier = 0
	for _, p := range s.in.Pages {
		if !p.Deploy {
			s.in.Round = max(s.in.Round, p.Tier/s.tiers()+1)
		}
	}
}

// tiers is how many a round has, at least one.
func (s *step) tiers() int { return max(1, len(s.rules.Escalation)) }

// need is how many must take charge.
func (s *step) need() int {
	tiers := s.rules.Escalation
	if len(tiers) == 0 {
		return 1
	}
	return max(1, tiers[min(max(s.in.Tier-1, 0), len(tiers)-1)].Need)
}

// charged is how many have taken charge.
func (s *step) charged() int { return s.holders(false) }

func (s *step) holders(deploy bool) int {
	n := 0
	for _, p := range s.in.Pages {
		if p.Deploy == deploy && p.State.Holds() {
			n++
		}
	}
	return n
}

// replace pages somebody else instead of page i. When the tier has nobody left to wait for, the next one is paged at once.
func (s *step) replace(i int) {
	p := s.in.Pages[i]
	if p.Deploy {
		s.more(1)
		return
	}
	if s.in.Owner != "" && s.charged() >= s.need() || s.in.Tier == 0 {
		return
	}
	t := s.rules.Escalation[s.in.Tier-1]
	if p.Tier < s.round()+s.in.Tier-1 || s.wake(search{role: bot.Role(t.Role), offShift: t.OffShift, limit: 1}, s.chargePage()) > 0 {
		return
	}
	if !s.live(false) {
		s.unwait(waitTier, noPage)
		s.escalate()
	}
}

// live reports whether an answer of somebody is still waited for.
func (s *step) live(deploy bool) bool {
	for _, p := range s.in.Pages {
		if p.Deploy == deploy && p.State.Live() {
			return true
		}
	}
	return false
}

// standDown ends every page that stands, except somebody's. They hear why.
func (s *step) standDown(say Text, except bot.ResponderID) {
	s.stand(false, say, except)
	s.stand(true, say, except)
	for i, p := range s.in.Pages {
		if p.State.Holds() {
			s.in.Pages[i].State = bot.PageStood
			s.unwaitPage(i)
			if p.Responder != except {
				say.To, say.Exact = p.Responder, true
				s.do(say)
			}
		}
	}
}

// stand ends the pages of one ladder that wait for an answer. What has not gone out yet is taken back. Who was only listed, and not told
// by name yet, hears nothing.
func (s *step) stand(deploy bool, say Text, except bot.ResponderID) {
	var back Withdraw
	told := map[bot.ResponderID]bool{}
	for i, p := range s.in.Pages {
		if p.Deploy != deploy || !p.State.Live() || p.Responder == except {
			continue
		}
		s.in.Pages[i].State = bot.PageStood
		s.unwaitPage(i)
		for _, id := range []bot.MessageID{p.Message, p.Call} {
			if id != "" {
				back.Messages = append(back.Messages, id)
			}
		}
		if p.State == bot.PageWaiting && !told[p.Responder] {
			told[p.Responder] = true
			say.To = p.Responder
			s.do(say)
		}
	}
	if len(back.Messages) > 0 {
		s.do(back)
	}
}
