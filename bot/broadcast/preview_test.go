package broadcast_test

import (
	"encoding/csv"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/broadcast"
)

func person(lang bot.Language, route bot.Route, more ...func(*bot.Contact)) bot.Contact {
	c := bot.Contact{ID: "a0", Language: lang, Route: route, Alerts: bot.AlertsOn, Regions: "fremont", Groups: "parents"}
	for _, m := range more {
		m(&c)
	}
	return c
}

func script(change func(*bot.BroadcastSpec)) bot.Script {
	spec := bot.BroadcastSpec{Name: "x", Bodies: map[bot.Language]bot.Private{"en": "Clinic in {region}, says {hotline}", "es": "Clínica en {region}"}}
	if change != nil {
		change(&spec)
	}
	return broadcast.Compose(spec, hotline(), func(l bot.Language) string { return map[bot.Language]string{"en": "STOP ends it", "es": "ALTO"}[l] })
}

func TestWhoGetsABroadcast(t *testing.T) {
	all := func(*bot.BroadcastSpec) {}
	wrote := func(c *bot.Contact) { c.SeenHour = noon.Unix()/3600 - 23 }
	for name, x := range map[string]struct {
		spec func(*bot.BroadcastSpec)
		who  bot.Contact
		want broadcast.Fate
	}{
		"a subscriber":                   {all, person("en", "sms+1"), broadcast.Gets},
		"who left":                       {all, person("en", "sms+1", func(c *bot.Contact) { c.Alerts = bot.AlertsLeft }), broadcast.Outside},
		"who is to be asked":             {all, person("en", "sms+1", func(c *bot.Contact) { c.Alerts = bot.AlertsAsk }), broadcast.Outside},
		"who said STOP":                  {all, person("en", "sms+1", func(c *bot.Contact) { c.Consent = bot.ConsentStopped }), broadcast.Outside},
		"of another region":              {func(s *bot.BroadcastSpec) { s.Audience.Regions = []string{"east-bay"} }, person("en", "sms+1"), broadcast.Outside},
		"of all regions":                 {func(s *bot.BroadcastSpec) { s.Audience.Regions = []string{"east-bay"} }, person("en", "sms+1", func(c *bot.Contact) { c.Regions = "" }), broadcast.Gets},
		"of another group":               {func(s *bot.BroadcastSpec) { s.Audience.Groups = []string{"workers"} }, person("en", "sms+1"), broadcast.Outside},
		"of a group":                     {func(s *bot.BroadcastSpec) { s.Audience.Groups = []string{"workers", "parents"} }, person("en", "sms+1"), broadcast.Gets},
		"on another channel":             {func(s *bot.BroadcastSpec) { s.Audience.Channels = []bot.Channel{bot.WhatsApp} }, person("en", "sms+1"), broadcast.Outside},
		"of another language":            {func(s *bot.BroadcastSpec) { s.Audience.Languages = []bot.Language{"es"} }, person("en", "sms+1"), broadcast.Outside},
		"without a language":             {func(s *bot.BroadcastSpec) { s.Audience.Languages = []bot.Language{"en"} }, person("", "sms+1"), broadcast.Gets},
		"of a language without a body":   {all, person("ht", "sms+1"), broadcast.NoLanguage},
		"who reads the default instead":  {func(s *bot.BroadcastSpec) { s.Missing = "default" }, person("ht", "sms+1"), broadcast.Gets},
		"whom texts do not reach":        {all, person("en", "sms+1", func(c *bot.Contact) { c.Strikes = 3 }), broadcast.Struck},
		"on WhatsApp in the US":          {func(s *bot.BroadcastSpec) { s.Template = "update" }, person("es", "whatsapp+1"), broadcast.USWhatsApp},
		"who has just written":           {all, person("es", "whatsapp+1", wrote), broadcast.Gets},
		"on WhatsApp elsewhere":          {func(s *bot.BroadcastSpec) { s.Template = "update" }, person("es", "whatsapp+52"), broadcast.Gets},
		"without a template":             {func(s *bot.BroadcastSpec) { s.Template = "update" }, person("en", "whatsapp+52"), broadcast.WindowShut},
		"a responder who never joined":   {func(s *bot.BroadcastSpec) { s.Audience.Kind = "responders" }, person("en", "sms+1", func(c *bot.Contact) { c.Alerts = "" }), broadcast.Gets},
		"a responder who has said STOP":  {func(s *bot.BroadcastSpec) { s.Audience.Kind = "responders" }, person("en", "sms+1", func(c *bot.Contact) { c.Consent = "stopped" }), broadcast.Outside},
		"whose channel nobody can tell":  {all, person("en", ""), broadcast.NoSender},
		"who reads nothing and is asked": {func(s *bot.BroadcastSpec) { s.Missing = "skip" }, person("ht", "sms+1"), broadcast.NoLanguage},
	} {
		if _, fate := broadcast.NewRule(script(x.spec), hotline()).Judge(x.who, noon); fate != x.want {
			t.Errorf("%s: %q, want %q", name, fate, x.want)
		}
	}
}

func TestNoSMSGoesToACountryThatIsNotListed(t *testing.T) {
	for _, x := range []struct {
		countries []string
		route     bot.Route
		want      broadcast.Fate
	}{
		{[]string{"US"}, "sms+1", broadcast.Gets}, {[]string{"US"}, "sms+52", broadcast.Abroad}, {[]string{"US", "MX"}, "sms+52", broadcast.Gets},
		{[]string{"ZW"}, "sms+263", broadcast.Gets}, {[]string{"AD"}, "sms+1", broadcast.Abroad}, {nil, "sms+52", broadcast.Gets}, {[]string{"AQ"}, "sms+52", broadcast.Gets},
		{[]string{"US"}, "sms", broadcast.Abroad},
	} {
		h := hotline()
		h.Countries = x.countries
		if _, fate := broadcast.NewRule(script(nil), h).Judge(person("es", x.route), noon); fate != x.want {
			t.Errorf("%v %s: %q", x.countries, x.route, fate)
		}
	}
}

func preview(s bot.Script, all ...bot.Contact) broadcast.Preview {
	rule := broadcast.NewRule(s, hotline())
	c := broadcast.NewCount(rule, noon, noon)
	for _, who := range all {
		to, fate := rule.Judge(who, noon)
		c.Add(who, to, fate)
	}
	return c.Done(nil)
}

func TestAPreviewCountsWhatGoesOut(t *testing.T) {
	p := preview(script(nil), person("en", "sms+1"), person("es", "sms+1"), person("es", "sms+52"))
	en, es := p.ByLanguage["en"], p.ByLanguage["es"]
	if p.Recipients != 3 || p.Segments != 3 || p.Cost != 0.02 || p.Unpriced != 1 || p.Seconds != 0.03 || en.Each != 1 || len(en.UCS2) != 0 || es.Segments != 2 {
		t.Errorf("%+v %+v %+v", p, *en, *es)
	}
	if !slices.Equal(es.UCS2, []broadcast.Spelling{{Char: "í", Instead: "i"}}) || en.Text != "Clinic in {region}, says Rights Line\nSTOP ends it" {
		t.Errorf("%+v %q", es.UCS2, en.Text)
	}
	long := script(func(s *bot.BroadcastSpec) {
		s.Bodies["es"] = bot.Private(strings.Repeat("á", 100) + "’“—…→中")
	})
	p = preview(long, person("es", "sms+1"))
	want := []broadcast.Spelling{{"á", "a"}, {"’", "'"}, {"“", `"`}, {"—", "-"}, {"…", "..."}, {"→", "->"}, {"中", ""}}
	if p.Segments != 2 || !slices.Equal(p.ByLanguage["es"].UCS2, want) {
		t.Errorf("%d segments, %+v", p.Segments, p.ByLanguage["es"].UCS2)
	}
}

func TestAPreviewSaysWhatStandsInTheWay(t *testing.T) {
	fine := []bot.Contact{person("en", "sms+1"), person("es", "sms+1")}
	for want, p := range map[string]broadcast.Preview{
		"empty_audience": preview(script(nil)),
		"too_long: the text in en has up to 1614 characters":                    preview(script(func(s *bot.BroadcastSpec) { s.Bodies["en"] = bot.Private(strings.Repeat("x", 1601)) }), fine...),
		"too_long: the text in es has up to 1608 characters":                    preview(script(func(s *bot.BroadcastSpec) { s.Bodies["es"] = bot.Private(strings.Repeat("x", 1592) + "{region}") }), fine...),
		"unknown_placeholder: nothing fills {name}":                             preview(script(func(s *bot.BroadcastSpec) { s.Bodies["en"] = "hi {name}" }), fine...),
		"unknown_placeholder: nothing fills {;":                                 preview(script(func(s *bot.BroadcastSpec) { s.Bodies["en"] = "in {{region}}" }), fine...),
		"unknown_placeholder: nothing fills };":                                 preview(script(func(s *bot.BroadcastSpec) { s.Bodies["en"] = "in {region}, says hotline}" }), fine...),
		"early: it starts in more than 28 days":                                 late(29 * 24 * time.Hour),
		"missing_language: 1 people read ht":                                    preview(script(nil), append(fine, person("ht", "sms+1"))...),
		"missing_language: there is no body in en":                              preview(script(func(s *bot.BroadcastSpec) { delete(s.Bodies, "en"); s.Missing = "default" }), fine...),
		"window_closed: 1 people":                                               preview(script(nil), append(fine, person("es", "whatsapp+52"))...),
		"no_sender: 1 people":                                                   preview(script(nil), append(fine, person("es", ""))...),
		"late: its start is over for longer":                                    late(-25 * time.Hour),
		"late: sending takes 100 s, and from when it can go it is valid for 58": tooMany(),
	} {
		if len(p.Blockers) != 1 || !strings.HasPrefix(p.Blockers[0], want) {
			t.Errorf("%q, want %s", p.Blockers, want)
		}
	}
	if p := preview(script(func(s *bot.BroadcastSpec) { s.Template = "update" }), append(fine, person("es", "whatsapp+1"))...); len(p.Blockers) > 0 || p.Unreachable[broadcast.USWhatsApp] != 1 || len(p.Warnings) != 1 {
		t.Errorf("%+v", p)
	}
	if p := preview(script(func(s *bot.BroadcastSpec) { s.Missing = "skip" }), append(fine, person("ht", "sms+1"))...); len(p.Blockers) > 0 || p.Missing["ht"] != 1 {
		t.Errorf("%+v", p)
	}
}

func TestWhoWouldNeverGetItBecauseOfQuietHoursIsTold(t *testing.T) {
	evening := noon.Add(6 * time.Hour) // nine in New York, six in Los Angeles
	east := person("en", "sms+1", func(c *bot.Contact) { c.Regions = "east-bay" })
	for name, x := range map[string]struct {
		spec            func(*bot.BroadcastSpec)
		who             []bot.Contact
		dropped         int
		blocked, warned string
	}{
		"it is stale by the morning for some": {func(s *bot.BroadcastSpec) { s.Valid = 4 * time.Hour }, []bot.Contact{east, person("en", "sms+1")}, 1, "", "quiet_hours: 1 of 2 people"},
		"and for all":                         {func(s *bot.BroadcastSpec) { s.Valid = 4 * time.Hour }, []bot.Contact{east}, 1, "quiet_hours: 1 of 1 people", ""},
		"it is dropped":                       {func(s *bot.BroadcastSpec) { s.Quiet = "drop" }, []bot.Contact{east, east, person("en", "sms+1")}, 2, "", "quiet_hours: 2 of 3 people"},
		"it waits for the morning":            {func(*bot.BroadcastSpec) {}, []bot.Contact{east}, 0, "", ""},
		"it is sent all the same":             {func(s *bot.BroadcastSpec) { s.Valid, s.Quiet = 4*time.Hour, "override" }, []bot.Contact{east}, 0, "", "override: 1 people"},
	} {
		rule := broadcast.NewRule(script(x.spec), hotline())
		c := broadcast.NewCount(rule, noon, evening)
		for _, who := range x.who {
			to, fate := rule.Judge(who, noon)
			c.Add(who, to, fate)
		}
		p := c.Done(nil)
		if blocked, warned := strings.Join(p.Blockers, ""), strings.Join(p.Warnings, ""); p.Dropped != x.dropped || !begins(blocked, x.blocked) || !begins(warned, x.warned) {
			t.Errorf("%s: %d, %q, %q", name, p.Dropped, blocked, warned)
		}
	}
}

func TestAHoldThatEndsInQuietHoursIsSeenBeforeApproval(t *testing.T) {
	evening := noon.Add(6*time.Hour - 30*time.Second) // half a minute before nine in New York
	for hold, dropped := range map[time.Duration]int{10 * time.Second: 0, time.Minute: 1} {
		h := hotline()
		h.Broadcast.Hold = hold
		rule := broadcast.NewRule(script(func(s *bot.BroadcastSpec) { s.Quiet = "drop" }), h)
		c := broadcast.NewCount(rule, evening, time.Time{})
		who := person("en", "sms+1", func(c *bot.Contact) { c.Regions = "east-bay" })
		to, fate := rule.Judge(who, evening)
		c.Add(who, to, fate)
		if p := c.Done(nil); p.Dropped != dropped || len(p.Blockers) != dropped {
			t.Errorf("with a hold of %s, %d would not get it, and %q; want %d", hold, p.Dropped, p.Blockers, dropped)
		}
	}
}

// begins reports whether a text begins like this, and whether it is empty where that is.
func begins(words, prefix string) bool {
	return strings.HasPrefix(words, prefix) && (words == "") == (prefix == "")
}

func late(start time.Duration) broadcast.Preview {
	rule := broadcast.NewRule(script(nil), hotline())
	c := broadcast.NewCount(rule, noon, noon.Add(start))
	to, fate := rule.Judge(person("en", "sms+1"), noon)
	c.Add(person("en", "sms+1"), to, fate)
	return c.Done(nil)
}

func tooMany() broadcast.Preview {
	return preview(script(func(s *bot.BroadcastSpec) { s.Valid = time.Minute }), slices.Repeat([]bot.Contact{person("en", "sms+1")}, 10_000)...)
}

func TestAnyChangeIsAnotherHash(t *testing.T) {
	seen, shown := map[string]string{broadcast.Hash(script(nil)): "unchanged"}, map[string]string{}
	for name, change := range map[string]func(*bot.BroadcastSpec){
		"a body": func(s *bot.BroadcastSpec) { s.Bodies["en"] += "." }, "a language": func(s *bot.BroadcastSpec) { delete(s.Bodies, "es") },
		"the audience": func(s *bot.BroadcastSpec) { s.Audience.Regions = []string{"fremont"} }, "the channel": func(s *bot.BroadcastSpec) { s.Audience.Channels = []bot.Channel{"sms"} },
		"the start": func(s *bot.BroadcastSpec) { s.Start = "2026-12-24T08:00:00Z" }, "quiet hours": func(s *bot.BroadcastSpec) { s.Quiet = "drop" },
		"the rule": func(s *bot.BroadcastSpec) { s.Missing = "skip" }, "how long it is valid": func(s *bot.BroadcastSpec) { s.Valid = time.Hour },
		"the template": func(s *bot.BroadcastSpec) { s.Template = "update" }, "what it answers": func(s *bot.BroadcastSpec) { s.Answers = "3" },
		"the kind": func(s *bot.BroadcastSpec) { s.Audience.Kind = "responders" }, "who reads it": func(s *bot.BroadcastSpec) { s.Audience.Languages = []bot.Language{"es"} },
		"the group": func(s *bot.BroadcastSpec) { s.Audience.Groups = []string{"parents"} }, "who does not get it": func(s *bot.BroadcastSpec) { s.Audience.Except = []bot.BroadcastID{"3"} },
		"the name": func(s *bot.BroadcastSpec) { s.Name = "y" }, "an override": func(s *bot.BroadcastSpec) { s.Quiet, s.Reason = "override", "a" },
		"its reason": func(s *bot.BroadcastSpec) { s.Quiet, s.Reason = "override", "b" },
	} {
		hash := broadcast.Hash(script(change))
		if seen[hash] != "" {
			t.Errorf("%s: the same hash as %s", name, seen[hash])
		}
		seen[hash] = name
		p := preview(script(change))
		reads := fmt.Sprint(p.Terms, p.Name)
		for _, lang := range slices.Sorted(maps.Keys(p.ByLanguage)) {
			reads += p.ByLanguage[lang].Text
		}
		if shown[reads] != "" {
			t.Errorf("%s: an approver sees the same as of %s", name, shown[reads])
		}
		shown[reads] = name
	}
	if len(seen) != 18 || len(slices.Collect(maps.Keys(seen))[0]) != 16 {
		t.Errorf("%d hashes", len(seen))
	}
}

func TestOneContactHasOneRecordOfABroadcast(t *testing.T) {
	a, b := bot.Broadcast{Salt: "s1"}, bot.Broadcast{Salt: "s2"}
	again := bot.Broadcast{Salt: "s1"}
	if broadcast.Name(a, "c1") != broadcast.Name(again, "c1") || broadcast.Name(a, "c1") == broadcast.Name(a, "c2") || broadcast.Name(a, "c1") == broadcast.Name(b, "c1") || len(broadcast.Name(a, "c1")) != 32 {
		t.Error("names of records")
	}
}

func TestAReportAddsUp(t *testing.T) {
	message := func(lang bot.Language, s bot.MessageState, code int, fate bot.Outcome, why bot.Refusal) string {
		return broadcast.Counter(bot.Message{Language: lang, Queue: bot.Queue{Sender: "sms"}, State: s, Code: code, Fate: fate, Refusal: why})
	}
	counters := map[string]int64{
		message("en", bot.MessageQueued, 0, "", ""): 1, message("en", bot.MessagePosted, 0, "", ""): 2, message("es", bot.MessageDelivered, 0, "", ""): 3,
		message("es", bot.MessageUndelivered, 30003, bot.Strike, ""): 4, message("es", bot.MessageFailed, 21610, bot.OptedOut, ""): 5, message("en", bot.MessageHeld, 0, "", ""): 6,
		message("en", bot.MessageUnknown, 0, "", ""): 7, message("en", bot.MessageWithdrawn, 0, "", bot.RefusedStopped): 8, message("en", bot.MessageWithdrawn, 0, "", bot.RefusedKilled): 9,
		message("en", bot.MessageFailed, 30007, bot.PauseBulk, ""): 10, "broken": 99,
	}
	r := broadcast.NewReport(bot.Broadcast{ID: "7", State: bot.BroadcastKilled, Expected: 500}, "=1+1", counters, noon)
	want := broadcast.Outcome{Recipients: 500, Queued: 1, Posted: 9, Delivered: 3, Undelivered: 4, Failed: 10, Unknown: 13, OptedOut: 13, Held: 6, Withdrawn: 9}
	if r.Outcome != want || r.ByCode["30003"] != 4 || r.ByCode["killed"] != 9 || r.ByLanguage["es"].Recipients != 12 || broadcast.Waiting(counters) != 1 {
		t.Errorf("%+v %v", r.Outcome, r.ByCode)
	}
	if r.Settled()+r.Queued != r.Planned || r.Planned != 55 {
		t.Errorf("%d of %d", r.Settled(), r.Recipients)
	}
	rows, err := csv.NewReader(strings.NewReader(string(r.CSV()))).ReadAll()
	if err != nil || len(rows) != 11 || rows[1][1] != "'=1+1" {
		t.Errorf("%v %v", rows, err)
	}
	again := broadcast.NewReport(bot.Broadcast{State: bot.BroadcastSending, Began: noon.Add(-time.Minute).UnixMilli()}, "", map[string]int64{message("en", bot.MessagePosted, 0, "", ""): 25, message("en", bot.MessageQueued, 30003, bot.Strike, ""): 2}, noon)
	if again.Queued != 2 || again.Again != 2 || again.ByCode["30003"] != 2 || again.Seconds != 0 {
		t.Errorf("what waits for another try: %+v", again)
	}
	half := broadcast.NewReport(bot.Broadcast{State: bot.BroadcastSending, Expected: 100, Began: noon.Add(-time.Minute).UnixMilli()}, "", map[string]int64{message("en", bot.MessagePosted, 0, "", ""): 25}, noon)
	if half.Recipients != 100 || half.Seconds != 180 {
		t.Errorf("%+v", half)
	}
}
