package settings

import (
	"fmt"
	"math"
	"regexp"
)

const (
	e164      = `\+[1-9][0-9]{6,14}`
	shortCode = `[0-9]{3,8}`
)

func (c *checker) senders() {
	s := c.hotline.Senders
	c.sender("sms", s.SMS, e164+"|"+shortCode, `write "+15005550006" or a short code such as "12345"`)
	c.sender("whatsapp", s.WhatsApp, "whatsapp:"+e164, `write "whatsapp:+15005550006"`)
	c.sender("pages", s.Pages, e164+"|"+shortCode, `write "+15005550006"`)
	c.callable()
}

// sender checks one address; an empty one means that the hotline has no such sender.
func (c *checker) sender(key, value, form, remedy string) {
	if value != "" && !regexp.MustCompile("^(?:"+form+")$").MatchString(value) {
		c.bad(fmt.Sprintf("senders.%s %q is not a sender's address", key, value), remedy, "senders", key)
	}
}

// callable warns when unanswered pages should become phone calls, and no number can call. What is no address at all is told already, and a
// hotline without any sender cannot page anyway.
func (c *checker) callable() {
	s := c.hotline.Senders
	is := func(value, form string) bool { return regexp.MustCompile("^(?:" + form + ")$").MatchString(value) }
	key, what := "pages", "is a short code, which cannot place phone calls"
	switch {
	case c.hotline.CallAfter <= 0, is(s.Pages, e164), is(s.SMS, e164):
		return
	case is(s.Pages, shortCode):
	case s.Pages == "" && is(s.SMS, shortCode):
		key = "sms"
	case s.Pages == "" && s.SMS == "" && is(s.WhatsApp, "whatsapp:"+e164):
		what = "is missing, and WhatsApp cannot place phone calls: no unanswered page becomes one"
	default:
		return
	}
	c.warn(fmt.Sprintf("senders.%s %s", key, what), "give senders.pages an ordinary number, or set call_after: 0", "senders", key)
}

func (c *checker) rates() {
	c.rate("sms", c.hotline.Rates.SMS)
	c.rate("whatsapp", c.hotline.Rates.WhatsApp)
}

func (c *checker) rate(key string, perSecond float64) {
	if !(perSecond > 0) || math.IsInf(perSecond, 0) { // not "<= 0": NaN is no rate either
		c.bad(fmt.Sprintf("rates.%s is %v", key, perSecond), "write how many may go out each second, more than 0", "rates", key)
	}
}
