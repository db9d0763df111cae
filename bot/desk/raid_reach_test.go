package desk_test

import (
	"context"
	"testing"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/say"
	"github.com/aldaba-hotline/aldaba/bot/settings"
	"github.com/aldaba-hotline/aldaba/bot/sim"
	"github.com/aldaba-hotline/aldaba/bot/store/redistest"
)

const rosaByWhatsApp = "Rosa Diaz,+15005550101,whatsapp,en,oakland,dispatcher,always"

func TestByWhatsAppWithoutATemplateNobodyIsPaged(t *testing.T) {
	s, crew := raidStory(t, nil, rosaByWhatsApp, lea)
	urgent(s, "5th and Main, Oakland")
	crew[1].Hears("page.charge")
	if n := crew[0].Waiting(); n != 0 {
		t.Errorf("%d texts go to somebody who cannot get them", n)
	}
}

func TestByWhatsAppTheTemplateGoes(t *testing.T) {
	const id = "HX00000000000000000000000000000008"
	s, crew := raidStory(t, func(h *bot.Hotline) {
		h.Templates = map[string]map[bot.Language]string{say.TemplatePage: {"en": id}}
	}, rosaByWhatsApp)
	urgent(s, "5th and Main, Oakland")
	if sent := crew[0].Parcel(); sent.Template != id {
		t.Errorf("sent %+v", sent)
	}
	crew[0].Skips()
}

func TestAGapIsToldOnce(t *testing.T) {
	s, crew := raidStory(t, nil, "Lea Roth,+15005550105,sms,en,,lead,always")
	ctx := context.Background()
	if err := s.Desk.LookAtRoster(ctx); err != nil {
		t.Fatal(err)
	}
	s.Wait(time.Second)
	first := crew[0].Waiting()
	crew[0].Skips()
	for range 2 {
		s.Wait(61 * time.Minute)
		if err := s.Desk.LookAtRoster(ctx); err != nil {
			t.Fatal(err)
		}
	}
	s.Wait(time.Second)
	if n := crew[0].Waiting(); first == 0 || first > 5 || n > 5 {
		t.Errorf("told of %d gaps, then of %d", first, n)
	}
	crew[0].Skips()
}

func TestTheClockJumpsADayForwardAndBack(t *testing.T) {
	e := embedded(t)
	s, crew := raidStoryOn(t, e, func(h *bot.Hotline) { h.CallAfter = 0 }, rosa, lea)
	x := urgent(s, "5th and Main, Oakland")
	crew[0].Hears("page.charge")
	e.Advance(24 * time.Hour)
	s.Wait(time.Second)
	crew[1].Hears("page.charge")
	x.Gets("report.nobody")
	e.Advance(-24 * time.Hour)
	if err := s.Desk.Audit(context.Background()); err != nil {
		t.Fatal(err)
	}
	s.Wait(3 * time.Minute)
	if crew[0].Waiting()+crew[1].Waiting() == 0 {
		t.Error("nobody is asked again after the clock was set back")
	}
	crew[0].Skips()
	crew[1].Skips()
}

func TestTheWholeStoryOnARealRedis(t *testing.T) {
	h := settings.Default()
	h.Languages = nil
	s := sim.NewStory(t, sim.ShippedAs(t, h), ports(t, real(t, redistest.Start(t))), func(time.Duration) {})
	crew := s.Crew("Rosa Diaz,+15005550101,sms,en,,dispatcher,always", "Ana Cruz,+15005550103,sms,es,,verifier,always")
	rosa, ana := crew[0], crew[1]
	x := urgent(s, "5th and Main, Oakland")
	rosa.Hears("page.charge").Says("TAKE ?").Hears("reply.took")
	rosa.Says("SEND ?").Hears("reply.sent")
	ana.Hears("page.deploy").Says("GO ? 8").Hears("reply.go")
	ana.Says("HERE ?").Hears("reply.here")
	ana.Says("CONF ?").Hears("reply.result")
	ana.Says("CLEAR ?").Hears("reply.cleared")
	rosa.Hears("crew.going", "crew.here", "crew.result", "crew.result")
	rosa.Says("CLOSE ?").Hears("reply.close")
	x.Gets("report.seen", "report.coming", "report.real", "report.clear")
}
