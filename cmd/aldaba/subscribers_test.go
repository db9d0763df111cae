package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/enrol"
)

const listHeader = "phone,channel,language,regions,groups,consent\n"

// subscribers runs a verb about subscribers, and fails if it tells a phone that it should not.
func (c *coordinator) subscribers(args ...string) ended {
	c.Helper()
	r := call{env: c.env, dir: c.dir}.aldaba(c, append([]string{"subscribers"}, args...)...)
	if args[0] != "export" && strings.Contains(r.out+r.err, "4155550") {
		c.Errorf("subscribers %s tells a phone: %+v", args, r)
	}
	return r
}

func (c *coordinator) lists(rows ...string) {
	c.Helper()
	if err := os.WriteFile(filepath.Join(c.dir, "list.csv"), []byte(listHeader+strings.Join(rows, "")), 0o600); err != nil {
		c.Fatal(err)
	}
}

// people are n rows of one language.
func people(from, n int, lang, consent string) (rows string) {
	for i := range n {
		rows += fmt.Sprintf("+1415555%04d,sms,%s,oakland,,%s\n", from+i, lang, consent)
	}
	return rows
}

func (c *coordinator) counts() enrol.Count {
	c.Helper()
	return decode[enrol.Count](c.T, c.subscribers("count", "--json"))
}

func TestAListIsImportedCountedAndExported(t *testing.T) {
	t.Parallel()
	c := newCoordinator(t)
	c.lists(people(100, 6, "es", "form 2026"), people(200, 2, "ht", "form 2026"), people(300, 3, "en", ""))
	if r := c.subscribers("import", "list.csv", "--dry-run"); r.code != exitOK || r.out != "list.csv has 11 people: 8 with proof of their consent, 3 to be asked\n" || c.counts().Total != 0 {
		t.Errorf("%+v", r)
	}
	if r := c.subscribers("import", "list.csv"); r.code != exitOK || !strings.Contains(r.out, "11 people: 11 added, 0 changed, 0 as before, 0 who said STOP") {
		t.Errorf("%+v", r)
	}
	if r := c.subscribers("import", "list.csv"); !strings.Contains(r.out, "0 added, 0 changed, 11 as before") {
		t.Errorf("again: %+v", r)
	}
	n := c.counts()
	if n.Total != 11 || n.Subscribed != 8 || n.ToAsk != 3 || *n.ByLanguage["es"] != 6 || n.ByLanguage["ht"] != nil || *n.ByRegion["oakland"] != 8 {
		t.Errorf("%+v", n)
	}
	if r := c.subscribers("count"); !strings.Contains(r.out, "language ht     under 5") || !strings.Contains(r.out, "to be asked     3") {
		t.Errorf("%s", r.out)
	}
	for i, words := range []string{"STOP", "LEAVE"} {
		who := bot.Address{Channel: bot.SMS, Value: bot.Private(fmt.Sprintf("+1415555%04d", 100+i))}
		if _, err := c.desk.Receive(t.Context(), bot.Event{Kind: bot.Received, ID: words, From: who, Text: bot.Private(words)}); err != nil {
			t.Fatal(err)
		}
	}
	r := c.subscribers("export")
	if strings.Count(r.out, "\n") != 10 || strings.Contains(r.out, "+14155550100,") || strings.Contains(r.out, "+14155550101,") || !strings.Contains(r.out, "+14155550102,sms,es,oakland,,form 2026\n") {
		t.Errorf("%s", r.out)
	}
	c.lists(people(100, 2, "es", "form 2026"))
	if r := c.subscribers("import", "list.csv"); !strings.Contains(r.out, "2 people: 0 added, 0 changed, 0 as before, 2 who said STOP or LEAVE and stay so") {
		t.Errorf("%+v", r)
	}
}

func TestOneBadRowImportsNobodyUnlessAsked(t *testing.T) {
	t.Parallel()
	c := newCoordinator(t)
	c.lists(people(100, 2, "es", "form"), "4155550199,sms,es,,,\n", people(101, 1, "es", "form"))
	for _, args := range [][]string{{"import", "list.csv"}, {"import", "list.csv", "--dry-run"}} {
		r := c.subscribers(args...)
		for _, want := range []string{"list.csv:4: the phone is not a full number; write +", "list.csv:5: the phone is that of line 3 too", "2 problem(s), named above; nothing was changed"} {
			if r.code != exitFailed || !strings.Contains(r.err, want) {
				t.Errorf("%s: no %q in %+v", args, want, r)
			}
		}
	}
	if n := c.counts(); n.Total != 0 {
		t.Errorf("%+v", n)
	}
	if r := c.subscribers("import", "list.csv", "--skip-bad"); r.code != exitOK || !strings.Contains(r.err, "those rows are left out") || !strings.Contains(r.out, "2 people: 2 added") {
		t.Errorf("%+v", r)
	}
	if r := c.subscribers("import", "list.csv", "--skip-bad", "--dry-run"); r.code != exitUsage {
		t.Errorf("%+v", r)
	}
	if r := c.subscribers("import", "none.csv"); r.code != exitFailed || !strings.Contains(r.err, "name a CSV file") {
		t.Errorf("%+v", r)
	}
	c.lists("nonsense\n")
	if r := c.subscribers("import", "list.csv", "--skip-bad"); r.code != exitFailed || !strings.Contains(r.err, "nothing was changed") {
		t.Errorf("%+v", r)
	}
	c.env = append(c.env, "ALDABA_REDIS_URL=")
	c.lists(people(100, 2, "es", "form"))
	for verb, want := range map[string]int{"import": exitFailed, "count": exitFailed, "export": exitFailed} {
		args := []string{verb}
		if verb == "import" {
			args = append(args, "list.csv")
		}
		if r := c.subscribers(args...); r.code != want || !strings.Contains(r.err, "no Redis is configured") {
			t.Errorf("%s: %+v", verb, r)
		}
	}
	if r := c.subscribers("import", "list.csv", "--dry-run"); r.code != exitOK {
		t.Errorf("%+v", r)
	}
}
