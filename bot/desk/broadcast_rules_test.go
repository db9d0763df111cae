package desk_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/broadcast"
)

func TestQuietHoursLeaveABroadcastForTheMorning(t *testing.T) {
	c := campaigning(t, 4, func(h *bot.Hotline) {
		h.QuietHours = &bot.QuietHours{From: "21:00", To: "08:00", Zone: "America/Los_Angeles"}
	})
	zone, _ := time.LoadLocation("America/Los_Angeles")
	c.until(22, zone)
	c.drafts(moved())
	if p := c.previews(); p.Quiet != 4 || len(p.Blockers) > 0 {
		t.Errorf("the preview tells %+v", p)
	}
	c.approved().goes()
	if r := c.stands(bot.BroadcastSending); len(c.got()) > 0 || r.Left != 4 || len(r.Waits) != 1 || !strings.HasPrefix(r.Waits[0], "quiet_hours until ") || r.Seconds < 9*3600 {
		t.Errorf("at night: %v, %+v", c.got(), r)
	}
	c.until(8, zone)
	c.goes()
	c.stands(bot.BroadcastDone)
	c.onceEach(4)

	night := moved()
	night.Quiet, night.Reason = broadcast.QuietOverride, "raid"
	c.until(23, zone)
	c.drafts(night).approved().goes()
	if r := c.stands(bot.BroadcastDone); r.Posted != 4 || r.Events[len(r.Events)-1].What != broadcast.Overrode || r.Events[len(r.Events)-1].Note != "raid" {
		t.Errorf("an emergency: %+v, %+v", r.Outcome, r.Events)
	}
	drop := moved()
	drop.Quiet = broadcast.QuietDrop
	if p := c.drafts(drop).previews(); p.Dropped != 4 || len(p.Blockers) != 1 || !strings.HasPrefix(p.Blockers[0], "quiet_hours: 4 of 4") {
		t.Errorf("at night the preview of what is dropped tells %+v", p)
	}
	c.until(20, zone)
	c.waits(58 * time.Minute)
	c.approved().waits(5 * time.Minute) // no server runs until nine
	c.goes()
	if r := c.stands(bot.BroadcastDone); r.Posted != 0 || r.Withdrawn != 4 || r.ByCode["quiet"] != 4 {
		t.Errorf("dropped at night: %+v", r.Outcome)
	}
}

// until moves the clock to the next time at which clocks show an hour.
func (c *campaign) until(hour int, zone *time.Location) {
	c.t.Helper()
	now, err := c.store.Now(c.t.Context())
	if err != nil {
		c.t.Fatal(err)
	}
	local := now.In(zone)
	next := time.Date(local.Year(), local.Month(), local.Day(), hour, 0, 1, 0, zone)
	if !next.After(local) {
		next = time.Date(local.Year(), local.Month(), local.Day()+1, hour, 0, 1, 0, zone)
	}
	c.waits(next.Sub(local))
}

func TestWhatCanSucceedIsTriedAgainAndNothingElse(t *testing.T) {
	c := campaigning(t, 3, nil).drafts(moved())
	fates := map[string]bot.Result{number(0): {Outcome: bot.Permanent, Code: 21614}, number(1): {Outcome: bot.OptedOut, Code: 21610}, number(2): {Outcome: bot.Unreached}}
	c.provider.answer = func(_ context.Context, p bot.Parcel) *bot.Result {
		if r, ok := fates[p.To.Value.Reveal()]; ok {
			return &r
		}
		return nil
	}
	c.approved()
	for range 15 {
		c.goes()
		c.waits(20 * time.Minute)
	}
	r := c.stands(bot.BroadcastDone)
	if r.Failed != 2 || r.OptedOut != 1 || r.ByCode["21610"] != 1 || r.ByCode["21614"] != 1 {
		t.Fatalf("%+v %v", r.Outcome, r.ByCode)
	}
	if dead, err := c.DeadLetters(t.Context(), 10); err != nil || len(dead) != 0 {
		t.Errorf("%d dead letters, %v: the report counts what failed", len(dead), err)
	}
	delete(fates, number(2))
	if n, err := c.RetryBroadcast(t.Context(), c.id, "ana", false); err != nil || n != 1 {
		t.Fatalf("%d are tried again, %v", n, err)
	}
	c.goes()
	if r := c.stands(bot.BroadcastDone); r.Posted != 1 || r.Failed != 1 {
		t.Errorf("%+v", r.Outcome)
	}
}

// Whoever may not have got it gets it again if a person wants that, marked.
func TestWhatIsHeldIsReleasedTogether(t *testing.T) {
	c := campaigning(t, 4, nil).drafts(moved())
	unknown := true
	c.provider.answer = func(context.Context, bot.Parcel) *bot.Result {
		if unknown {
			return &bot.Result{Outcome: bot.Unknown}
		}
		return nil
	}
	c.approved()
	for range 3 {
		c.goes()
		c.waits(time.Second)
	}
	if r := c.stands(bot.BroadcastDone); r.Held != 4 || r.Unknown != 4 {
		t.Fatalf("%+v", r.Outcome)
	}
	unknown = false
	if n, err := c.RetryBroadcast(t.Context(), c.id, "ana", false); err != nil || n != 0 {
		t.Errorf("%d are tried again, %v", n, err)
	}
	if n, err := c.RetryBroadcast(t.Context(), c.id, "ana", true); err != nil || n != 4 {
		t.Errorf("%d are released, %v", n, err)
	}
	c.provider.posted = nil
	c.goes()
	if r := c.stands(bot.BroadcastDone); r.Posted != 4 || r.Held != 0 {
		t.Errorf("%+v", r.Outcome)
	}
	for _, words := range c.provider.texts() {
		if !strings.HasPrefix(words, "(repe") {
			t.Errorf("sent %q", words)
		}
	}
	if dead, err := c.DeadLetters(t.Context(), 10); err != nil || len(dead) != 0 {
		t.Errorf("%d dead letters, %v", len(dead), err)
	}
}

func TestNoHourSeesMoreRecipientsThanItMay(t *testing.T) {
	c := campaigning(t, 25, func(h *bot.Hotline) { h.Broadcast.CapPerHour = 10 }).drafts(moved())
	if s := c.previews().Seconds; s != 7200 {
		t.Errorf("it takes %v s", s)
	}
	zone := time.UTC
	now, _ := c.store.Now(t.Context())
	c.until(now.Add(time.Hour).Hour(), zone)
	c.approved().goes()
	for _, want := range []int{10, 20, 25} {
		if got := len(c.got()); got != want {
			t.Errorf("%d were written to, want %d", got, want)
		}
		if waits := c.reports().Waits; want < 25 && (len(waits) != 1 || !strings.HasPrefix(waits[0], "cap_per_hour until ")) {
			t.Errorf("it waits for %q", waits)
		}
		c.waits(time.Hour)
		c.goes()
	}
	c.stands(bot.BroadcastDone)
	c.onceEach(25)
}

func TestATextThatWouldBeStaleIsNotSent(t *testing.T) {
	spec := moved()
	spec.Valid = 10 * time.Minute
	c := campaigning(t, 5, nil).drafts(spec).approved().plans(2)
	c.waits(10 * time.Minute)
	c.works()
	c.goes()
	if r := c.stands(bot.BroadcastDone); r.Withdrawn != 5 || r.Recipients != 5 || r.ByCode["late"] != 5 || len(c.got()) != 0 {
		t.Errorf("%+v %v", r.Outcome, r.ByCode)
	}
}

func TestSubscribersAreFoundAgainAndStaysWhatTheySaid(t *testing.T) {
	c := campaigning(t, 3, nil)
	c.hears(bot.SMS, number(1), "STOP")
	again, err := c.Enrol(t.Context(), []bot.Enrolment{
		{Address: bot.Address{Channel: bot.SMS, Value: bot.Private(number(0))}, Proof: "again", Regions: "fremont"},
		{Address: bot.Address{Channel: bot.SMS, Value: bot.Private(number(1))}, Proof: "again"},
		{Address: bot.Address{Channel: bot.SMS, Value: bot.Private(number(2))}, Regions: "oakland"},
		{Address: bot.Address{Channel: bot.SMS, Value: bot.Private(number(9))}, Language: "en"},
	})
	if want := []bot.Enrolled{bot.EnrolSame, bot.EnrolStopped, bot.EnrolChanged, bot.EnrolAdded}; err != nil || !slices.Equal(again, want) {
		t.Errorf("got %v, %v, want %v", again, err, want)
	}
	count := map[bot.Alerts]int{}
	err = c.EachSubscriber(t.Context(), func(some []bot.Contact) error {
		if err := c.OpenSubscribers(t.Context(), some); err != nil {
			return err
		}
		for _, p := range some {
			count[p.Alerts]++
			if p.Address.Value == "" || p.Alerts == bot.AlertsOn && (len(p.Consents()) == 0 || p.Consents()[0].What != bot.ConsentImported) {
				t.Errorf("%+v, %v", p, p.Consents())
			}
		}
		return nil
	})
	if err != nil || count[bot.AlertsOn] != 3 || count[bot.AlertsAsk] != 1 {
		t.Errorf("%v, %v", count, err)
	}
	c.hears(bot.SMS, number(0), "DELETE")
	left := 0
	_ = c.EachSubscriber(t.Context(), func(some []bot.Contact) error { left += len(some); return nil })
	if left != 3 {
		t.Errorf("after DELETE %d are on the list", left)
	}
}

func TestABroadcastForRespondersGoesToEachOnce(t *testing.T) {
	c := campaigning(t, 4, nil)
	ways := func(n string) []bot.Address {
		return []bot.Address{{Channel: bot.SMS, Value: bot.Private(n)}, {Channel: bot.WhatsApp, Value: bot.Private(n)}}
	}
	always := []bot.Shift{{Always: true}}
	err := c.SetRoster(t.Context(), []bot.Responder{
		{Name: "Ana", Addresses: ways("+14155558001"), Languages: []bot.Language{"es"}, Roles: []bot.Role{bot.RoleVerifier}, Shifts: always},
		{Name: "Bo", Addresses: ways("+14155558002"), Languages: []bot.Language{"en"}, Roles: []bot.Role{bot.RoleVerifier, bot.RoleLead}, Shifts: always},
		{Name: "Cy", Addresses: ways("+14155558003"), Languages: []bot.Language{"en"}, Roles: []bot.Role{bot.RoleLegal}, Shifts: always},
	})
	if err != nil {
		t.Fatal(err)
	}
	spec := moved()
	spec.Audience = bot.Audience{Kind: broadcast.Responders, Groups: []string{"verifier"}}
	c.drafts(spec).approved().goes()
	c.stands(bot.BroadcastDone)
	if got := c.got(); !slices.Equal(got, []string{"+14155558001", "+14155558002"}) {
		t.Errorf("written to %v", got)
	}
}

// WhatsApp takes anything from a contact who has just written, else an approved template.
func TestByWhatsAppABroadcastGoesAsItsTemplate(t *testing.T) {
	c := campaigning(t, 0, func(h *bot.Hotline) {
		h.Templates = map[string]map[bot.Language]string{"news": {"es": "HX1"}}
	})
	var all []bot.Enrolment
	for _, n := range []string{"+525555550001", "+525555550002", "+14155550003"} {
		all = append(all, bot.Enrolment{Address: bot.Address{Channel: bot.WhatsApp, Value: bot.Private(n)}, Language: "es", Regions: "fremont", Proof: "form"})
	}
	if _, err := c.Enrol(t.Context(), all); err != nil {
		t.Fatal(err)
	}
	c.hears(bot.WhatsApp, "+525555550002", "hola")
	c.works()
	c.provider.posted = nil
	spec := moved()
	spec.Template = "news"
	c.drafts(spec)
	if p := c.previews(); p.Recipients != 2 || p.Unreachable[broadcast.USWhatsApp] != 1 || len(p.Blockers) > 0 {
		t.Errorf("%+v", p)
	}
	c.approved().goes()
	c.stands(bot.BroadcastDone)
	for _, p := range c.provider.posted {
		asTemplate := p.Template == "HX1" && p.Values["1"] == "La clinica ahora es en la biblioteca, Fremont. SALIR: fin de alertas. ALTO: fin de todo."
		asText := strings.HasPrefix(p.Text.Reveal(), "La clinica") && p.Template == ""
		if p.To.Value == "+525555550001" && !asTemplate || p.To.Value == "+525555550002" && !asText || p.Validity <= 0 || p.Validity > 10*time.Hour {
			t.Errorf("%s: %q %v %v", p.To.Value.Reveal(), p.Template, p.Values, p.Validity)
		}
	}
	if len(c.got()) != 2 {
		t.Errorf("written to %v", c.got())
	}
}

func TestWhatMustBeApprovedOrOverFirstStandsInTheWay(t *testing.T) {
	c := campaigning(t, 3, func(h *bot.Hotline) { h.RequireReview = "all" }).drafts(moved())
	if b := c.previews().Blockers; len(b) != 2 || !strings.HasPrefix(b[0], "review_missing: nobody has approved broadcast.opt_out in en") {
		t.Errorf("blockers %q", b)
	}
	c = campaigning(t, 3, nil).drafts(moved()).approved()
	correction := moved()
	correction.Answers = c.id
	c.drafts(correction)
	if b := c.previews().Blockers; len(b) != 2 || !strings.HasPrefix(b[1], "answers_open: broadcast 1") {
		t.Errorf("blockers %q", b)
	}
	if err := c.Approve(t.Context(), c.id, c.previews().Hash, "berta"); err == nil {
		t.Error("approved")
	}
}
