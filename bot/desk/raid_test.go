package desk_test

import (
	"strings"
	"testing"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/settings"
	"github.com/aldaba-hotline/aldaba/bot/sim"
	"github.com/aldaba-hotline/aldaba/bot/store"
)

// raidStory is a story at a hotline with two regions, and its people.
func raidStory(t *testing.T, change func(*bot.Hotline), crew ...string) (*sim.Story, []*sim.Volunteer) {
	t.Helper()
	return raidStoryOn(t, embedded(t), change, crew...)
}

// raidStoryOn is raidStory in a store that the test can reach.
func raidStoryOn(t *testing.T, e *store.Embedded, change func(*bot.Hotline), crew ...string) (*sim.Story, []*sim.Volunteer) {
	t.Helper()
	h := settings.Default()
	h.Regions = map[string]bot.Region{
		"oakland": {Zips: []string{"946"}, Names: []string{"Oakland"}, Near: []string{"37.80", "-122.27", "12km"}},
		"fremont": {Zips: []string{"94536", "94538"}, Names: []string{"Fremont"}, Near: []string{"37.55", "-121.98", "8km"}},
	}
	h.Languages = nil
	if change != nil {
		change(&h)
	}
	s := sim.NewStory(t, sim.ShippedAs(t, h), ports(t, e), e.Advance)
	return s, s.Crew(crew...)
}

const (
	rosa = "Rosa Diaz,+15005550101,sms,en,oakland,dispatcher,always"
	eva  = "Eva Lim,+15005550102,sms,es,oakland,dispatcher,always"
	ana  = "Ana Cruz,+15005550103,sms,es,oakland,verifier,always"
	ben  = "Ben Okoro,+15005550104,sms,en,oakland,verifier,always"
	lea  = "Lea Roth,+15005550105,sms,en,,lead,mon 09:00-09:01 UTC"
)

func TestTheWholeStory(t *testing.T) {
	s, crew := raidStory(t, nil, rosa, ana, ben, lea)
	rosa, ana, ben := crew[0], crew[1], crew[2]
	mother := s.Texter(bot.SMS)
	mother.Says("ay migra aki tocando").Hears("! incident open severity=urgent", "! told report", "! told doing", "raid.where")
	mother.Says("calle 5 y main, oakland").Hears("! told place", "raid.hurt")
	rosa.Hears("page.charge")
	if !strings.HasPrefix(rosa.Last, "RR") || !strings.HasSuffix(rosa.Last, "TAKE "+rosa.Code()) || strings.Count(rosa.Last, rosa.Code()) != 1 {
		t.Errorf("the page is %q", rosa.Last)
	}
	rosa.Says("take ?").Hears("reply.took")
	mother.Gets("report.seen")
	rosa.Says("SEND ?").Hears("reply.sent")
	ana.Hears("page.deploy")
	ben.Hears("page.deploy")
	ana.Says("voy ? 8").Hears("reply.go")
	if !strings.Contains(ana.Last, "calle 5") {
		t.Errorf("who goes is not told where: %q", ana.Last)
	}
	rosa.Hears("crew.going")
	mother.Gets("report.coming")
	ben.Says("go ?").Hears("reply.go") // two are needed
	rosa.Hears("crew.going")
	ana.Says("HERE ?").Hears("reply.here")
	rosa.Hears("crew.here")
	ana.Says("CONF ?").Hears("reply.result")
	rosa.Hears("crew.result")
	mother.Gets("report.real")
	ana.Says("CLEAR ?").Hears("reply.cleared")
	ben.Hears("crew.closed")
	rosa.Hears("crew.result")
	mother.Gets("report.clear")
	rosa.Says("CLOSE ?").Hears("reply.close")
	ana.Says("GO ?").Hears("reply.closed")
}

func TestNobodyAnswersAndTheReporterHearsTheTruth(t *testing.T) {
	s, crew := raidStory(t, nil, rosa, lea)
	x := s.Texter(bot.SMS)
	x.Says("ICE is at my door").Hears("! incident open severity=urgent", "! told report", "! told doing", "raid.where")
	s.Wait(time.Minute)
	crew[0].Hears("page.unknown")
	s.Wait(46 * time.Second)
	crew[0].Hears("(call) call.charge")
	s.Wait(15 * time.Second)
	crew[1].Hears("page.unknown")
	s.Wait(time.Minute)
	crew[1].Hears("(call) call.charge")
	x.Gets("report.nobody")
	crew[1].Says("TAKE ?").Hears("reply.took")
	crew[0].Hears("crew.stand")
	x.Gets("report.seen")
}
