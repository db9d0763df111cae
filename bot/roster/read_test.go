package roster_test

import (
	"bytes"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/roster"
)

const header = "name,phone,channel,languages,regions,roles,shifts\n"

func hotline() bot.Hotline {
	return bot.Hotline{Languages: []bot.Language{"en", "es"}, DefaultLanguage: "en",
		Regions:    map[string]bot.Region{"oakland": {}, "fremont": {}},
		Escalation: []bot.Tier{{Role: "dispatcher"}, {Role: "lead", OffShift: true}}, Deploy: bot.Deploy{Role: "verifier"}}
}

// reads fails unless a roster has nobody wrong in it.
func reads(t *testing.T, csv string) []bot.Responder {
	t.Helper()
	people, ps := roster.Read("roster.csv", []byte(csv), hotline())
	if len(ps) > 0 {
		t.Fatalf("%q: %v", csv, ps)
	}
	return people
}

func TestARosterIsReadAsPeopleWriteIt(t *testing.T) {
	people := reads(t, "\ufeffPhone, name ,channel,shifts,roles,regions,languages\r\n"+
		"+15005550001,\"Ruiz, Ana\",whatsapp SMS,mon-fri 18:00-23:00 America/Los_Angeles; sat 9:00–17:00 America/Los_Angeles,dispatcher lead,oakland fremont,ES en\r\n"+
		",,,,,,\r\n\r\n"+
		"+15005550002,Bo,sms,Always,verifier,,zh-hans\r\n"+
		"+15005550003,'=Cy,sms,\"mon,wed 22:00-06:00 Asia/Kathmandu; sunday 00:00-24:00 UTC; fri-sat 22:00 - 23:00 UTC\",observer,,en\r\n")
	want := []bot.Responder{
		{Name: "Ruiz, Ana", Addresses: []bot.Address{{Channel: bot.WhatsApp, Value: "+15005550001"}, {Channel: bot.SMS, Value: "+15005550001"}},
			Languages: []bot.Language{"es", "en"}, Regions: []string{"oakland", "fremont"}, Roles: []bot.Role{bot.RoleDispatcher, bot.RoleLead},
			Shifts: []bot.Shift{{Days: [7]bool{1: true, 2: true, 3: true, 4: true, 5: true}, From: 18 * 60, To: 23 * 60, Zone: "America/Los_Angeles"},
				{Days: [7]bool{6: true}, From: 9 * 60, To: 17 * 60, Zone: "America/Los_Angeles"}}},
		{Name: "Bo", Addresses: []bot.Address{{Channel: bot.SMS, Value: "+15005550002"}}, Languages: []bot.Language{"zh-Hans"},
			Roles: []bot.Role{bot.RoleVerifier}, Shifts: []bot.Shift{{Always: true}}},
		{Name: "=Cy", Addresses: []bot.Address{{Channel: bot.SMS, Value: "+15005550003"}}, Languages: []bot.Language{"en"},
			Roles: []bot.Role{bot.RoleObserver}, Shifts: []bot.Shift{{Days: [7]bool{1: true, 3: true}, From: 22 * 60, To: 6 * 60, Zone: "Asia/Kathmandu"},
				{Days: [7]bool{0: true}, Zone: "UTC"}, {Days: [7]bool{5: true, 6: true}, From: 22 * 60, To: 23 * 60, Zone: "UTC"}}},
	}
	if !reflect.DeepEqual(people, want) {
		t.Errorf("got  %#v\nwant %#v", people, want)
	}
}

func TestEveryMistakeHasItsLineAndRemedy(t *testing.T) {
	row := func(cells ...string) string {
		all := []string{"Ana", "+15005550001", "sms", "es", "oakland", "dispatcher", "always"}
		for i := 0; i < len(cells); i += 2 {
			for j, name := range strings.Split(strings.TrimSpace(header), ",") {
				if name == cells[i] {
					all[j] = `"` + cells[i+1] + `"`
				}
			}
		}
		return strings.Join(all, ",") + "\n"
	}
	for _, c := range []struct{ csv, want string }{
		{"", "roster.csv: the file is empty"},
		{"\ufeff\r\n", "roster.csv: the file is empty"},
		{header + row() + "\xff\xfe\n", "roster.csv:3: this is not UTF-8"},
		{header + "a\x00b", "roster.csv:2: this is not UTF-8"},
		{strings.Repeat("x", roster.MaxFile+1), "roster.csv: is larger"},
		{"name phone channel languages regions roles shifts\n", `roster.csv:1: unknown column "name phone channel`},
		{"name,phone,channel,languages,regions,roles\n", "roster.csv:1: the column shifts is missing"},
		{strings.Replace(header, "regions", "roles", 1), "roster.csv:1: the column roles is there twice"},
		{header + "Ana,+15005550001\n", "roster.csv:2: 2 columns instead of 7"},
		{header + strings.Replace(row(), "Ana", "Ana,Bo", 1), "roster.csv:2: 8 columns instead of 7"},
		{header + strings.Replace(row(), "Ana", `An"a`, 1), "roster.csv:2: this is not CSV"},
		{header + row() + `"Ana,`, "roster.csv:3: this is not CSV"},
		{header + row("name", " "), "roster.csv:2: the name is missing"},
		{header + row("name", "Ana\nBo"), "roster.csv:2: the name holds a line break"},
		{header + row("name", "Ana\u202eoB"), "roster.csv:2: the name holds a line break or an invisible"},
		{header + row("name", strings.Repeat("ñ", 81)), "roster.csv:2: the name is longer"},
		{header + row("phone", ""), "roster.csv:2: the phone is missing"},
		{header + row("phone", "5005550001"), "roster.csv:2: the phone is not a full number"},
		{header + row("phone", "+1 500 555 0001"), "roster.csv:2: the phone is not a full number"},
		{header + row("phone", "+05005550001"), "roster.csv:2: the phone is not a full number"},
		{header + row() + row(), "roster.csv:3: the phone is that of line 2 too"},
		{header + row("channel", ""), "roster.csv:2: the channel is missing"},
		{header + row("channel", "fax"), `roster.csv:2: unknown channel "fax"`},
		{header + row("channel", "sms sms"), "roster.csv:2: the channel sms is there twice"},
		{header + row("languages", ""), "roster.csv:2: the languages are missing"},
		{header + row("languages", "english"), `roster.csv:2: "english" is not a language`},
		{header + row("languages", "und"), `roster.csv:2: "und" is not a language`},
		{header + row("languages", "es ES"), "roster.csv:2: the language es is there twice"},
		{header + row("regions", "okland"), `roster.csv:2: unknown region "okland"`},
		{header + row("roles", ""), "roster.csv:2: the roles are missing"},
		{header + row("roles", "boss"), `roster.csv:2: unknown role "boss"`},
		{header + row("shifts", "mon-fri"), "roster.csv:2: shift \"mon-fri\": it has no times"},
		{header + row("shifts", "18:00-23:00 UTC"), "it has no days"},
		{header + row("shifts", "mon 18:00-23:00"), "it does not end with one time zone"},
		{header + row("shifts", "mon 18:00-23:00 UTC, tue 1:00-2:00 UTC"), "it does not end with one time zone"},
		{header + row("shifts", "mon-fry 18:00-23:00 UTC"), `unknown day "mon-fry"`},
		{header + row("shifts", "mon 25:00-26:00 UTC"), `"25:00-26:00" is impossible`},
		{header + row("shifts", "mon 18:60-23:00 UTC"), `"18:60-23:00" is impossible`},
		{header + row("shifts", "mon 24:00-25:00 UTC"), `"24:00-25:00" is impossible`},
		{header + row("shifts", "mon 18:00-18:00 UTC"), "it ends when it begins"},
		{header + row("shifts", "mon 6:00pm-9:00pm UTC"), "are no times"},
		{header + row("shifts", "mon 18:00-23:00 Mars/Phobos"), `unknown time zone "Mars/Phobos"`},
		{header + row("shifts", "mon 18:00-23:00 EST"), `unknown time zone "EST"`},
		{header + row("shifts", "mon 18:00-23:00 Local"), `unknown time zone "Local"`},
		{header + row("shifts", "mon 18:00-23:00 ../../etc/passwd"), "unknown time zone"},
		{header + row("shifts", "always; mon 18:00-23:00 UTC"), `the shifts "always" and "mon 18:00-23:00 UTC" overlap`},
		{header + row("shifts", "mon 18:00-23:00 UTC; mon 22:00-24:00 UTC"), "overlap"},
		{header + row("shifts", "sun 22:00-06:00 UTC; mon 05:00-07:00 UTC"), "overlap"},
		{header + row("shifts", "sat 22:00-06:00 UTC; sun 05:00-07:00 UTC"), "overlap"},
		{header + row("shifts", "mon 18:00-20:00 America/New_York; mon 15:30-16:00 America/Los_Angeles"), "overlap"},
	} {
		people, ps := roster.Read("roster.csv", []byte(c.csv), hotline())
		if ps.Err() == nil || !strings.Contains(ps.Error(), c.want) {
			t.Errorf("%.200q: got %v, want %q", c.csv, ps, c.want)
		}
		for _, p := range ps {
			if p.Remedy == "" || p.File != "roster.csv" {
				t.Errorf("%.200q: %+v", c.csv, p)
			}
		}
		if strings.Contains(ps.Error(), "500555") && !strings.Contains(ps.Error(), "+15005550006") {
			t.Errorf("it tells a number: %v", ps)
		}
		if len(people) > 1 {
			t.Errorf("%.200q: it reads %d people", c.csv, len(people))
		}
	}
}

func TestAllMistakesComeTogether(t *testing.T) {
	_, ps := roster.Read("roster.csv", []byte(header+"Ana,1,fax,es,oakland,dispatcher,always\nBo\n,+15005550001,sms,es,,boss,always\n"), hotline())
	var got []string
	for _, p := range ps {
		got = append(got, fmt.Sprint(p.Line, " ", strings.Join(strings.Fields(p.What)[:2], " ")))
	}
	want := []string{"2 the phone", "2 unknown channel", "3 1 columns", "4 the name", "4 unknown role"}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestShiftsThatTouchDoNotOverlap(t *testing.T) {
	reads(t, header+"Ana,+15005550001,sms,es,,lead,mon 18:00-24:00 UTC; tue 00:00-06:00 UTC; tue 12:00-13:00 Asia/Kathmandu; mon 06:00-18:00 UTC\n")
}

func TestWhoHasNoShiftIsWarnedOf(t *testing.T) {
	for csv, want := range map[string]string{header + "Ana,+15005550001,sms,es,,lead,\n": "roster.csv:2: there are no shifts", header: "roster.csv: nobody is on the roster"} {
		_, ps := roster.Read("roster.csv", []byte(csv), hotline())
		if ps.Err() != nil || len(ps) != 1 || !strings.Contains(ps.Error(), want) {
			t.Errorf("%q: got %v", csv, ps)
		}
	}
}

func TestWhatIsWrittenReadsTheSame(t *testing.T) {
	people := reads(t, header+
		"=HYPERLINK(1),+15005550001,whatsapp sms,es zh-Hans,fremont,dispatcher lead,\"mon,tue,wed,sun 18:00-24:00 America/Los_Angeles; thu-fri 22:00-06:00 Asia/Kathmandu\"\n"+
		"''-Bo,+15005550002,sms,en,,verifier,daily 09:00-17:00 UTC\n"+
		"@Cy,+15005550003,sms,en,,verifier,always\n"+
		"O'Neil,+15005550004,sms,en,,verifier,sat 00:00-24:00 UTC\n")
	csv := roster.Write(people)
	if again := reads(t, string(csv)); !reflect.DeepEqual(again, people) {
		t.Errorf("got  %#v\nwant %#v", again, people)
	}
	for _, line := range bytes.Split(csv, []byte("\n"))[1:] {
		if len(line) > 0 && bytes.ContainsAny(line[:1], "=+-@") {
			t.Errorf("a spreadsheet takes this for a formula: %s", line)
		}
	}
	const spelt = `mon-wed sun 18:00-24:00 America/Los_Angeles; thu fri 22:00-06:00 Asia/Kathmandu`
	if !bytes.Contains(csv, []byte(spelt)) {
		t.Errorf("got %s", csv)
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(header + "Ana,+15005550001,sms whatsapp,es en,oakland,dispatcher,\"mon,wed-fri 18:00-23:00 America/Los_Angeles; sat 9:00-24:00 UTC\"\n"))
	f.Add([]byte("\ufeff" + header + "'=1,+15005550001,sms,zh-hant-tw,,lead,always\r\n"))
	f.Add([]byte(header + "\"a\nb\",,,,,,daily 00:00-00:00 EST\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		people, ps := roster.Read("f", data, bot.Hotline{})
		for _, p := range ps {
			if p.What == "" || p.Remedy == "" {
				t.Errorf("%+v", p)
			}
		}
		if ps.Err() != nil {
			return
		}
		again, ps := roster.Read("f", roster.Write(people), bot.Hotline{})
		if ps.Err() != nil || !reflect.DeepEqual(again, people) {
			t.Errorf("%#v comes back as %#v, %v", people, again, ps)
		}
	})
}

// Excel writes semicolons in many countries; a cell with several shifts is in quotes then.
func TestARosterWithSemicolonsIsRead(t *testing.T) {
	people, ps := roster.Read("roster.csv", []byte("sep=;\r\nname;phone;channel;languages;regions;roles;shifts\r\nAna;+15005550001;sms;es;;lead;\"always\"\r\n;;;;;;\r\nBo;+15005550002;fax;es;;lead;always\r\n"), bot.Hotline{})
	if len(people) != 1 || !strings.HasPrefix(ps.Error(), `roster.csv:5: unknown channel "fax"`) {
		t.Errorf("%d people, %v", len(people), ps)
	}
}
