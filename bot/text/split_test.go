package text

import (
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

func TestSplitCutsWhereAReaderWould(t *testing.T) {
	for name, tc := range map[string]struct {
		in    string
		limit Limit
		want  []string
	}{
		"empty":                     {"", CharacterLimit(10), nil},
		"fits":                      {" as it is \n", CharacterLimit(20), []string{" as it is \n"}},
		"nothing but space":         {strings.Repeat(" ", 30), CharacterLimit(20), nil},
		"paragraph before sentence": {"One two.\n\nThree. Four five", CharacterLimit(17), []string{"One two.", "Three. Four five"}},
		"blank line with spaces":    {"One two. \n \nThree. Four fiv", CharacterLimit(17), []string{"One two.", "Three. Four fiv"}},
		"sentence before space":     {"Stay calm. Do not run away", CharacterLimit(20), []string{"Stay calm.", "Do not run away"}},
		"line before space":         {"Choose one:\n1 At home\n2 At work", CharacterLimit(23), []string{"Choose one:\n1 At home", "2 At work"}},
		"space before character":    {"abc defgh ijklm", CharacterLimit(12), []string{"abc defgh", "ijklm"}},
		"word that just fits":       {"abcde fghij klm", CharacterLimit(11), []string{"abcde fghij", "klm"}},
		"better place, too early":   {"A.\n\nbcd efg. hij klm nop", CharacterLimit(18), []string{"A.\n\nbcd efg.", "hij klm nop"}},
		"early place, none better":  {"A.\n\nbcdefghijklmnop", CharacterLimit(12), []string{"A.", "bcdefghijklm", "nop"}},
		"long word":                 {"abcdefghij", CharacterLimit(4), []string{"abcd", "efgh", "ij"}},
		"ordinal is no sentence":    {"aaaa bb. 1. cc ddd", CharacterLimit(12), []string{"aaaa bb.", "1. cc ddd"}},
		"quotation ends with it":    {`He said "No." Then he left`, CharacterLimit(20), []string{`He said "No."`, "Then he left"}},
		"Chinese sentence":          {"不要开门。请保持冷静，不要说谎", CharacterLimit(9), []string{"不要开门。", "请保持冷静，", "不要说谎"}},
		"Chinese closing quote":     {"他说“不。”我走了。", CharacterLimit(8), []string{"他说“不。”我走", "了。"}},
		"Arabic question":           {"أين أبي؟ أخذته الشرطة", CharacterLimit(15), []string{"أين أبي؟", "أخذته الشرطة"}},
		"Hindi sentence":            {"शांत रहें। दरवाज़ा न खोलें", CharacterLimit(18), []string{"शांत रहें।", "दरवाज़ा न खोलें"}},
		"no-break space holds":      {"abcd ef\u00a0gh", CharacterLimit(8), []string{"abcd", "ef\u00a0gh"}},
		"accents stay":              {"xe\u0301e\u0301", CharacterLimit(4), []string{"xe\u0301", "e\u0301"}},
		"joined emoji stay":         {"ab👨\u200d👩\u200d👧", CharacterLimit(6), []string{"ab", "👨\u200d👩\u200d👧"}},
		"flags stay":                {"🇲🇽🇬🇹🇭🇳", CharacterLimit(3), []string{"🇲🇽", "🇬🇹", "🇭🇳"}},
		"keycaps stay":              {"1️⃣2️⃣", CharacterLimit(4), []string{"1️⃣", "2️⃣"}},
		"space as base of a mark":   {"abcdef \u0308gh", CharacterLimit(7), []string{"abcdef", " \u0308gh"}},
		"heap of marks is cut":      {"e\u0301\u0301\u0301\u0301", CharacterLimit(2), []string{"e\u0301", "\u0301\u0301", "\u0301"}},
		"CR LF":                     {"abcdef\r\nghijkl", CharacterLimit(7), []string{"abcdef", "ghijkl"}},
		"invalid bytes":             {"abc\xffdef", CharacterLimit(4), []string{"abc\ufffd", "def"}},
		"limit below one":           {"ab", CharacterLimit(0), []string{"a", "b"}},
	} {
		if got := Split(tc.in, tc.limit); !slices.Equal(got, tc.want) {
			t.Errorf("%s: %q, want %q", name, got, tc.want)
		}
	}
}

func TestSplitCountsEachPartInItsOwnEncoding(t *testing.T) {
	english := strings.Repeat("a", 159) + "."
	spanish := strings.Repeat("á", 69) + "."
	got := Split(english+" "+spanish, SMSLimit(1))
	if !slices.Equal(got, []string{english, spanish}) {
		t.Errorf("%q", got)
	}
	if got := Split(strings.Repeat("€", 81), SMSLimit(1)); len(got) != 2 || got[0] != strings.Repeat("€", 80) {
		t.Errorf("euros: %q", got)
	}
	if got := Split(strings.Repeat("a", 1531), SMSLimit(10)); len(got) != 2 || len(got[0]) != 1530 {
		t.Errorf("ten segments: %d parts", len(got))
	}
	if got := Split(strings.Repeat("م", 66)+"👋"+strings.Repeat("م", 66), SMSLimit(2)); len(got) != 2 {
		t.Errorf("surrogates: %d parts", len(got))
	}
}

func TestSplitOfAFittingTextAllocatesOnce(t *testing.T) {
	if n := testing.AllocsPerRun(100, func() { Split(spanish, SMSLimit(10)) }); n > 1 {
		t.Errorf("%v allocations", n)
	}
}

func FuzzSplit(f *testing.F) {
	for _, s := range []string{"", spanish, "One.\n\nTwo three. Four", "不要开门。请保持冷静", "👨\u200d👩\u200d👧🇲🇽1️⃣", "a \u0308b\r\n\u00a0c", "[€]{م}", "\xff"} {
		f.Add(s, uint8(4), true)
		f.Add(strings.Repeat(s, 30), uint8(1), false)
	}
	f.Fuzz(func(t *testing.T, s string, n uint8, byCharacters bool) {
		limit := SMSLimit(int(n))
		if byCharacters {
			limit = CharacterLimit(int(n))
		}
		parts := Split(s, limit)
		rest := strings.ToValidUTF8(s, "\ufffd")
		for i, part := range parts {
			checkPart(t, part, int(n), byCharacters)
			before, after, found := strings.Cut(rest, part)
			if !found || strings.TrimSpace(before) != "" {
				t.Fatalf("%q lost %q before part %d of %q", s, before, i, parts)
			}
			rest = after
			if i < len(parts)-1 {
				checkCut(t, part, after, int(n), byCharacters)
			}
		}
		if strings.TrimSpace(rest) != "" {
			t.Fatalf("%q lost %q", s, rest)
		}
	})
}

func checkPart(t *testing.T, part string, n int, byCharacters bool) {
	t.Helper()
	size := Segments(part).Segments
	if byCharacters {
		size = utf8.RuneCountInString(part)
	}
	if size > max(n, 1) || part == "" || !utf8.ValidString(part) {
		t.Fatalf("part %q has size %d, limit %d", part, size, n)
	}
}

// checkCut fails when a part ends within a cluster that would have fitted into a part of its own.
func checkCut(t *testing.T, part, after string, n int, byCharacters bool) {
	t.Helper()
	r, _ := utf8.DecodeRuneInString(after)
	small := utf8.RuneCountInString(part) < max(n, 1)
	if !byCharacters {
		small = Segments(part).Units < 60
	}
	if unicode.Is(unicode.M, r) && small && part[len(part)-1] != '\n' {
		t.Fatalf("a mark was cut off between %q and %q", part, after)
	}
}
