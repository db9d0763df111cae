package desk_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/broadcast"
)

// halfway is a broadcast to everybody that was paused with all of its texts queued and none sent.
func halfway(t *testing.T, n int) *campaign {
	c := campaigning(t, n, nil).drafts(moved()).approved().plans(2)
	if err := c.PauseBroadcast(t.Context(), c.id, "ana"); err != nil {
		t.Fatal(err)
	}
	return c
}

// resumes lets another organizer approve what a revision says, and everything that is due happen.
func (c *campaign) resumes(spec bot.BroadcastSpec) {
	c.t.Helper()
	if err := c.Revise(c.t.Context(), c.id, spec, "ana"); err != nil {
		c.t.Fatal(err)
	}
	c.approved().waits(time.Minute)
	c.goes()
	c.stands(bot.BroadcastDone)
}

// It was paused because it was about to reach the wrong place. What had been queued for that does not go either.
func TestARevisionThatMeansFewerReachesNoOthers(t *testing.T) {
	c := halfway(t, 6)
	fremont := moved()
	fremont.Audience.Regions = []string{"fremont"}
	c.resumes(fremont)
	if got, want := c.got(), []string{number(0), number(2), number(4)}; !slices.Equal(got, want) {
		t.Errorf("written to %v, want %v", got, want)
	}
	if r := c.reports(); r.ByCode[string(bot.RefusedOutside)] != 3 {
		t.Errorf("%+v %v", r.Outcome, r.ByCode)
	}
}

// It was narrowed by mistake, and widened again: whom the first revision left out gets it after all, and nobody twice.
func TestARevisionThatMeansMoreReachesWhomAnEarlierOneLeftOut(t *testing.T) {
	c := halfway(t, 6)
	fremont := moved()
	fremont.Audience.Regions = []string{"fremont"}
	if err := c.Revise(t.Context(), c.id, fremont, "ana"); err != nil {
		t.Fatal(err)
	}
	c.approved().waits(time.Minute)
	c.plans(2).works()
	if r := c.reports(); r.Posted != 3 || r.ByCode[string(bot.RefusedOutside)] != 3 {
		t.Fatalf("narrowed: %+v %v", r.Outcome, r.ByCode)
	}
	if err := c.PauseBroadcast(t.Context(), c.id, "ana"); err != nil {
		t.Fatal(err)
	}
	time.Sleep(1100 * time.Millisecond) // a server remembers the wording before for a second, and the hold is longer than that
	c.resumes(moved())
	c.onceEach(6)
	if r := c.stands(bot.BroadcastDone); r.Posted != 6 || r.Withdrawn != 0 || r.Recipients != 6 {
		t.Errorf("%+v %v", r.Outcome, r.ByCode)
	}
}

func TestARevisionWithoutALanguageSendsNoEmptyText(t *testing.T) {
	for _, missing := range []string{broadcast.MissingSkip, broadcast.MissingDefault} {
		c := halfway(t, 6)
		english := moved()
		english.Missing = missing
		delete(english.Bodies, "es")
		c.resumes(english)
		want := map[string]int{broadcast.MissingSkip: 4, broadcast.MissingDefault: 6}[missing]
		if texts := c.provider.texts(); len(texts) != want || slices.ContainsFunc(texts, func(s string) bool { return !strings.HasPrefix(s, "Clinic moved") }) {
			t.Errorf("missing %s: sent %q", missing, texts)
		}
	}
}

// Who got another broadcast cannot be looked at in the moment of sending.
func TestWhatSomeGotKeepsWhatItAnswersAndExcepts(t *testing.T) {
	c := campaigning(t, 4, nil).drafts(moved()).approved().goes()
	first := c.id
	c.drafts(moved()).approved().plans(2)
	if err := c.PauseBroadcast(t.Context(), c.id, "ana"); err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string]func(*bot.BroadcastSpec){
		"except":  func(s *bot.BroadcastSpec) { s.Audience.Except = []bot.BroadcastID{first} },
		"answers": func(s *bot.BroadcastSpec) { s.Answers = first },
		"kind":    func(s *bot.BroadcastSpec) { s.Audience.Kind = broadcast.Responders },
	} {
		spec := moved()
		change(&spec)
		if err := c.Revise(t.Context(), c.id, spec, "ana"); !errors.Is(err, bot.ErrRefused) || !strings.Contains(err.Error(), "except: ["+string(c.id)+"]") {
			t.Errorf("%s: %v", name, err)
		}
	}
	same := moved()
	same.Audience.Kind = broadcast.Subscribers // what an empty one means
	if err := c.Revise(t.Context(), c.id, same, "ana"); err != nil {
		t.Error(err)
	}
}

// A start that is over makes nothing valid for longer.
func TestWhatIsApprovedLateIsNotValidForLonger(t *testing.T) {
	c := campaigning(t, 3, nil)
	now, err := c.store.Now(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	spec := moved()
	spec.Start, spec.Valid = now.Add(-50*time.Minute).Format(time.RFC3339), time.Hour
	c.drafts(spec).approved().plans(2)
	c.waits(9 * time.Minute)
	c.works()
	c.goes()
	if r := c.stands(bot.BroadcastDone); len(c.got()) != 0 || r.ByCode["late"] != 3 {
		t.Errorf("written to %v: %+v %v", c.got(), r.Outcome, r.ByCode)
	}
	spec.Start = now.Add(-49 * time.Minute).Format(time.RFC3339) // 10 minutes have passed: its hold lasts longer than it is valid
	c.drafts(spec)
	if err := c.Approve(t.Context(), c.id, c.previews().Hash, "berta"); !errors.Is(err, bot.ErrRefused) {
		t.Errorf("approved: %v", err)
	}
}

// Whoever asked for the alerts of all places keeps them, whatever a file says.
func TestAFileNarrowsNobodysAlerts(t *testing.T) {
	o := jumpOffice(t, inTheBay)
	const number = "+15005550021"
	o.says(number, "join", "join.where").says(number, "0", "join.ask").says(number, "AGREE", "join.done")
	row := bot.Enrolment{Address: bot.Address{Channel: bot.SMS, Value: number}, Regions: "fremont", Proof: "form"}
	if did, err := o.Enrol(t.Context(), []bot.Enrolment{row}); err != nil || did[0] != bot.EnrolSame {
		t.Errorf("%v, %v", did, err)
	}
	if c, _ := o.subscriber(number); c.Regions != "" {
		t.Errorf("only %q is left", c.Regions)
	}
}

// A false alarm is killed halfway. Its correction goes to those who got it, or may have, and to nobody else.
func TestTheCorrectionOfAKilledOneGoesToWhoMayHaveGotIt(t *testing.T) {
	c := campaigning(t, 9, nil)
	fates := map[string]bot.Result{number(0): {Outcome: bot.Permanent, Code: 21614}, number(1): {Outcome: bot.Unknown}, number(2): {Outcome: bot.Unreached}}
	c.provider.answer = func(_ context.Context, p bot.Parcel) *bot.Result {
		if r, ok := fates[p.To.Value.Reveal()]; ok {
			return &r
		}
		return nil
	}
	alarm := moved()
	alarm.Audience.Languages = []bot.Language{"en"} // 1, 2, 4, 5, 7 and 8
	c.drafts(alarm).approved().plans(2)
	c.hears(bot.SMS, number(8), "LEAVE")
	c.works()
	if err := c.KillBroadcast(t.Context(), c.id, "ana"); err != nil {
		t.Fatal(err)
	}
	c.waits(time.Minute)
	c.goes()
	killed := c.id
	c.hears(bot.SMS, number(7), "STOP") // who got it, and wants nothing more
	c.hears(bot.SMS, number(5), "DELETE")
	clear(fates)
	c.waits(time.Hour)
	c.goes()
	c.provider.posted = nil
	correction := moved()
	correction.Answers = killed
	c.drafts(correction).approved().goes()
	c.stands(bot.BroadcastDone)
	if got, want := c.got(), []string{number(1), number(4)}; !slices.Equal(got, want) {
		t.Errorf("the correction went to %v, want %v", got, want)
	}
}

// What was paused and revised may still go on: nobody knows yet who gets it.
func TestWhatIsRevisedHalfwayIsNotAnsweredYet(t *testing.T) {
	c := halfway(t, 4)
	if err := c.Revise(t.Context(), c.id, moved(), "ana"); err != nil {
		t.Fatal(err)
	}
	correction := moved()
	correction.Answers = c.id
	c.drafts(correction)
	if b := c.previews().Blockers; !slices.ContainsFunc(b, func(s string) bool { return strings.HasPrefix(s, "answers_open") }) {
		t.Errorf("blockers %q", b)
	}
}

// Whoever is forgotten, or left and came back for another place, between the plan and the moment of sending gets nothing.
func TestWhoIsForgottenOrMovesAfterThePlanGetsNothing(t *testing.T) {
	fremont := moved()
	fremont.Audience.Regions = []string{"fremont"}
	c := campaigning(t, 6, nil).drafts(fremont).approved().plans(2)
	c.hears(bot.SMS, number(0), "DELETE")
	c.hears(bot.SMS, number(2), "LEAVE")
	for _, words := range []string{"JOIN", "oakland", "AGREE"} {
		c.hears(bot.SMS, number(2), words)
	}
	c.gets(number(2), true)
	c.works()
	c.goes()
	c.stands(bot.BroadcastDone)
	if got := c.got(); !slices.Equal(got, []string{number(4)}) {
		t.Errorf("written to %v", got)
	}
}
