package text

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

func TestFoldMakesSpellingsOfOneTextEqual(t *testing.T) {
	for name, tc := range map[string]struct{ in, want string }{
		"empty":                       {"", ""},
		"already folded":              {"ice at my door", "ice at my door"},
		"case and punctuation":        {"  ICE, at my door!!! ", "ice at my door"},
		"space after folded start":    {"a  b ", "a b"},
		"punctuation after space":     {"a ?b", "a b"},
		"apostrophes vanish":          {"don't don’t don`t don´t donʼt", "dont dont dont dont dont"},
		"Haitian":                     {"M’ap rele w", "map rele w"},
		"Spanish":                     {"¿Dónde está mi papá? ¡La migra se lo llevó!", "donde esta mi papa la migra se lo llevo"},
		"accents as own characters":   {"Do\u0301nde esta\u0301", "donde esta"},
		"Portuguese":                  {"não há intérprete", "nao ha interprete"},
		"Vietnamese":                  {"Tôi cần luật sư, Đà Nẵng", "toi can luat su da nang"},
		"letters with strokes":        {"Łódź Ørsted Đorđe ĳ Æon œuvre Straße ẞ ısı İstanbul Þór", "lodz orsted dorde ij aeon oeuvre strasse ss isi istanbul thor"},
		"Catalan dot":                 {"coŀlegi col·legi", "col legi col legi"},
		"Greek, final sigma":          {"ΌΣΟΣ όσος", "οσοσ οσοσ"},
		"Cyrillic":                    {"Полиция ЁЛКА", "полиция елка"},
		"wide forms":                  {"ＩＣＥ　１２", "ice 12"},
		"Arabic harakat and tatweel":  {"مُحَمَّد مـــحمد", "محمد محمد"},
		"Arabic alef forms":           {"أنا إلى آمن ٱل", "انا الي امن ال"},
		"Arabic hamza on its seat":    {"مسؤول رئيس", "مسؤول رئيس"},
		"Arabic hamza after a space":  {"ا ٔب", "ا ٔب"},
		"Persian keyboard":            {"کی", "كي"},
		"Hebrew points":               {"שָׁלוֹם", "שלום"},
		"Hindi keeps vowels":          {"नमस्ते, मदद!", "नमस्ते मदद"},
		"Thai keeps vowels":           {"ช่วยด้วย", "ช่วยด้วย"},
		"Burmese keeps vowels":        {"ကူညီပါ။", "ကူညီပါ"},
		"Hangul stays composed":       {"도와주세요!", "도와주세요"},
		"Hangul in parts is composed": {norm.NFD.String("도와"), "도와"},
		"Japanese keeps voicing":      {"ガ ｶﾞ が", "ガ ガ が"},
		"Chinese":                     {"移民局在我家门口。", "移民局在我家门口"},
		"Amharic":                     {"እርዳታ፡እፈልጋለሁ።", "እርዳታ እፈልጋለሁ"},
		"Mayan glottal stop":          {"k'iche' kꞌicheꞌ", "kiche kiche"},
		"digits of many scripts":      {"١٢٣ ۴۵۶ ७८९ ０１ ② ❸ ⓵ 🔟", "123 456 789 01 2 3 1 10"},
		"keycap":                      {"1️⃣", "1"},
		"emoji":                       {"help🙏🏽now 👨‍👩‍👧 🇲🇽", "help now"},
		"invisible characters":        {"I\u200bC\u00adE\ufeff \u202ehere\u202c", "ice here"},
		"bidi isolates":               {"\u2067مرحبا\u2069", "مرحبا"},
		"controls and NUL":            {"a\x00b\nc\td", "a b c d"},
		"invalid bytes":               {"ca\xffsa \xc3", "casa"},
		"replacement character":       {"ca\ufffdsa", "ca sa"},
		"only emoji":                  {"🚨🚨", ""},
	} {
		if got := Fold(tc.in); got != tc.want {
			t.Errorf("%s: Fold(%q) = %q, want %q", name, tc.in, got, tc.want)
		}
	}
}

// everyCharacter yields the code points of all planes that hold characters, but not the thousands of ideographs
// that are alike.
func everyCharacter(yield func(rune) bool) {
	for r := rune(0); r <= unicode.MaxRune; r++ {
		switch r {
		case 0x3500: // ideographs, extension A
			r = 0x4DB0
		case 0x5000: // ideographs
			r = 0x9FF0
		case 0x20100: // ideographs, supplementary
			r = 0x2F800
		case 0x2FA20: // unassigned
			r = 0xE0000
		case 0xE0200: // private use
			r = unicode.MaxRune
		}
		if !yield(r) {
			return
		}
	}
}

func TestFoldOfEveryCharacterFoldsToItself(t *testing.T) {
	for r := range everyCharacter {
		for _, s := range []string{string(r), "x" + string(r) + "y", "ا" + string(r) + "\u0654क" + string(r)} {
			once := Fold(s)
			if twice := Fold(once); twice != once {
				t.Fatalf("%U in %q: %q, again %q", r, s, once, twice)
			}
			if !utf8.ValidString(once) || !norm.NFC.IsNormalString(once) {
				t.Fatalf("%U in %q: %q is not NFC", r, s, once)
			}
		}
	}
}

func TestFoldTakesTheShortWayOnlyWhereBothAgree(t *testing.T) {
	for r := range everyCharacter {
		s := "A " + string(r) + " b" + string(r) + "C"
		if short, long := Fold(s), foldAny(s); short != long {
			t.Fatalf("%U: short way %q, long way %q", r, short, long)
		}
	}
}

func TestEveryDecimalDigitFoldsToItsValue(t *testing.T) {
	const systems = "0٠۰०০੦૦୦௦౦೦൦๐໐༠၀០᠐᭐０𞥐"
	for _, zero := range systems {
		for n := range rune(10) {
			if got, want := Fold(string(zero+n)), string('0'+n); got != want {
				t.Errorf("Fold(%q) = %q, want %q", zero+n, got, want)
			}
		}
	}
	for _, t16 := range unicode.Nd.R16 {
		if t16.Stride != 1 || (t16.Hi-t16.Lo+1)%10 != 0 {
			t.Errorf("digits %U to %U are not whole tens in a row", t16.Lo, t16.Hi)
		}
	}
	for _, t32 := range unicode.Nd.R32 {
		if t32.Stride != 1 || (t32.Hi-t32.Lo+1)%10 != 0 {
			t.Errorf("digits %U to %U are not whole tens in a row", t32.Lo, t32.Hi)
		}
	}
}

func TestFoldKeepsNoHeapOfMarks(t *testing.T) {
	heap := "ก" + strings.Repeat("\u0e49", 1000)
	got := Fold(heap)
	if n := utf8.RuneCountInString(got); n != 1+maxMarks {
		t.Errorf("%d characters left of a heap of marks, want %d", n, 1+maxMarks)
	}
	if Fold(got) != got {
		t.Errorf("the rest of the heap folds again")
	}
}

func TestFoldAllocatesAtMostOnceForPlainTexts(t *testing.T) {
	for _, tc := range []struct {
		text string
		most float64
	}{
		{"ice is at my door", 0},
		{"ICE is at my door!", 1},
		{spanish, 1},
		{"Help 🙏 me", 1},
	} {
		if n := testing.AllocsPerRun(100, func() { Fold(tc.text) }); n > tc.most {
			t.Errorf("Fold(%q) allocates %v times, want at most %v", tc.text, n, tc.most)
		}
	}
}

const spanish = "¿Dónde está mi papá? La migración se lo llevó de aquí, ¡ayúd…!"

func FuzzFold(f *testing.F) {
	for _, s := range []string{"", "ICE!", spanish, "don´t", "1️⃣", "مُحَمَّد", "أٔ", "한국", "क्षि", "\xff\xc3(", "ﷺ", " ゛", "각\u11a8",
		strings.Repeat("0", 260) + "\xf2º", "ก\u0e49\u0e38\u0e49\u034f\u0e38", "ـٔ", "🏴\U000E0067\U000E007F"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		once := Fold(s)
		if !utf8.ValidString(once) {
			t.Fatalf("Fold(%q) = %q is not UTF-8", s, once)
		}
		if twice := Fold(once); twice != once {
			t.Fatalf("Fold(%q) = %q, again %q", s, once, twice)
		}
		if strings.TrimSpace(once) != once || strings.Contains(once, "  ") {
			t.Fatalf("Fold(%q) = %q has idle space", s, once)
		}
		if long := foldAny(s); long != once {
			t.Fatalf("Fold(%q) = %q, the long way %q", s, once, long)
		}
	})
}
