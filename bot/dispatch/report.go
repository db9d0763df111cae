package dispatch

import (
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
)

// PlaceKey is the key of the fact that says where it is. With it, somebody could be sent.
const PlaceKey = "place"

// Keys and values of facts that change what happens.
const (
	keyHurt   = "hurt"
	keyDoing  = "doing"
	keySafe   = "safe"
	keySalute = "salute"
	keyTalk   = "contact"
	keyWhen   = "when"
)

const (
	// nobodyAfter is how long a reporter waits until they hear that nobody has answered.
	nobodyAfter = 3 * time.Minute
	// lowerAfter is how long a report that is not urgent waits for its place before somebody is asked to read it.
	lowerAfter = 5 * time.Minute
)

func (s *step) opened(e Opened) {
	s.in = bot.Incident{ID: e.ID, Number: e.Number, Reporter: e.Reporter, Severity: e.Severity, Language: e.Language, Channel: e.Channel, Mute: e.Mute,
		Doubted: e.Doubted, Opened: s.now.UnixMilli()}
	s.enter(bot.StateNew, byReporter, "reports it")
	if e.Severity != bot.Urgent {
		s.wait(waitPlace, noPage, lowerAfter)
		return
	}
	if s.rules.PlaceWithin > 0 {
		s.wait(waitPlace, noPage, s.rules.PlaceWithin)
	}
	s.wait(waitNobody, noPage, nobodyAfter)
}

func (s *step) told(e Told) {
	f, knew, inside := e.Fact, s.in.Place.Known(), !s.in.Place.Outside
	if len(s.in.Facts) < MaxFacts && (f.Key == PlaceKey || f.Location != nil || s.size()+len(f.Text) <= MaxBytes) {
		s.in.Facts = append(s.in.Facts, f)
	}
	s.in.Place = e.Place
	s.safety(e.From, Unsafe(f))
	if inside && s.in.Place.Outside {
		s.log(byReporter, "says where: outside all regions")
		s.report(Text{Message: ReportAway})
	}
	placed := !knew && s.in.Place.Known()
	switch {
	case !s.in.State.Open():
		s.log(byReporter, "tells more")
		return
	case placed && early(s.in.State):
		s.enter(bot.StateUnverified, byReporter, "says where")
	case s.in.State == bot.StateNew:
		s.enter(bot.StateTriage, byReporter, "tells more")
	}
	s.spread(f, placed)
}

// Unsafe reports whether a fact says that it is not safe to text whoever tells it.
func Unsafe(f bot.Fact) bool { return f.Key == keySafe && f.Text == "no" }

// safety notes whether a reporter may be texted: each one's safety is their own.
func (s *step) safety(from bot.IncidentID, unsafe bool) {
	if from == s.in.ID {
		s.in.Unsafe = unsafe
	}
	for i, r := range s.in.Reports {
		if r.Incident == from {
			s.in.Reports[i].Unsafe = unsafe
		}
	}
}

// early reports whether an incident has no place yet.
func early(st bot.IncidentState) bool { return st == bot.StateNew || st == bot.StateTriage }

// spread lets those know whom a new fact concerns.
func (s *step) spread(f bot.Fact, placed bool) {
	red := Red(f)
	begun := s.begun()
	switch {
	case !begun && (placed || red):
		s.unwait(waitPlace, noPage)
		s.escalate()
		s.unattended()
	case begun && (placed || red && (!s.knows(f) || s.mayTell())):
		s.in.Told = s.now.UnixMilli()
		s.update(f)
		if placed {
			s.unattended()
		}
	case s.in.Owner != "" && s.mayTell():
		s.in.Told = s.now.UnixMilli()
		s.tellOwner(Text{Message: CrewTold, Fact: &f})
	}
}

// crowd is how many reporters of one raid are too many for whoever is in charge to hear every word of, and crowdEvery how often they hear one
// then. MORE shows the rest.
const (
	crowd      = 5
	crowdEvery = time.Minute
)

func (s *step) mayTell() bool {
	ago := s.now.UnixMilli() - s.in.Told
	return s.in.Count() <= crowd || ago < 0 || ago >= crowdEvery.Milliseconds()
}

// knows reports whether the same was told before a fact, which is the newest.
func (s *step) knows(f bot.Fact) bool {
	n := 0
	for _, g := range s.in.Facts {
		if g.Key == f.Key && g.Text == f.Text {
			n++
		}
	}
	return n > 1
}

// worthTelling reports whether the number of reports is news: the first few, then ever fewer.
func worthTelling(n int) bool {
	for n > crowd && n%10 == 0 {
		n /= 10
	}
	return n <= crowd
}

// begun reports whether somebody has been paged, or would have been if there were anybody.
func (s *step) begun() bool { return s.in.Tier > 0 || s.in.Round > 0 || s.in.Owner != "" }

// unattended starts the second ladder where the hotline wants that done without a person.
func (s *step) unattended() {
	if s.rules.Deploy.Unattended && s.in.Need == 0 && s.in.Place.Known() && !s.gentle() {
		s.enter(bot.StateVerifying, byClock, "people are sent unattended, as the hotline wants it")
		s.deploy(s.rules.Deploy.Need)
	}
}

// Red reports whether a fact says that somebody is hurt or a child is alone.
func Red(f bot.Fact) bool {
	return f.Key == keyHurt && (f.Text == "hurt" || f.Text == "children")
}

// IsRed reports whether any fact of an incident is red.
func IsRed(in bot.Incident) bool {
	for _, f := range in.Facts {
		if Red(f) {
			return true
		}
	}
	return false
}

// taken reports whether the facts say that somebody was taken.
func (s *step) taken() bool {
	for _, f := range s.in.Facts {
		if f.Key == keyDoing && f.Text == "taking" || Red(f) {
			return true
		}
	}
	return false
}

// update tells a fact once to everybody who has a page that still stands: that which they hold, else the newest.
func (s *step) update(f bot.Fact) {
	about := map[bot.ResponderID]int{}
	for i, p := range s.in.Pages {
		old, known := about[p.Responder]
		if p.State.Holds() || p.State == bot.PageWaiting && !(known && s.in.Pages[old].State.Holds()) {
			about[p.Responder] = i
		}
	}
	for i, p := range s.in.Pages {
		if at, stands := about[p.Responder]; !stands || at != i {
			continue
		}
		line := bot.VerbTake
		switch {
		case p.Deploy && p.State.Live():
			line = bot.VerbGo
		case p.State.Holds():
			line = bot.VerbMore
		}
		s.do(Text{To: s.in.Pages[i].Responder, Message: PageUpdate, Line: line, Fact: &f, Exact: p.State.Holds()})
	}
}

func (s *step) size() int {
	n := 0
	for _, f := range s.in.Facts {
		n += len(f.Text)
	}
	return n
}

// joined attaches a further report. Whoever is in charge hears how many there are now.
func (s *step) joined(e Joined) {
	kept := len(s.in.Reports) < MaxReports
	if kept {
		s.in.Reports = append(s.in.Reports, e.Report)
		s.log(e.By, "adds another report")
	} else {
		s.in.Further++
	}
	s.urge(e)
	if n := s.in.Count(); e.By != string(s.in.Owner) && worthTelling(n) {
		s.tellOwner(Text{Message: CrewReports, Count: n})
	}
	if !kept {
		return
	}
	if s.in.NoStaff && s.in.Owner == "" && s.going() == 0 {
		s.reportTo(e.Report, Text{Message: ReportNobody})
	}
	if s.in.Seen {
		s.reportTo(e.Report, Text{Message: ReportSeen})
	}
	if s.in.OnTheWay {
		s.reportTo(e.Report, Text{Message: ReportComing, Minutes: s.minutes()})
	}
}

// urge wakes people because of an urgent report that joins one for which one person at a time was asked, or which rests because nobody has
// answered. Whoever was first to tell of a raid must not keep it quiet: they may have heard of it only, or be one whom nobody believes any more.
func (s *step) urge(e Joined) {
	if e.Severity != bot.Urgent || e.Doubted {
		return
	}
	quiet := s.gentle() || s.waits(waitAgain) && worthTelling(s.in.Count())
	s.in.Severity, s.in.Doubted = bot.Urgent, false
	if !quiet || s.gentle() || s.in.Owner != "" || !ongoing(s.in.State) {
		return
	}
	for _, what := range []string{waitPlace, waitTier, waitAgain} {
		s.unwait(what, noPage)
	}
	for i, p := range s.in.Pages {
		if p.State.Live() {
			s.calls(i, 0)
		}
	}
	s.wait(waitNobody, noPage, nobodyAfter)
	s.in.Tier = 0
	s.escalate()
	s.unattended()
}

// minutes is how long the first who goes still needs, at least one.
func (s *step) minutes() int {
	for _, p := range s.in.Pages {
		if p.Deploy && p.State == bot.PageAccepted {
			left := time.UnixMilli(p.Promised).Add(time.Duration(p.Minutes) * time.Minute).Sub(s.now)
			return max(1, int(left.Minutes()))
		}
	}
	return 1
}

func (s *step) parted(e Parted) {
	for i, r := range s.in.Reports {
		if r.Incident == e.Incident {
			s.in.Reports = append(s.in.Reports[:i:i], s.in.Reports[i+1:]...)
			s.in.Apart = append(s.in.Apart[:len(s.in.Apart):len(s.in.Apart)], e.Incident)
			s.log(e.By, "takes one report out")
			return
		}
	}
}

// merged ends what this report started by itself. Whoever ordered it knows.
func (s *step) merged(e Merged) {
	by := bot.ResponderID(e.By)
	s.stood(s.pageOf(by, false))
	s.stood(s.pageOf(by, true))
	s.standDown(Text{Message: CrewMerged, Other: e.Number}, by)
	s.in.Into = e.Into
	s.enter(bot.StateMerged, e.By, "adds it to another report")
}

// split begins anew.
func (s *step) split(e Split) {
	s.in.Apart = append(s.in.Apart[:len(s.in.Apart):len(s.in.Apart)], s.in.Into)
	s.in.Into, s.in.Owner, s.in.Tier, s.in.Need = "", "", 0, 0
	s.enter(bot.StateUnverified, e.By, "takes it out of the other report")
	if s.in.Severity == bot.Urgent {
		s.wait(waitNobody, noPage, nobodyAfter)
	}
	s.escalate()
}

func (s *step) forgotten(e Forgotten) {
	if e.Incident == s.in.ID {
		s.in.Reporter = ""
	}
	for i, r := range s.in.Reports {
		if r.Incident == e.Incident {
			s.in.Reports[i].Reporter = ""
		}
	}
}

// last is what was told last under a key.
func (s *step) last(key string) bot.Private {
	for i := len(s.in.Facts) - 1; i >= 0; i-- {
		if s.in.Facts[i].Key == key {
			return s.in.Facts[i].Text
		}
	}
	return ""
}
