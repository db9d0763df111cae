package desk_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/broadcast"
	"github.com/aldaba-hotline/aldaba/bot/store/redistest"
)

// campaign is an office with subscribers and one broadcast.
type campaign struct {
	*office
	id bot.BroadcastID
}

// campaigning opens an office on an embedded Redis with subscribers in Fremont and Oakland, every third of whom reads Spanish.
func campaigning(t *testing.T, subscribers int, change func(*bot.Hotline)) *campaign {
	t.Helper()
	c := &campaign{office: jumpOffice(t, func(h *bot.Hotline) {
		h.Senders = bot.Senders{SMS: "+15005550006", WhatsApp: "whatsapp:+15005550006"}
		h.Rates = bot.Rates{SMS: 1e6, WhatsApp: 1e6}
		h.Regions = map[string]bot.Region{"fremont": {}, "oakland": {}, "east-bay": {Zone: "America/New_York"}}
		h.Prices = bot.Prices{Currency: "USD", SMS: map[string]float64{"+1": 0.01}}
		h.Broadcast.Hold = time.Minute
		if change != nil {
			change(h)
		}
	})}
	c.enrols(subscribers)
	return c
}

func number(i int) string { return fmt.Sprintf("+1415555%04d", i) }

func (c *campaign) enrols(n int) {
	c.t.Helper()
	var all []bot.Enrolment
	for i := range n {
		all = append(all, bot.Enrolment{Address: bot.Address{Channel: bot.SMS, Value: bot.Private(number(i))}, Proof: "paper form",
			Language: []bot.Language{"es", "en", "en"}[i%3], Regions: bot.Names([]string{"fremont", "oakland"}[i%2])})
	}
	results, err := c.Enrol(c.t.Context(), all)
	if err != nil || len(results) != n {
		c.t.Fatalf("%d enrolled, %v", len(results), err)
	}
}

func moved() bot.BroadcastSpec {
	return bot.BroadcastSpec{Name: "clinic", Bodies: map[bot.Language]bot.Private{"en": "Clinic moved to the library, {region}.", "es": "La clinica ahora es en la biblioteca, {region}."}}
}

func (c *campaign) drafts(s bot.BroadcastSpec) *campaign {
	c.t.Helper()
	var err error
	if c.id, err = c.Draft(c.t.Context(), s, "ana"); err != nil {
		c.t.Fatal(err)
	}
	return c
}

func (c *campaign) previews() broadcast.Preview {
	c.t.Helper()
	p, err := c.Preview(c.t.Context(), c.id)
	if err != nil {
		c.t.Fatal(err)
	}
	return p
}

// approved lets another organizer agree, and the hold pass.
func (c *campaign) approved() *campaign {
	c.t.Helper()
	if err := c.Approve(c.t.Context(), c.id, c.previews().Hash, "berta"); err != nil {
		c.t.Fatal(err)
	}
	c.waits(61 * time.Second)
	return c
}

// plans lets broadcasts be worked on so often.
func (c *campaign) plans(times int) *campaign {
	c.t.Helper()
	for range times {
		if err := c.WorkBroadcasts(context.Background()); err != nil {
			c.t.Fatal(err)
		}
	}
	return c
}

// goes lets everything that is due happen.
func (c *campaign) goes() *campaign {
	c.t.Helper()
	for range 3 {
		c.plans(2)
		c.works()
	}
	return c.plans(2)
}

func (c *campaign) reports() broadcast.Report {
	c.t.Helper()
	r, err := c.BroadcastReport(c.t.Context(), c.id)
	if err != nil {
		c.t.Fatal(err)
	}
	return r
}

func (c *campaign) stands(want bot.BroadcastState) broadcast.Report {
	c.t.Helper()
	r := c.reports()
	if r.State != want {
		c.t.Errorf("the broadcast is %s, want %s: %+v", r.State, want, r.Outcome)
	}
	return r
}

// got are the numbers that were written to, each as often as it was.
func (c *campaign) got() []string {
	c.provider.mu.Lock()
	defer c.provider.mu.Unlock()
	var all []string
	for _, p := range c.provider.posted {
		all = append(all, p.To.Value.Reveal())
	}
	slices.Sort(all)
	return all
}

// onceEach fails unless the first n subscribers were written to once each.
func (c *campaign) onceEach(n int) {
	c.t.Helper()
	var want []string
	for i := range n {
		want = append(want, number(i))
	}
	if got := c.got(); !slices.Equal(got, want) {
		c.t.Errorf("written to %d numbers, want %d once each: %v", len(got), n, got)
	}
}

func TestABroadcastGoesFromDraftToReport(t *testing.T) {
	c := campaigning(t, 30, nil).drafts(moved())
	p := c.previews()
	if p.Recipients != 30 || p.ByLanguage["es"].Recipients != 10 || len(p.Blockers) > 0 || p.Segments != 30 || p.Cost != 0.3 || p.Hash == "" {
		t.Errorf("the preview tells %+v", p)
	}
	c.approved().goes()
	r := c.stands(bot.BroadcastDone)
	if r.Recipients != 30 || r.Posted != 30 || r.ByLanguage["en"].Posted != 20 || r.Author != "ana" || r.Approver != "berta" {
		t.Errorf("the report tells %+v", r)
	}
	c.onceEach(30)
	for _, words := range c.provider.texts() {
		if want := "La clinica ahora es en la biblioteca, "; strings.HasPrefix(words, "La") && words != want+"Fremont.\nSALIR: fin de alertas. ALTO: fin de todo." && words != want+"Oakland.\nSALIR: fin de alertas. ALTO: fin de todo." {
			t.Errorf("sent %q", words)
		}
	}
}

func TestNobodyApprovesTheirOwnOrWhatTheyHaveNotSeen(t *testing.T) {
	c := campaigning(t, 3, nil).drafts(moved())
	seen := c.previews().Hash
	refused := func(hash, by string) {
		t.Helper()
		if err := c.Approve(t.Context(), c.id, hash, by); !errors.Is(err, bot.ErrRefused) {
			t.Errorf("approved by %s: %v", by, err)
		}
	}
	refused(seen, "ana")
	refused("0123456789abcdef", "berta")
	changed := moved()
	changed.Bodies["en"] = "The clinic is closed."
	if err := c.Revise(t.Context(), c.id, changed, "carla"); err != nil {
		t.Fatal(err)
	}
	refused(seen, "berta")
	refused(c.previews().Hash, "carla")
	c.approved()
	refused(c.previews().Hash, "dora")
	c.goes()
	c.stands(bot.BroadcastDone)
	if got := c.provider.texts(); !strings.HasPrefix(got[1], "The clinic is closed.") && !strings.HasPrefix(got[0], "The clinic is closed.") {
		t.Errorf("sent %q", got)
	}
}

func TestNothingGoesBeforeTheHoldIsOver(t *testing.T) {
	c := campaigning(t, 3, nil).drafts(moved())
	if err := c.Approve(t.Context(), c.id, c.previews().Hash, "berta"); err != nil {
		t.Fatal(err)
	}
	c.waits(59 * time.Second).works()
	c.goes()
	c.stands(bot.BroadcastHolding)
	if len(c.got()) > 0 {
		t.Error("it went out during its hold")
	}
	c.waits(2 * time.Second)
	c.goes()
	c.onceEach(3)
}

// live is a campaign on a real Redis whose instances work by themselves.
func live(t *testing.T, subscribers, instances int, rate float64) *campaign {
	t.Helper()
	url := redistest.Start(t)
	c := &campaign{office: officeOn(t, real(t, url), func(h *bot.Hotline) {
		h.Senders, h.Rates, h.Broadcast.Hold = bot.Senders{SMS: "+15005550006"}, bot.Rates{SMS: rate, WhatsApp: 1}, 0
		h.Regions = map[string]bot.Region{"fremont": {}, "oakland": {}}
	})}
	c.enrols(subscribers)
	ctx, stop := context.WithCancel(context.Background())
	var running sync.WaitGroup
	t.Cleanup(func() { stop(); running.Wait() })
	for range instances {
		instance := c.again(real(t, url))
		running.Go(func() { instance.RunBroadcasts(ctx) })
		running.Go(func() { instance.RunOutbox(ctx, "test") })
	}
	return c
}

// lets approves without moving a clock.
func (c *campaign) lets() *campaign {
	c.t.Helper()
	if err := c.Approve(c.t.Context(), c.id, c.previews().Hash, "berta"); err != nil {
		c.t.Fatal(err)
	}
	return c
}

// comesTo waits until the provider has so many texts, or the broadcast stands so.
func (c *campaign) comesTo(what string, done func() bool) {
	c.t.Helper()
	for end := time.Now().Add(time.Minute); !done(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			c.t.Fatalf("never: %s; %+v", what, c.reports().Outcome)
		}
	}
}

// rests waits until what was under way has ended, and returns how many have been written to.
func (c *campaign) rests() int {
	sent := -1
	for ; sent != len(c.got()); time.Sleep(300 * time.Millisecond) {
		sent = len(c.got())
	}
	return sent
}

func TestAPausedBroadcastGoesOnWhereItWas(t *testing.T) {
	c := live(t, 120, 1, 40).drafts(moved()).lets()
	c.comesTo("twenty are written to", func() bool { return len(c.got()) >= 20 })
	if err := c.PauseBroadcast(t.Context(), c.id, "ana"); err != nil {
		t.Fatal(err)
	}
	sent := c.rests()
	time.Sleep(time.Second)
	if r := c.stands(bot.BroadcastPaused); len(c.got()) != sent || sent == 120 || r.Queued == 0 || r.Queued > 120-sent {
		t.Errorf("paused at %d, now %d: %+v", sent, len(c.got()), r.Outcome)
	}
	c.comesTo("the metrics tell that one is paused", func() bool { return c.meter.stands(bot.BroadcastPaused) == 1 })
	if err := c.ResumeBroadcast(t.Context(), c.id, "ana"); err != nil {
		t.Fatal(err)
	}
	c.comesTo("done", func() bool { return c.reports().State == bot.BroadcastDone })
	c.comesTo("the metrics tell that none is", func() bool {
		return c.meter.stands(bot.BroadcastPaused)+c.meter.stands(bot.BroadcastSending)+c.meter.stands(bot.BroadcastDone) == 0
	})
	c.onceEach(120)
}

func TestInstancesTogetherWriteToEverybodyOnce(t *testing.T) {
	c := live(t, 2000, 3, 1000).drafts(moved()).lets()
	c.comesTo("done", func() bool { return c.reports().State == bot.BroadcastDone })
	c.onceEach(2000)
	if r := c.reports(); r.Posted != 2000 || r.Recipients != 2000 {
		t.Errorf("%+v", r.Outcome)
	}
}

func TestAKilledBroadcastSendsNothingMoreAndSaysWhoGotIt(t *testing.T) {
	c := campaigning(t, 40, func(h *bot.Hotline) { h.Rates.SMS = 10 }).drafts(moved()).approved().plans(2)
	c.waits(time.Second)
	c.works()
	sent := len(c.got())
	if err := c.KillBroadcast(t.Context(), c.id, "berta"); err != nil {
		t.Fatal(err)
	}
	for range 5 {
		c.waits(10 * time.Second)
		c.goes()
	}
	r := c.stands(bot.BroadcastKilled)
	if len(c.got()) != sent || r.Posted != sent || r.Queued != 0 || r.Withdrawn == 0 || r.ByCode["killed"] != r.Withdrawn {
		t.Errorf("%d were written to before, %d after: %+v %v", sent, len(c.got()), r.Outcome, r.ByCode)
	}
	if err := c.ResumeBroadcast(t.Context(), c.id, "ana"); !errors.Is(err, bot.ErrRefused) {
		t.Errorf("resumed: %v", err)
	}
}

// Whoever says STOP or LEAVE after the plan was made is not written to.
func TestConsentIsLookedAtInTheMomentOfSending(t *testing.T) {
	c := campaigning(t, 6, nil).drafts(moved()).approved().plans(2)
	c.hears(bot.SMS, number(4), "STOP")
	c.works()
	c.goes()
	if r := c.stands(bot.BroadcastDone); r.Posted != 5 || r.OptedOut != 1 {
		t.Errorf("%+v", r.Outcome)
	}
	if slices.Contains(c.got(), number(4)) {
		t.Error("who said STOP was written to")
	}
}

func TestACorrectionGoesToExactlyThoseWhoGotIt(t *testing.T) {
	c := campaigning(t, 12, nil)
	first := moved()
	first.Audience.Regions = []string{"fremont"}
	c.drafts(first).approved().goes()
	c.stands(bot.BroadcastDone)
	earlier := c.id
	got := c.got()
	if len(got) != 6 {
		t.Fatalf("the first went to %v", got)
	}
	c.enrols(20) // eight more, who did not get it
	c.provider.posted = nil
	correction := moved()
	correction.Answers = earlier
	c.drafts(correction).approved().goes()
	c.stands(bot.BroadcastDone)
	if !slices.Equal(c.got(), got) {
		t.Errorf("the correction went to %v, the first to %v", c.got(), got)
	}
	c.provider.posted = nil
	others := moved()
	others.Audience.Except = []bot.BroadcastID{earlier}
	c.drafts(others).approved().goes()
	if len(c.got()) != 14 || slices.ContainsFunc(c.got(), func(n string) bool { return slices.Contains(got, n) }) {
		t.Errorf("all but those went to %v", c.got())
	}
}

// What is revised in the middle goes to nobody who has got it as it was.
func TestARevisedBroadcastWritesToNobodyTwice(t *testing.T) {
	c := live(t, 120, 2, 40).drafts(moved()).lets()
	c.comesTo("twenty are written to", func() bool { return len(c.got()) >= 20 })
	if err := c.PauseBroadcast(t.Context(), c.id, "ana"); err != nil {
		t.Fatal(err)
	}
	changed := moved()
	changed.Bodies["en"] = "Clinic moved to the school, {region}."
	if err := c.Revise(t.Context(), c.id, changed, "ana"); err != nil {
		t.Fatal(err)
	}
	before := c.rests()
	c.lets()
	c.comesTo("done", func() bool { return c.reports().State == bot.BroadcastDone })
	c.onceEach(120)
	school := 0
	for _, words := range c.provider.texts() {
		if strings.Contains(words, "school") {
			school++
		}
	}
	if school == 0 || school > 120-before {
		t.Errorf("%d of the %d after the change were told of the school", school, 120-before)
	}
}
