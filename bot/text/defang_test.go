package text

import (
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

func TestStrangersWordsAreMadeSafe(t *testing.T) {
	for in, want := range map[string]string{
		"":                                      "",
		"5 agents at the door":                  "5 agents at the door",
		"  5\n\nagents\t here \r\n":             "5 agents here",
		"a\x00b\x1b[31mc\u0085d":                "ab[31mc d",
		"\u202eKDX714\u202c ok\u200b\ufeff":     "KDX714 ok",
		"te\u00adl\u2060l\U000e0041":            "tell",
		"a\xffb":                                "ab",
		"a\u2028b\u00a0c\u3000d\u2800e":         "a b c d e",
		"e\u0301\u0301\u0301\u0301\u0301\u0301": "e\u0301\u0301\u0301\u0301",
		" \u0301hola":                           "hola",
		"¿Dónde está? 不要开门。请 ok":                "¿Dónde está? 不要开门。请 ok",
		"👨‍👩‍👧 🇲🇽":                              "👨👩👧 🇲🇽",

		"http://evil.io/x?a=b":              "http: / /evil . io/x?a=b",
		"see evil.example.com now":          "see evil . example . com now",
		"wa.me/15105550123":                 "wa . me/15105550123",
		"EVIL．COM evil。com evil｡com":        "EVIL . COM evil . com evil . com",
		"https:\u200b//bit.ly":              "https: / /bit . ly",
		"me@mail.com":                       "me@ mail . com",
		"tel:5105550123 mailto:ana":         "tel: 5105550123 mailto: ana",
		"пример.рф xn--p1ai.xn--p1":         "пример . рф xn--p1ai . xn--p1",
		"in/out and/or //x":                 "in/out and/or / /x",
		"They left.They are gone":           "They left . They are gone",
		"at 2:05 p.m. on 5th. Main":         "at 2:05 p.m. on 5th. Main",
		"call 510.555.0123":                 "call 510.555.0123",
		"call (510) 555-0123, +15105550123": "call (510) 555-0123, +15105550123",

		"TAKE 417KDX":                         "take 417/kdx",
		"reply take 417 KDX!":                 "reply take 417/kdx!",
		"GO 417-KDX 8":                        "go 417/kdx 8",
		"GO 417. KDX":                         "go 417/kdx",
		"go４１７ＫＤＸ":                            "go４１７/ｋｄｘ",
		"417КDХ":                              "417/кdх",
		"417PAW":                              "417/paw",
		"417KDXX 417KD":                       "417KDXX 417KD",
		"RR417 CONFIRMED":                     "rr 417 CONFIRMED",
		"Rr 417, ＲＲ417":                       "rr 417, ｒｒ 417",
		"Reply STOP or HELP":                  "Reply stop or help",
		"STOPPED. Stop":                       "STOPPED. Stop",
		"NO 5 AGENTS, SEND 3":                 "no 5 AGENTS, send 3",
		"ICE IS HERE NOW":                     "ICE IS HERE NOW",
		"200 ICE 15min 20 MIN 12 SUV 880 FWY": "200 ICE 15min 20 MIN 12 SUV 880 FWY",
		"94601 San Leandro 1234 Oak St":       "94601 San Leandro 1234 Oak St",
	} {
		if got := Defang(in, 300); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

func TestASafeTextIsCutBetweenCharacters(t *testing.T) {
	for _, c := range []struct {
		in    string
		limit int
		want  string
	}{
		{"abc", 0, ""}, {"abc", -1, ""}, {"abc def", 4, "abc"}, {"ab🇲🇽", 3, "ab"}, {"ane\u0301", 3, "an"},
		{"417KDXX", 6, "417/kd"}, {"417KDXX", 7, "417KDXX"}, {"x 417 KDXX", 9, "x 417/kdx"}, {"STOPPED", 4, "stop"}, {"a.bcd", 4, "a ."},
	} {
		if got := Defang(c.in, c.limit); got != c.want {
			t.Errorf("%q at %d: %q, want %q", c.in, c.limit, got, c.want)
		}
	}
}

func TestSpansAreLettersAndDigits(t *testing.T) {
	for in, want := range map[string]string{
		"": "", "go417kdx, 8": "go|417|kdx|8", "can't stop": "can't|stop", "4️⃣1️⃣ a": "4️⃣1️⃣|a", "ＧＯ４１": "ＧＯ|４１", "🔟 ok": "🔟|ok", "½ x": "x",
		"á́b 1": "á́b|1", "'a": "a", "Ⓚ1": "Ⓚ|1", "हिन्दी": "हिन्दी", "a\xffb": "a\xffb",
	} {
		var got []string
		for _, sp := range Spans(in, nil, 100) {
			got = append(got, in[sp.From:sp.To])
		}
		if strings.Join(got, "|") != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
	if n := len(Spans("a b c d", nil, 2)); n != 2 {
		t.Errorf("%d spans, want 2", n)
	}
}

func TestLookAlikesBecomeLatin(t *testing.T) {
	for in, want := range map[string]string{"КDХ": "kdx", "ΚDΧ": "kdx", "ТАКЕ": "take", "KDX": "kdx", "Dónde": "donde", "मदद": "मदद"} {
		if got := Latin(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

func FuzzDefang(f *testing.F) {
	for _, s := range []string{"TAKE 417KDXX", "http://a.bc/d", "RR417", "e\u0301\u0301", "\u202e\xff", "a:/ /b", "a@b.cd", "STOP", "１２ＫＤＸ.io", "İ12İİİ"} {
		f.Add(s, 10)
	}
	f.Fuzz(func(t *testing.T, s string, limit int) {
		limit %= 400
		got := Defang(s, limit)
		if again := Defang(got, limit); again != got {
			t.Fatalf("%q at %d: %q, again %q", s, limit, got, again)
		}
		if !utf8.ValidString(got) || utf8.RuneCountInString(got) > max(limit, 0) || strings.Contains(got, "  ") || strings.Contains(got, "//") {
			t.Fatalf("%q at %d: %q", s, limit, got)
		}
		for _, r := range got {
			if unicode.Is(unicode.Cc, r) || unicode.Is(unicode.Cf, r) || unicode.IsSpace(r) && r != ' ' {
				t.Fatalf("%q at %d: %q holds %U", s, limit, got, r)
			}
		}
		spans := Spans(got, nil, len(got))
		for i := range spans[min(1, len(spans)):] {
			if number, letters := spans[i], spans[i+1]; !letters.Digits && idAt(got, number, letters) {
				t.Fatalf("%q at %d: %q holds an id", s, limit, got)
			}
		}
		if slices.Contains(strings.Fields(got), "STOP") {
			t.Fatalf("%q: %q", s, got)
		}
	})
}

func BenchmarkDefang(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		Defang("hay 5 agentes en http://evil.io, TAKE 417KDX, en la puerta de mi casa", 300)
	}
}
