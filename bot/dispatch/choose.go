package dispatch

import (
	"cmp"
	"slices"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
)

// search says whom to look for.
type search struct {
	role     bot.Role
	offShift bool
	deploy   bool
	limit    int // 0: everybody
}

// choose returns whom to page, best first: those of the region before those of all regions, then those who speak the reporter's
// language, then whoever was paged the longest time ago. Whoever said OFF is chosen only when there is nobody else and off-shift
// people are wanted.
func (s *step) choose(q search) []Person {
	found, off := s.candidates(q)
	if len(found) == 0 && q.offShift {
		found = off
	}
	slices.SortStableFunc(found, func(a, b Person) int {
		return cmp.Or(
			cmp.Compare(s.near(b), s.near(a)),
			cmp.Compare(s.speaks(b), s.speaks(a)),
			cmp.Compare(s.board.Duty[a.ID].Paged, s.board.Duty[b.ID].Paged),
			cmp.Compare(a.ID, b.ID))
	})
	return found
}

func (s *step) candidates(q search) (found, off []Person) {
	for _, p := range s.rules.People {
		switch {
		case !slices.Contains(p.Roles, q.role), !p.Serves(s.in.Place.Region), s.mine(p), s.has(p.ID, q.deploy), !q.offShift && !p.OnShift,
			!p.Reachable, s.board.Duty[p.ID].Unreached, q.deploy && s.busy(p.ID):
		case s.board.Duty[p.ID].Off && !p.OnShift:
			off = append(off, p)
		default:
			found = append(found, p)
		}
	}
	return found, off
}

func (s *step) near(p Person) int {
	if s.in.Place.Region != "" && slices.Contains(p.Regions, s.in.Place.Region) {
		return 1
	}
	return 0
}

func (s *step) speaks(p Person) int {
	if s.rules.Speaks(p.Responder, s.in.Language) {
		return 1
	}
	return 0
}

// mine reports whether somebody reported this themselves: nobody is paged for their own report.
func (s *step) mine(p Person) bool {
	if s.in.Reporter != "" && slices.Contains(p.Contacts, s.in.Reporter) {
		return true
	}
	return slices.ContainsFunc(s.in.Reports, func(r bot.Report) bool { return r.Reporter != "" && slices.Contains(p.Contacts, r.Reporter) })
}

// has reports whether somebody has a page of this incident already that stands, or has declined one. In a new round everybody may be
// asked again who did not say no.
func (s *step) has(id bot.ResponderID, deploy bool) bool {
	if deploy && id == s.in.Owner {
		return true
	}
	return slices.ContainsFunc(s.in.Pages, func(p bot.Page) bool {
		switch {
		case p.Responder != id || p.Deploy != deploy || p.State == bot.PageStood:
			return false
		case deploy || p.State == bot.PageDeclined || p.State.Holds():
			return true
		}
		return p.Tier >= s.round()
	})
}

// round is the first tier of this round, counted through all rounds.
func (s *step) round() int { return s.in.Round * s.tiers() }

// busy reports whether somebody is on the way to another incident, or there.
func (s *step) busy(id bot.ResponderID) bool {
	return slices.ContainsFunc(s.board.Open, func(p bot.Posted) bool { return p.Incident != s.in.ID && slices.Contains(p.Busy, id) })
}

// fresh reports whether somebody had no page for a while.
func (s *step) fresh(id bot.ResponderID) bool {
	ago := s.now.UnixMilli() - s.board.Duty[id].Paged
	return ago < 0 || ago >= s.rules.Flood.PageEvery.Milliseconds() // below 0, the clock was set back
}

// wake pages the best of those who are found, and returns how many. Where all have had a page just now, they are told by summaries. In a
// flood, a page of a new incident goes to few, and what was asked before is asked again by summaries only: somebody must be free for the next.
func (s *step) wake(q search, say Text) int {
	if len(s.in.Pages) >= MaxPages {
		return 0 // for days nobody has answered; the alarms go on
	}
	found := s.choose(q)
	fresh := slices.DeleteFunc(slices.Clone(found), func(p Person) bool { return !s.fresh(p.ID) })
	attended := q.deploy && !s.rules.Deploy.Unattended // a person has ordered it
	flood := !attended && s.flooded()
	switch {
	case attended && len(fresh) == 0:
		return s.pages(found, q, say)
	case len(fresh) == 0, flood && s.in.Round > 0:
		return s.lists(found, q)
	case flood:
		q.limit = min(cmp.Or(q.limit, fewInFlood), fewInFlood)
	}
	return s.pages(fresh, q, say)
}

// fewInFlood is how many are paged for one incident in a flood.
const fewInFlood = 1

// flooded reports whether very many urgent incidents have nobody in charge.
func (s *step) flooded() bool {
	over := s.rules.Flood.DigestOver
	if over <= 0 || s.rules.Flood.PageEvery == 0 {
		return false
	}
	n := 0
	for _, p := range s.board.Open {
		if !p.Owned && p.Severity == bot.Urgent && p.Incident != s.in.ID {
			n++
		}
	}
	return n > over
}

// pages wakes people by a text each.
func (s *step) pages(found []Person, q search, say Text) int {
	s.slow = false
	found = first(found, q.limit)
	for _, p := range found {
		page := s.newPage(p, q)
		page.Message = s.rules.NewID()
		say.ID, say.To = page.Message, p.ID
		s.do(say)
		d := s.board.Duty[p.ID]
		d.Paged, d.Incident = s.now.UnixMilli(), s.in.ID
		s.board.Duty[p.ID] = d
		s.add(page, 0)
	}
	return len(found)
}

func first(all []Person, limit int) []Person {
	if limit > 0 {
		return all[:min(len(all), limit)]
	}
	return all
}

func (s *step) newPage(p Person, q search) bot.Page {
	return bot.Page{Responder: p.ID, Role: q.role, Deploy: q.deploy, Tier: s.round() + max(0, s.in.Tier-1), At: s.now.UnixMilli(), State: bot.PageWaiting}
}

// add notes a page, and when it becomes a phone call.
func (s *step) add(page bot.Page, later time.Duration) {
	s.in.Pages = append(s.in.Pages, page)
	s.calls(len(s.in.Pages)-1, later)
}

// calls sets when a page becomes a phone call, where it does.
func (s *step) calls(page int, later time.Duration) {
	if s.rules.CallAfter > 0 && !s.gentle() {
		s.wait(waitCall, page, s.rules.CallAfter+later)
	}
}

const (
	// gather is how long a summary waits for further incidents.
	gather = 3 * time.Second
	// soonEnough is how long an incident may wait until a summary names it; where nobody can get one by then, the next tier is told too.
	soonEnough = 5 * time.Second
)

// lists lets summaries name this incident: that of whoever can get one soonest, and the next ones of the others. So there is always somebody
// who can be told of the next incident within seconds, as long as there are people.
func (s *step) lists(found []Person, q search) int {
	if len(found) == 0 {
		return 0
	}
	soonest := slices.MinFunc(found, func(a, b Person) int { return cmp.Compare(s.free(a.ID), s.free(b.ID)) })
	s.slow = s.free(soonest.ID) > s.now.Add(soonEnough).UnixMilli()
	found = first(found, q.limit)
	if !slices.ContainsFunc(found, func(p Person) bool { return p.ID == soonest.ID }) {
		found = append(found[:len(found)-1:len(found)-1], soonest)
	}
	for _, p := range found {
		due := s.now.Add(s.rules.Flood.PageEvery).UnixMilli()
		if p.ID == soonest.ID {
			due = s.free(p.ID)
		}
		s.list(p.ID, max(due, s.free(p.ID)))
		page := s.newPage(p, q)
		page.State = bot.PageListed
		s.add(page, gather)
	}
	return len(found)
}

// free is when somebody can get their next summary: soon, and one a while at most.
func (s *step) free(id bot.ResponderID) int64 {
	d := s.board.Duty[id]
	soon := s.now.Add(gather).UnixMilli()
	if d.Summary != 0 && d.Summary < soon {
		return d.Summary // one is on its way
	}
	if d.Summed > s.now.UnixMilli() { // the clock was set back
		return soon
	}
	return max(soon, d.Summed+s.rules.Flood.PageEvery.Milliseconds())
}

// list puts this incident on somebody's next summary, which comes no later than due.
func (s *step) list(id bot.ResponderID, due int64) {
	d := s.board.Duty[id]
	if !slices.Contains(d.Listed, s.in.ID) {
		d.Listed = append(slices.Clone(d.Listed), s.in.ID)
	}
	d.Incident = s.in.ID
	if d.Summary == 0 || due < d.Summary {
		d.Summary = due
	}
	s.board.Duty[id] = d
}
