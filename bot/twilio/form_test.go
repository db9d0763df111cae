package twilio

import (
	"bytes"
	"net/url"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/aldaba-hotline/aldaba/bot"
)

func TestFormsAreReadStrictly(t *testing.T) {
	for raw, want := range map[string][]rawPair{
		"":                         nil,
		"a=1":                      {{"a", "1"}},
		"b=2&a=1":                  {{"a", "1"}, {"b", "2"}},
		"a=":                       {{"a", ""}},
		"=1":                       {{"", "1"}},
		"a=b=c":                    {{"a", "b=c"}},
		"a=1;b=2":                  {{"a", "1;b=2"}},
		"a=+%2B%20%41%c3%B1%00%ff": {{"a", " + Añ\x00\xff"}},
		"%41+b=1":                  {{"A b", "1"}},
		"a=2&a=1&a=2":              {{"a", "1"}, {"a", "2"}, {"a", "2"}},
	} {
		var f form
		if err := f.parse([]byte(raw)); err != nil {
			t.Errorf("%q: %v", raw, err)
		}
		if got := f.plain(); !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", raw, got, want)
		}
	}
	for _, raw := range []string{"a", "&", "a=1&", "&a=1", "a=1&&b=2", "a=%", "a=%4", "a=%4g", "a=%g4", "%=1", "a=%%41", "a=1&b",
		strings.Repeat("a=1&", maxPairs) + "a=1"} {
		var f form
		if err := f.parse([]byte(raw)); err == nil {
			t.Errorf("%q was read as %q", raw, f.plain())
		}
	}
}

func (f *form) plain() []rawPair {
	var out []rawPair
	for _, p := range f.pairs {
		out = append(out, rawPair{string(p.key), string(p.value)})
	}
	return out
}

func TestAFormCanBeUsedAgain(t *testing.T) {
	var f form
	for _, raw := range []string{mapPin("a", "b").values().Encode(), sms("x").values().Encode(), "a=1"} {
		var fresh form
		if f.parse([]byte(raw)) != nil || fresh.parse([]byte(raw)) != nil {
			t.Fatal("not a form")
		}
		if !slices.Equal(f.plain(), fresh.plain()) || !bytes.Equal(f.signed, fresh.signed) || f.at != fresh.at {
			t.Errorf("%q was read differently after another form", raw)
		}
	}
}

// FuzzForm: any bytes are refused or read as url.ParseQuery reads them, mean the same when they are encoded again, and
// make a sound event when the gate admits them.
func FuzzForm(f *testing.F) {
	for _, name := range sorted(honest()) {
		f.Add([]byte(honest()[name].values().Encode()))
	}
	for _, raw := range []string{"", "a", "a=%", "a=%4", "=&=", "a=1&a=1", "Body=%ff%00;&To=x", "Bod=yhello", "From=whatsapp:&To=whatsapp:U"} {
		f.Add([]byte(raw))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		var got form
		if got.parse(bytes.Clone(raw)) != nil {
			return
		}
		values := url.Values{}
		var again []string
		for _, p := range got.plain() {
			values.Add(p.key, p.value)
			again = append(again, url.QueryEscape(p.key)+"="+url.QueryEscape(p.value))
		}
		if !bytes.ContainsRune(raw, ';') {
			theirs, err := url.ParseQuery(string(raw))
			for _, v := range theirs {
				slices.Sort(v)
			}
			if err != nil || theirs.Encode() != values.Encode() {
				t.Errorf("net/url reads %q, %v; here it is %q", theirs, err, values)
			}
		}
		var reread form
		if err := reread.parse([]byte(strings.Join(again, "&"))); err != nil || !slices.Equal(reread.plain(), got.plain()) {
			t.Errorf("encoded again: %q, %v; want %q", reread.plain(), err, got.plain())
		}
		if (got.admit() == nil) != (reread.admit() == nil) {
			t.Error("encoded again, the gate decides otherwise")
		}
		if got.admit() != nil {
			return
		}
		e := got.event()
		words := e.Text.Reveal()
		if !utf8.ValidString(words) || strings.ContainsRune(words, 0) || utf8.RuneCountInString(words) > bot.MaxText {
			t.Errorf("text %q", words)
		}
		if e.From.Channel != e.To.Channel || e.From.Value == "" || len(e.Media) > 10 || len(e.ID) != 34 {
			t.Errorf("event %s", reveal(e))
		}
	})
}
