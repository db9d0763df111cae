package main

import (
	"bytes"
	"fmt"
	"regexp"
	"strconv"
	"sync"
	"testing"

	"github.com/aldaba-hotline/aldaba/bot"
)

func TestTwoServersShareOneContact(t *testing.T) {
	t.Parallel()
	a := openHotline(t)
	b := a.another()
	servers := []*hotline{a, b}
	mia := a.newPhone(bot.SMS)
	mia.says("good morning")
	words := []string{"menu", "1", "2", "what if they come to my work", "can i film the police"}
	var group sync.WaitGroup
	for n := range 40 {
		form := mia.text(words[n%len(words)])
		group.Go(func() {
			if r := servers[n%2].post(form); r.says(t) == "" {
				t.Errorf("message %d: status %d, %s", n, r.status, r.body)
			}
		})
	}
	group.Wait()
	mia.says("menu")
	mia.hears("en", "menu.ask")
	mia.h = b
	mia.says(wording(t, "en", bot.SMS, "menu.opt.home"))
	mia.hears("en", "door.ask")

	if taken := a.counted("answered") + b.counted("answered"); taken != 43 {
		t.Errorf("%d messages were answered, want 43", taken)
	}
	if decided := a.decided() + b.decided(); decided != 43 {
		t.Errorf("%d decisions were committed, want 43", decided)
	}
}

// The provider's second try may reach the other server, even before the first has answered.
func TestTwoServersAnswerOneMessageAlike(t *testing.T) {
	t.Parallel()
	a := openHotline(t)
	b := a.another()
	mia := a.newPhone(bot.SMS)
	mia.says("good morning")
	for range 10 {
		form := mia.text("ice is at my door right now")
		answers := make([]reply, 4)
		var group sync.WaitGroup
		for i, h := range []*hotline{a, b, a, b} {
			group.Go(func() { answers[i] = h.post(form) })
		}
		group.Wait()
		for _, r := range answers {
			if r.says(t) == "" || !bytes.Equal(r.body, answers[0].body) {
				t.Errorf("one message is answered with %s and with %s", answers[0].body, r.body)
			}
		}
	}
	if decided := a.decided() + b.decided(); decided != 11 {
		t.Errorf("%d decisions were committed, want 11", decided)
	}
}

// counted reads how many webhook requests had this outcome.
func (h *hotline) counted(outcome string) int {
	h.t.Helper()
	return h.total(fmt.Sprintf(`aldaba_inbound_total\{outcome="%s"\}`, outcome))
}

// decided reads how many decisions were committed.
func (h *hotline) decided() int {
	h.t.Helper()
	return h.total(`aldaba_decisions_total\{[^}]*\}`)
}

// total adds up the metrics that a pattern names.
func (h *hotline) total(pattern string) int {
	h.t.Helper()
	sum := 0
	for _, found := range regexp.MustCompile(`(?m)^`+pattern+` (\d+)$`).FindAllSubmatch(h.get(h.admin, "/metrics").body, -1) {
		n, err := strconv.Atoi(string(found[1]))
		if err != nil {
			h.t.Fatal(err)
		}
		sum += n
	}
	return sum
}
