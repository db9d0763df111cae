package desk_test

import (
	"errors"
	"strings"
	"sync"
	"testing"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/store/redistest"
)

// Whoever is removed after they saw it approves nothing, and their phone is anybody's.
func TestWhoIsRemovedApprovesNothingMore(t *testing.T) {
	c := byText(t)
	c.texts(anasPhone, "SHOW 1")
	if err := c.RemoveUser(t.Context(), "Ana"); err != nil {
		t.Fatal(err)
	}
	if got := c.texts(anasPhone, "APPROVE 1 "+code(anaSecret, 0)); strings.Contains(got, "approved") {
		t.Errorf("answered %q", got)
	}
	c.is(bot.BroadcastDraft)
}

// One code lets one thing happen, however it is used and wherever.
func TestACodeCountsOnceByTextAndByHand(t *testing.T) {
	c := byText(t)
	c.texts(anasPhone, "SHOW 1")
	now := code(anaSecret, 0)
	if _, err := c.Prove(t.Context(), "ana", now); err != nil {
		t.Fatal(err)
	}
	c.answers("APPROVE 1 "+now, "not your code")
	c.is(bot.BroadcastDraft)
	c.answers("APPROVE 1 "+code(anaSecret, 1), "approved")
	if _, err := c.Prove(t.Context(), "Ana", code(anaSecret, 1)); !errors.Is(err, bot.ErrRefused) {
		t.Errorf("the code of the text counts again: %v", err)
	}
}

// Who joins between SHOW and APPROVE belongs to the audience that was approved: its rule is, not its list.
func TestTheRuleOfTheAudienceIsApproved(t *testing.T) {
	c := byText(t)
	c.answers("SHOW 1", "12 people")
	c.enrols(14)
	c.answers("APPROVE 1 "+code(anaSecret, 0), "It goes to 14 people")
}

// An organizer may be on the list, report and say STOP like anybody: none of it mixes.
func TestAnOrganizerIsASubscriberAndAReporterToo(t *testing.T) {
	c := byText(t)
	c.texts(anasPhone, "JOIN")
	c.texts(anasPhone, "0")
	c.texts(anasPhone, "AGREE")
	c.gets(anasPhone, true)
	c.says(anasPhone, "RAID", "raid.where")
	c.answers("SHOW 1", "13 people")
	c.answers("APPROVE 1 "+code(anaSecret, 0), "approved")
	c.says(anasPhone, "1", "raid.where_again") // the question about the raid is still open, and 1 is no place
	c.texts(anasPhone, "STOP")
	c.gets(anasPhone, false)
	c.answers("KILL 1", "stopped for good")
	c.gets(anasPhone, false)
}

// Two organizers approve at two instances at the same moment: one of them has.
func TestTwoApprovalsAtOnceAreOne(t *testing.T) {
	url := redistest.Start(t)
	o := officeOn(t, real(t, url), inTheBay)
	c := &campaign{office: o}
	c.enrols(6)
	for range 5 {
		c.drafts(moved())
		hash := c.previews().Hash
		var wait sync.WaitGroup
		errs := make([]error, 2)
		for i, by := range []string{"berta", "carl"} {
			instance := o.again(real(t, url))
			wait.Go(func() { errs[i] = instance.Approve(t.Context(), c.id, hash, by) })
		}
		wait.Wait()
		if (errs[0] == nil) == (errs[1] == nil) {
			t.Errorf("berta: %v, carl: %v", errs[0], errs[1])
		}
		r := c.stands(bot.BroadcastHolding)
		if len(r.Events) != 2 || (r.Approver == "berta") != (errs[0] == nil) {
			t.Errorf("approved by %s: %+v", r.Approver, r.Events)
		}
	}
}
