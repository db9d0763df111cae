package desk_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
)

// byText is a campaign of Bo's, whom Ana may contradict by text.
func byText(t *testing.T) *campaign {
	c := campaigning(t, 12, nil)
	c.hires()
	var err error
	if c.id, err = c.Draft(t.Context(), moved(), "Bo"); err != nil {
		t.Fatal(err)
	}
	return c
}

// texts sends what Ana's phone texts, or another's, and returns the answer.
func (c *campaign) texts(number, words string) string {
	c.t.Helper()
	var all []string
	for _, r := range c.hears(bot.SMS, number, words) {
		all = append(all, r.Text)
	}
	return strings.Join(all, "\n")
}

const anasPhone = "+15005550001"

// answers checks how Ana is answered.
func (c *campaign) answers(words, want string) {
	c.t.Helper()
	if got := c.texts(anasPhone, words); !strings.Contains(got, want) {
		c.t.Errorf("%q is answered %q, want %q", words, got, want)
	}
}

func (c *campaign) is(want bot.BroadcastState) {
	c.t.Helper()
	if r, err := c.BroadcastReport(context.Background(), c.id); err != nil || r.State != want {
		c.t.Errorf("it is %s, want %s (%v)", r.State, want, err)
	}
}

func TestAnOrganizerApprovesByTextWhatSheHasSeen(t *testing.T) {
	c := byText(t)
	c.answers("APPROVE 1 "+code(anaSecret, 0), "First see what 1 says")
	shown := c.texts(anasPhone, "show 1")
	for _, want := range []string{"1 clinic, by Bo: 12 people, 12 segments, 0.12 USD", "\naudience: subscribers", "\nquiet: defer\n", "Clinic moved to the library,", "La clinica ahora es en la biblioteca,", "STOP ends all texts"} {
		if !strings.Contains(shown, want) {
			t.Errorf("no %q in %q", want, shown)
		}
	}
	c.answers("APPROVE 1", "not your code")
	c.answers("APPROVE 1 000000", "not your code")
	c.is(bot.BroadcastDraft)
	now := code(anaSecret, 0)
	c.answers("approve #1 "+now[:3]+" "+now[3:]+".", "1 is approved. It goes to 12 people")
	c.is(bot.BroadcastHolding)
	c.waits(61 * time.Second).works()
	c.answers("PAUSE 1", "1 is paused")
	c.answers("RESUME 1 "+now, "not your code") // it was used
	c.answers("RESUME 1 "+code(anaSecret, 1), "1 goes on")
	c.answers("KILL 1", "1 is stopped for good. 0 people got it")
	c.is(bot.BroadcastKilled)
	c.answers("KILL 1", "That cannot be done with 1 now")
	c.answers("SHOW 99", "That cannot be done with 99 now")
}

func TestAChangeAfterItWasShownIsSeenFirst(t *testing.T) {
	c := byText(t)
	c.texts(anasPhone, "SHOW 1")
	spec := moved()
	spec.Bodies["en"] = "Clinic closed."
	if err := c.Revise(t.Context(), c.id, spec, "Bo"); err != nil {
		t.Fatal(err)
	}
	c.answers("APPROVE 1 "+code(anaSecret, 0), "First see what 1 says now")
	c.is(bot.BroadcastDraft)
	c.answers("SHOW 1", "Clinic closed.")
	c.answers("APPROVE 1 "+code(anaSecret, 0), "approved") // the code was not used up
}

func TestWhatSheWroteHerselfSomebodyElseApproves(t *testing.T) {
	c := byText(t)
	c.drafts(moved())
	if err := c.Revise(t.Context(), c.id, moved(), "Ana"); err != nil {
		t.Fatal(err)
	}
	c.answers("SHOW 2", "by Ana")
	c.answers("APPROVE 2 "+code(anaSecret, 0), "You wrote 2")
	c.is(bot.BroadcastDraft)
}

// Whoever is no organizer, or writes from another phone, is a texter.
func TestFromAnotherPhoneItIsAnyText(t *testing.T) {
	c := byText(t)
	for _, number := range []string{"+15005550077", number(3)} {
		if got := c.texts(number, "KILL 1"); strings.Contains(got, "stopped") || strings.Contains(got, "broadcast") {
			t.Errorf("answered %q", got)
		}
	}
	c.is(bot.BroadcastDraft)
	for _, words := range []string{"KILL", "KILL 0", "KILL one", "please KILL 1", "APPROVE 1 12345", "SHOW 1 me"} {
		if got := c.texts(anasPhone, words); strings.Contains(got, "stopped") || strings.Contains(got, "Bo:") {
			t.Errorf("%q is answered %q", words, got)
		}
	}
	c.is(bot.BroadcastDraft)
}

// The provider sends a text again whose answer got lost: it acts once and is answered the same.
func TestATextThatComesTwiceActsOnce(t *testing.T) {
	c := byText(t)
	c.texts(anasPhone, "SHOW 1")
	e := received(9001, anasPhone, "APPROVE 1 "+code(anaSecret, 0))
	first, err := c.Receive(t.Context(), e)
	if err != nil {
		t.Fatal(err)
	}
	second, err := c.Receive(t.Context(), e)
	if err != nil || len(second) != 1 || second[0].Text != first[0].Text || !strings.Contains(first[0].Text, "approved") {
		t.Errorf("first %q, then %q, %v", first[0].Text, second[0].Text, err)
	}
}
