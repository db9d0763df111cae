package enrol_test

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/enrol"
)

const header = "phone,channel,language,regions,groups,consent\n"

func bay() bot.Hotline {
	return bot.Hotline{Regions: map[string]bot.Region{"fremont": {}, "oakland": {}}}
}

func TestAListIsReadAsSpreadsheetsWriteIt(t *testing.T) {
	want := []bot.Enrolment{
		{Address: bot.Address{Channel: bot.SMS, Value: "+15005550001"}, Language: "es", Regions: "fremont oakland", Groups: "parents", Proof: "paper form, 2026-03-01", At: 7},
		{Address: bot.Address{Channel: bot.WhatsApp, Value: "+525512345678"}, Language: "zh-Hans", At: 7},
		{Address: bot.Address{Channel: bot.WhatsApp, Value: "+15005550001"}, At: 7},
	}
	for name, file := range map[string]string{
		"commas":     header + "+15005550001,sms,ES,oakland fremont,Parents,\"paper form, 2026-03-01\"\n+525512345678,WhatsApp,zh-hans,,,\n+15005550001,whatsapp,,,,\n",
		"semicolons": "\ufeffphone;channel;language;regions;groups;consent\r\n+15005550001;sms;es;oakland,fremont;parents;paper form, 2026-03-01\r\n\r\n'+525512345678;whatsapp;zh-Hans;;;\r\n+15005550001;whatsapp;;;;\r\n",
		"tabs":       "Consent\tphone\tchannel\tlanguage\tregions\tgroups\npaper form, 2026-03-01\t+15005550001\tsms\tes\tfremont oakland\tparents\n\t+525512345678\twhatsapp\tzh-Hans\t\t\n\t+15005550001\twhatsapp\t\t\t\n",
	} {
		got, ps := enrol.Read("list.csv", []byte(file), bay(), 7)
		if len(ps) > 0 || !slices.Equal(got, want) {
			t.Errorf("%s: %+v, %v", name, got, ps)
		}
	}
}

func TestABadRowIsToldWithItsReasonAndTheOthersAreRead(t *testing.T) {
	for row, want := range map[string]string{
		",sms,es,,,":                                                      "list.csv:3: the phone is missing",
		"5005550002,sms,es,,,":                                            "list.csv:3: the phone is not a full number; write +",
		"1.5005E+10,sms,es,,,":                                            "list.csv:3: the phone is not a full number",
		"+15005550002,,es,,,":                                             `list.csv:3: unknown channel ""; write sms or whatsapp`,
		"+15005550002,email,es,,,":                                        `list.csv:3: unknown channel "email"`,
		"+15005550002,sms,Spanish?,,,":                                    `list.csv:3: "Spanish?" is not a language`,
		"+15005550002,sms,es,boston,,":                                    `list.csv:3: unknown name "boston" in regions`,
		"+15005550002,sms,es,,Ñandú,":                                     `list.csv:3: unknown name "ñandú" in groups`,
		"+15005550002,sms,es,,,No":                                        `list.csv:3: consent is "No", and that proves none`,
		"+15005550002,sms,es,,,—":                                         `list.csv:3: consent is "—", and that proves none`,
		"+15005550002,sms,es,,,N.":                                        `list.csv:3: consent is "N.", and that proves none`,
		"+15005550002,sms,es,,,STOP":                                      `list.csv:3: consent is "STOP", and that proves none`,
		"+15005550002,sms,es,,,(pending)":                                 `list.csv:3: consent is "(pending)", and that proves none`,
		"+15005550002,sms,es,,,sin consentimiento":                        `list.csv:3: consent is "sin consentimiento", and that proves none`,
		"+150055500,sms,es,,,form":                                        "list.csv:3: the phone is not a full number",
		"+15005550002,sms,es,,," + strings.Repeat("a", 321):               "list.csv:3: the proof of consent is longer than 320",
		"+15005550002,sms,es,,,paper\u202eform":                           "list.csv:3: the proof of consent holds an invisible",
		"+15005550001,sms,es,,,":                                          "list.csv:3: the phone is that of line 2 too",
		"+15005550002,sms,es,,":                                           "list.csv:3: 5 columns instead of 6",
		"+15005550002,sms,es,,," + "a,b":                                  "list.csv:3: 7 columns instead of 6",
		"+15005550002,sms,es,a b c d e f g h i j k l m n o p q r s t u,,": "list.csv:3: unknown name",
	} {
		people, ps := enrol.Read("list.csv", []byte(header+"+15005550001,sms,es,,,form\n"+row+"\n+15005550003,sms,en,,,\n"), bay(), 0)
		if len(ps) != 1 || !strings.HasPrefix(ps[0].Error(), want) || ps[0].Remedy == "" || strings.Contains(ps.Error(), "500555000") && !strings.Contains(ps.Error(), "+15005550006") {
			t.Errorf("%s: %v", row, ps)
		}
		if len(people) != 2 || people[1].Address.Value != "+15005550003" {
			t.Errorf("%s: read %+v", row, people)
		}
	}
}

func TestWhatIsNoListIsRefusedAsAWhole(t *testing.T) {
	row := "+15005550001,sms,es,,,\n"
	for want, file := range map[string]string{
		"list.csv: is UTF-16":             "\xff\xfep\x00h\x00",
		"list.csv: is a workbook":         "PK\x03\x04",
		"list.csv:2: this is not UTF-8":   header + "+15005550001,sms,es,,,formul\xe1rio\n",
		"list.csv: the file is empty":     "",
		"list.csv:1: unknown column":      "phone,channel,language,regions,groups,consent,name\n" + row,
		"list.csv:1: the column consent":  "phone,channel,language,regions,groups\n" + row,
		"list.csv:1: the column phone is": "phone," + header + row,
		"list.csv:3: this is not CSV":     header + row + "+15005550002,sms,es,,,\"open\n",
	} {
		people, ps := enrol.Read("list.csv", []byte(file), bay(), 0)
		if len(people) > 0 || len(ps) == 0 || !slices.ContainsFunc(ps, func(p bot.Problem) bool { return strings.HasPrefix(p.Error(), want) }) {
			t.Errorf("want %s: got %v, %d people", want, ps, len(people))
		}
	}
}

func TestAMillionRows(t *testing.T) {
	var file bytes.Buffer
	file.WriteString(header)
	for i := range 1_000_000 {
		fmt.Fprintf(&file, "+1500%07d,sms,es,oakland,,form\n", i)
	}
	people, ps := enrol.Read("list.csv", file.Bytes(), bay(), 0)
	if len(people) != 1_000_000 || len(ps) > 0 {
		t.Errorf("%d people, %d problems", len(people), len(ps))
	}
}

func TestWhatIsWrittenIsReadAgainAndNoSpreadsheetRunsIt(t *testing.T) {
	on := bot.Contact{Address: bot.Address{Channel: bot.SMS, Value: "+15005550001"}, Language: "es", Regions: "oakland", Groups: "a b", Alerts: bot.AlertsOn}
	all := []bot.Contact{
		on.Noted(bot.ConsentRecord{What: bot.ConsentImported, Said: "=HYPERLINK(\"x\")", By: "import"}),
		{Address: bot.Address{Channel: bot.WhatsApp, Value: "+525512345678"}, Alerts: bot.AlertsAsk},
	}
	joined := on.Noted(bot.ConsentRecord{At: 1764331200000, Channel: bot.SMS, What: bot.ConsentJoined, Said: "agree, yes", By: "contact"})
	joined.Address.Value = "+15005550002"
	var file bytes.Buffer
	w, err := enrol.NewWriter(&file)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range append(all, joined) {
		if err := w.Write(c); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Flush(); err != nil || !strings.Contains(file.String(), `"'=HYPERLINK(""x"")"`) {
		t.Fatalf("%v\n%s", err, file.String())
	}
	people, ps := enrol.Read("list.csv", file.Bytes(), bay(), 0)
	if len(ps) > 0 || len(people) != 3 || people[0].Proof != "=HYPERLINK(\"x\")" || people[0].Groups != "a b" || people[1].Proof != "" || people[2].Proof != "2025-11-28 12:00 UTC by sms: agree, yes" {
		t.Errorf("%v, %+v", ps, people)
	}
}

func TestCountsTellNobody(t *testing.T) {
	n := enrol.NewCounter()
	for i := range 12 {
		c := bot.Contact{Alerts: bot.AlertsOn, Language: "es", Regions: "oakland"}
		switch {
		case i < 2:
			c.Language, c.Regions = "ht", ""
		case i == 2:
			c.Consent = bot.ConsentStopped
		case i == 3:
			c.Alerts = bot.AlertsAsk
		case i == 4:
			c.Regions = "fremont oakland"
		}
		n.Add([]bot.Contact{c})
	}
	c := n.Count()
	if c.Total != 12 || c.Subscribed != 10 || c.ToAsk != 1 || c.Stopped != 1 || *c.ByLanguage["es"] != 8 || c.ByLanguage["ht"] != nil || *c.ByRegion["oakland"] != 8 || c.ByRegion["fremont"] != nil || c.ByRegion["all"] != nil {
		t.Errorf("%+v", c)
	}
	if _, told := c.ByRegion["fremont"]; !told {
		t.Error("a region with few is left out")
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(header + "+15005550001,sms,es,oakland,,form\n"))
	f.Add([]byte("\ufeffphone;channel;language;regions;groups;consent\n\"+1\";;;;;\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		people, ps := enrol.Read("list.csv", data, bay(), 0)
		for _, p := range people {
			if p.Address.Value == "" || p.Address.Channel == "" {
				t.Errorf("%+v", p)
			}
		}
		for _, p := range ps {
			if p.File != "list.csv" || p.What == "" || p.Remedy == "" {
				t.Errorf("%+v", p)
			}
		}
	})
}
