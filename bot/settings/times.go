package settings

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// answerWindow is how long a repeated message gets the answer it got before (keepAnswer in package desk; keep the two
// equal). A message id that is forgotten sooner would act twice.
const answerWindow = 10 * time.Minute

// limits checks the keys where 0 means off.
func (c *checker) limits() {
	h := c.hotline
	c.atLeastZero(h.CallAfter, "call_after")
	c.atLeastZero(h.PlaceWithin, "place_within")
	c.atLeastZero(h.Flood.PageEvery, "flood", "page_every")
	c.atLeastZero(h.Outbox.Settle, "outbox", "settle")
	c.atLeastZero(h.Broadcast.Hold, "broadcast", "hold")
	c.atLeastZero(h.SelfTest, "self_test")
	c.countAtLeastZero(h.Flood.DigestOver, "flood", "digest_over")
	c.countAtLeastZero(h.Broadcast.CapPerHour, "broadcast", "cap_per_hour")
	if reviews := []string{"off", "core", "all"}; !slices.Contains(reviews, h.RequireReview) {
		c.bad(fmt.Sprintf("require_review is %q", h.RequireReview), "use one of "+strings.Join(reviews, ", "), "require_review")
	}
}

func (c *checker) atLeastZero(d time.Duration, path ...any) {
	if d < 0 {
		c.bad(fmt.Sprintf("%s is %s", dotted(path), d), "write a length of time such as 60s, or 0 for off", path...)
	}
}

func (c *checker) countAtLeastZero(n int, path ...any) {
	if n < 0 {
		c.bad(fmt.Sprintf("%s is %d", dotted(path), n), "write a number, or 0 for off", path...)
	}
}

func dotted(path []any) string {
	names := make([]string, len(path))
	for i, step := range path {
		names[i] = fmt.Sprint(step)
	}
	return strings.Join(names, ".")
}

func (c *checker) quietHours() {
	q := c.hotline.QuietHours
	if q == nil {
		return
	}
	c.timeOfDay("from", q.From)
	c.timeOfDay("to", q.To)
	if q.From == q.To {
		c.bad(fmt.Sprintf("quiet hours begin and end at %q", q.From),
			"let them end at another time, or remove quiet_hours", "quiet_hours", "to")
	}
	c.zone(q.Zone, "quiet_hours", "zone")
}

// zone checks a time zone. "" and "Local" load, but mean the machine's own, which is nobody's promise.
func (c *checker) zone(name string, path ...any) {
	if _, err := time.LoadLocation(name); err != nil || name == "" || name == "Local" {
		c.bad(fmt.Sprintf("%s %q is not a time zone", dotted(path), name), "use an IANA name such as America/Los_Angeles", path...)
	}
}

func (c *checker) timeOfDay(key, text string) {
	if _, err := time.Parse("15:04", text); err != nil || len(text) != len("15:04") {
		c.bad(fmt.Sprintf("quiet_hours.%s %q is not a time of day", key, text),
			`write hours and minutes of a 24-hour clock in quotes: "21:00"`, "quiet_hours", key)
	}
}

// leastContact is how long a contact is kept at least: its lifetime is renewed once a day.
const leastContact = 48 * time.Hour

func (c *checker) retention() {
	r := c.hotline.Retention
	c.kept(r.Contact, max(leastContact, r.Conversation), "contact")
	c.kept(r.Conversation, time.Second, "conversation")
	c.kept(r.IncidentText, time.Second, "incident_text")
	c.kept(r.Incident, time.Second, "incident")
	c.kept(r.Receipts, time.Second, "receipts")
	c.kept(r.SIDs, answerWindow, "sids")
}

func (c *checker) kept(d, least time.Duration, key string) {
	if d < least {
		c.bad(fmt.Sprintf("retention.%s is %s", key, d), fmt.Sprintf("keep it for at least %s", least), "retention", key)
	}
}
