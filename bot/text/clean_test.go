package text

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestClean(t *testing.T) {
	for name, tc := range map[string]struct {
		in    string
		limit int
		want  string
	}{
		"empty":                       {"", 10, ""},
		"no room":                     {"abc", 0, ""},
		"negative room":               {"abc", -1, ""},
		"clean already":               {"hola, ¿qué tal?\nbien", 100, "hola, ¿qué tal?\nbien"},
		"line ends":                   {"a\r\nb\rc\n\rd\r", 100, "a\nb\nc\n\nd\n"},
		"tab":                         {"a\tb", 100, "a b"},
		"NUL and other controls":      {"a\x00b\x07\x1b[0m\x7fc\u0085d", 100, "ab[0mcd"},
		"an invalid byte":             {"ca\xffsa", 100, "ca\ufffdsa"},
		"a run of invalid bytes":      {"\xff\xfe\xfdx\xc3", 100, "\ufffdx\ufffd"},
		"U+FFFD as written":           {"\ufffd\ufffd", 100, "\ufffd\ufffd"},
		"cut counts characters":       {"ñandú", 3, "ñan"},
		"cut after scrubbing":         {"\x00\x00\x00abcdef", 3, "abc"},
		"scrubbed text of full size":  {"\x00abc\x00", 3, "abc"},
		"cut keeps a letter's accent": {"ane\u0301", 3, "an"},
		"cut leaves no joiner":        {"x👨\u200d👩\u200d👧", 3, "x"},
		"cut leaves half no flag":     {"ab🇲🇽", 3, "ab"},
		"cut before a selector":       {"ab❤\ufe0f", 3, "ab"},
		"a huge cluster is cut":       {"e" + strings.Repeat("\u0301", 50), 20, "e" + strings.Repeat("\u0301", 19)},
		"nor there a joiner":          {"👨" + strings.Repeat("\u200d", 50), 20, "👨"},
		"invalid byte at the limit":   {"abc\xff", 3, "abc"},
	} {
		if got := Clean(tc.in, tc.limit); got != tc.want {
			t.Errorf("%s: Clean(%q, %d) = %q, want %q", name, tc.in, tc.limit, got, tc.want)
		}
	}
}

func TestCleanReturnsACleanTextWithoutCopying(t *testing.T) {
	if n := testing.AllocsPerRun(100, func() { Clean(spanish, 1600) }); n > 0 {
		t.Errorf("%v allocations", n)
	}
}

func FuzzClean(f *testing.F) {
	f.Add("a\r\n\tb\xff\x00👨\u200d👩", 4)
	f.Add("e\u0301\u0301", 2)
	f.Fuzz(func(t *testing.T, s string, limit int) {
		limit %= 2000
		got := Clean(s, limit)
		if !utf8.ValidString(got) || utf8.RuneCountInString(got) > max(limit, 0) {
			t.Fatalf("Clean(%q, %d) = %q", s, limit, got)
		}
		for _, r := range got {
			if control(r) && r != '\n' {
				t.Fatalf("Clean(%q, %d) = %q holds %U", s, limit, got, r)
			}
		}
		if again := Clean(got, limit); again != got {
			t.Fatalf("Clean(%q, %d) = %q, again %q", s, limit, got, again)
		}
	})
}
