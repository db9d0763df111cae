package dispatch

import (
	"slices"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
)

// sameWithin is how long after its last report an incident takes in further ones.
const sameWithin = time.Hour

// post puts the incident on the board as it is now, or takes it off.
func (s *step) post() {
	i := slices.IndexFunc(s.board.Open, func(p bot.Posted) bool { return p.Incident == s.in.ID })
	if !s.in.State.Open() {
		if i >= 0 {
			s.board.Open = slices.Delete(s.board.Open, i, i+1)
		}
		return
	}
	p := bot.Posted{Incident: s.in.ID, Opened: s.in.Opened}
	if i >= 0 {
		p = s.board.Open[i]
	}
	last := p.Reports
	p.Number, p.State, p.Severity, p.Language = s.in.Number, s.in.State, s.in.Severity, s.in.Language
	p.Place, p.Reports, p.Owned, p.Due = s.in.Place, s.in.Count(), s.in.Owner != "", s.in.Due
	p.Place.Words, p.Place.Block, p.Busy = "", "", nil
	if p.Reports != last {
		p.Last = s.now.UnixMilli()
	}
	for _, g := range s.in.Pages {
		if g.Deploy && g.State.Holds() {
			p.Busy = append(p.Busy, g.Responder)
		}
	}
	if i >= 0 {
		s.board.Open[i] = p
	} else {
		s.board.Open = append(s.board.Open, p)
		s.digest()
	}
}

// digest tells leads when very many incidents have nobody in charge, at most once a while.
func (s *step) digest() {
	var list []Listed
	for _, p := range s.board.Open {
		if !p.Owned && p.Severity == bot.Urgent {
			list = append(list, Listed{p.Incident, p.Number})
		}
	}
	every := max(s.rules.Flood.PageEvery, time.Minute).Milliseconds()
	over := s.rules.Flood.DigestOver
	if ago := s.now.UnixMilli() - s.board.Digest; over <= 0 || len(list) <= over || 0 <= ago && ago < every {
		return
	}
	s.board.Digest = s.now.UnixMilli()
	s.do(Alarm{About: "flood"})
	s.tellLeads(Text{Message: PageDigest, Count: len(list), List: list[max(0, len(list)-summaryHolds):]})
}

// Match finds the open incident that a report is probably about too: the same place, reported within the last hour, and not known
// to be over. It returns "" for none.
func Match(b bot.Board, in bot.Incident, same func(a, b bot.Place) bool, now time.Time) bot.IncidentID {
	if !in.Place.Known() {
		return ""
	}
	for _, p := range b.Open {
		if p.Incident != in.ID && !slices.Contains(in.Apart, p.Incident) && ongoing(p.State) && now.UnixMilli()-p.Last <= sameWithin.Milliseconds() && same(p.Place, in.Place) {
			return p.Incident
		}
	}
	return ""
}

// ongoing reports whether it may still be happening.
func ongoing(st bot.IncidentState) bool {
	switch st {
	case bot.StateNew, bot.StateTriage, bot.StateUnverified, bot.StateVerifying, bot.StateConfirmed, bot.StateResponding:
		return true
	}
	return false
}

// summaryHolds is how many ids one summary names; more take another text. A digest names the newest.
const summaryHolds = 60

// Summaries sends what is due to those who could not be paged at once, each with the ids of all incidents that still have nobody in
// charge. The board's Due is when the next is due. The board passed in is not changed.
func Summaries(b bot.Board, r Rules, now time.Time) (bot.Board, []Effect) {
	b = cloneBoard(b)
	var effects []Effect
	for _, p := range r.People {
		d := b.Duty[p.ID]
		far := now.Add(r.Flood.PageEvery + gather + jitter).UnixMilli() // further than any: the clock was set back
		if d.Summary == 0 || d.Summary > now.UnixMilli() && d.Summary <= far {
			continue
		}
		for list := range slices.Chunk(waiting(b, d.Listed), summaryHolds) {
			effects = append(effects, Text{To: p.ID, Message: PageSummary, Line: bot.VerbTake, Count: len(list), List: list})
			d.Summed = now.UnixMilli()
		}
		d.Summary, d.Listed = 0, nil
		b.Duty[p.ID] = d
	}
	return leftOut(b, r), effects
}

// leftOut drops the summaries of those who are not on the roster any more: what is due and never sent would hold up those of all others. Where
// there is no roster, it could not be read.
func leftOut(b bot.Board, r Rules) bot.Board {
	for id, d := range b.Duty {
		if d.Summary != 0 && len(r.People) > 0 && !slices.ContainsFunc(r.People, func(p Person) bool { return p.ID == id }) {
			d.Summary, d.Listed = 0, nil
			b.Duty[id] = d
		}
	}
	return b
}

// waiting are the listed incidents that have nobody in charge, oldest first.
func waiting(b bot.Board, listed []bot.IncidentID) []Listed {
	var list []Listed
	for _, p := range b.Open {
		if !p.Owned && slices.Contains(listed, p.Incident) {
			list = append(list, Listed{p.Incident, p.Number})
		}
	}
	return list
}

// Tick sets when the board needs looking at next, and reports whether its timer must be set anew.
func Tick(before, after bot.Board) (bot.Board, bool) {
	due := int64(0)
	for _, d := range after.Duty {
		if d.Summary != 0 && (due == 0 || d.Summary < due) {
			due = d.Summary
		}
	}
	after.Due = due
	if due == before.Due {
		return after, false
	}
	after.Timer = before.Timer + 1
	return after, true
}

const (
	// lockAfter is how many wrong ids in a row change the letters of somebody's ids. After twice as many a right one may be a lucky guess: it
	// changes them too, and must be sent anew.
	lockAfter = 5
	// freshEvery is how often somebody is texted while wrong ids come from their number.
	freshEvery = time.Minute
)

// Wrong notes a wrong id from a responder's number, and returns the text that answers it; "" when they were texted just now.
func Wrong(d bot.Duty, now time.Time) (bot.Duty, string) {
	d.Wrong++
	switch ago := now.UnixMilli() - d.Fresh; {
	case d.Wrong < lockAfter:
		return d, ReplyWrong
	case d.Wrong == lockAfter:
		d.Generation++
	case 0 <= ago && ago < freshEvery.Milliseconds():
		return d, ""
	}
	d.Fresh = now.UnixMilli()
	return d, ReplyFresh
}

// Right notes a right id, and reports whether it counts. One that does not must be sent anew with the new letters, which only the phone gets.
func Right(d bot.Duty, now time.Time) (bot.Duty, bool) {
	if d.Wrong < 2*lockAfter {
		d.Wrong = 0
		return d, true
	}
	d.Wrong, d.Fresh = lockAfter, now.UnixMilli()
	d.Generation++
	return d, false
}

// Reach notes that a responder can be reached or not. When texts to them are over, leads hear of it. The board passed in is not changed.
func Reach(b bot.Board, r Rules, id bot.ResponderID, reached bool) (bot.Board, []Effect) {
	d := b.Duty[id]
	if d.Unreached == !reached {
		return b, nil
	}
	b = cloneBoard(b)
	d.Unreached = !reached
	b.Duty[id] = d
	if reached {
		return b, nil
	}
	return b, Leads(r, Text{Message: CrewUnheard, Who: id})
}

// Leads is a text to every lead that can be reached, except whom it tells of.
func Leads(r Rules, t Text) []Effect {
	effects := []Effect{Alarm{About: "roster"}}
	for _, p := range r.People {
		if isLead(p) && p.ID != t.Who && p.Reachable {
			t.To = p.ID
			effects = append(effects, t)
		}
	}
	return effects
}

// Strike takes an incident off the board. The board passed in is not changed.
func Strike(b bot.Board, id bot.IncidentID) bot.Board {
	b = cloneBoard(b)
	b.Open = slices.DeleteFunc(b.Open, func(p bot.Posted) bool { return p.Incident == id })
	return b
}
