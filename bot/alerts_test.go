package bot_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/aldaba-hotline/aldaba/bot"
)

func TestNamesAreASet(t *testing.T) {
	n := bot.NamesOf("oakland", "fremont oakland", "", " east-bay ")
	if n != "east-bay fremont oakland" || !n.Has("fremont") || n.Has("bay") || n.Has("") || n.With("fremont") != n || n.With("a") != "a "+n {
		t.Errorf("%q", n)
	}
	if got := n.List(); !slices.Equal(got, []string{"east-bay", "fremont", "oakland"}) || bot.Names("").List() != nil && len(bot.Names("").List()) > 0 {
		t.Errorf("%q", got)
	}
}

func TestARouteTellsACountryAndNobody(t *testing.T) {
	for value, want := range map[string][2]string{
		"+14155550123": {"sms+1", "+1"}, "+525555550123": {"sms+52", "+52"}, "+50255550123": {"sms+502", "+502"}, "+79165550123": {"sms+7", "+7"},
		"+840911234567": {"sms+84", "+84"}, "12345": {"sms", ""}, "": {"sms", ""}, "US.13491208655302741918": {"sms+1", "+1"}, "MX.13491208655302741918": {"sms", ""},
	} {
		r := bot.RouteOf(bot.Address{Channel: bot.SMS, Value: bot.Private(value)})
		if string(r) != want[0] || r.Code() != want[1] || r.Channel() != bot.SMS {
			t.Errorf("%s: %q %q %q", value, r, r.Code(), r.Channel())
		}
	}
	if r := bot.RouteOf(bot.Address{}); r != "" || r.Channel() != "" {
		t.Errorf("%q", r)
	}
}

func TestWhatWasSaidAboutConsentIsKept(t *testing.T) {
	var c bot.Contact
	for i := range 40 {
		c = c.Noted(bot.ConsentRecord{At: int64(i), What: bot.ConsentJoined, Said: bot.Private(fmt.Sprint("word ", i))})
	}
	all := c.Consents()
	if len(all) != 16 || all[0].At != 0 || all[3].At != 3 || all[4].At != 28 || all[15].Said != "word 39" {
		t.Errorf("%d: %+v", len(all), all)
	}
	c.Proof = "not JSON"
	if c.Consents() != nil || len(c.Noted(bot.ConsentRecord{At: 1}).Consents()) != 1 {
		t.Error("what cannot be read keeps something from being noted")
	}
}

func TestWhoSubscribed(t *testing.T) {
	for c, want := range map[bot.Contact]bool{{Alerts: bot.AlertsOn}: true, {Alerts: bot.AlertsOn, Consent: bot.ConsentStopped}: false, {Alerts: bot.AlertsAsk}: false, {}: false} {
		if c.Subscribed() != want {
			t.Errorf("%+v", c)
		}
	}
}
