package dispatch

import "github.com/aldaba-hotline/aldaba/bot"

// reply answers the order.
func (s *step) reply(t Text) {
	t.Reply = true
	s.do(t)
}

func (s *step) tellOwner(t Text) {
	if s.in.Owner == "" {
		return
	}
	t.To, t.Exact = s.in.Owner, true
	s.do(t)
}

// tellLeads tells every lead, on shift or not.
func (s *step) tellLeads(t Text) {
	for _, p := range s.rules.People {
		if isLead(p) && p.ID != s.in.Owner {
			t.To = p.ID
			s.do(t)
		}
	}
}

// report tells everybody who reported this raid. In a flood, and where very many did, those who are woken come first.
func (s *step) report(t Text) {
	t.Later = s.flooded() || len(s.in.Reports) > crowd
	s.reportTo(s.self(), t)
	for _, r := range s.in.Reports {
		s.reportTo(r, t)
	}
}

// self is the first report.
func (s *step) self() bot.Report {
	return bot.Report{Incident: s.in.ID, Number: s.in.Number, Reporter: s.in.Reporter, Language: s.in.Language, Channel: s.in.Channel, Mute: s.in.Mute,
		Unsafe: s.in.Unsafe}
}

func (s *step) reportTo(r bot.Report, t Text) {
	if r.Reporter == "" || r.Mute || r.Unsafe {
		return
	}
	t.Contact, t.Lang, t.Channel = r.Reporter, r.Language, r.Channel
	s.do(t)
}
