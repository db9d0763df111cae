package review_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/aldaba-hotline/aldaba/bot/review"
)

const (
	old, now, english, changed = "000000000001", "000000000002", "00000000000e", "00000000000f"
)

func act(a review.Act, hash, source string) review.Entry {
	return review.Entry{ID: "door.ask", Language: "es", Hash: hash, SourceHash: source, Act: a, By: "Ana", On: "2026-11-28", Jurisdiction: "CA", Bar: "CA 1", Comment: "x"}
}

func unsigned(e review.Entry) review.Entry {
	e.Bar, e.Jurisdiction = "", ""
	return e
}

func TestWhatTheLedgerMakesOfAText(t *testing.T) {
	for name, c := range map[string]struct {
		acts []review.Entry
		want review.State
	}{
		"no row":                          {nil, review.StateDrafted},
		"drafted":                         {[]review.Entry{act(review.Drafted, now, "")}, review.StateDrafted},
		"translated":                      {[]review.Entry{act(review.Translated, now, english)}, review.StateTranslated},
		"translated, then edited":         {[]review.Entry{act(review.Translated, old, english)}, review.StateDrafted},
		"the source has changed":          {[]review.Entry{act(review.Translated, now, changed)}, review.StateStale},
		"approved":                        {[]review.Entry{act(review.Translated, now, english), act(review.Approved, now, english)}, review.StateApproved},
		"approved, then edited":           {[]review.Entry{act(review.Approved, old, english)}, review.StateDrafted},
		"approved, then the source":       {[]review.Entry{act(review.Approved, now, changed)}, review.StateStale},
		"approved, then recorded":         {[]review.Entry{act(review.Approved, now, english), act(review.Translated, now, english)}, review.StateApproved},
		"approved, then drafted again":    {[]review.Entry{act(review.Approved, now, english), unsigned(act(review.Drafted, now, ""))}, review.StateApproved},
		"approved, then sent back":        {[]review.Entry{act(review.Approved, now, english), act(review.Drafted, now, english)}, review.StateDrafted},
		"approved for another wording":    {[]review.Entry{act(review.Withdrawn, now, english), act(review.Approved, old, english)}, review.StateWithdrawn},
		"withdrawn, drafted anew":         {[]review.Entry{act(review.Withdrawn, old, english), unsigned(act(review.Drafted, now, ""))}, review.StateDrafted},
		"withdrawn, replaced, put back":   {[]review.Entry{act(review.Withdrawn, now, english), act(review.Translated, old, english)}, review.StateWithdrawn},
		"approved before, stale, again":   {[]review.Entry{act(review.Approved, now, changed), act(review.Translated, now, english)}, review.StateTranslated},
		"withdrawn":                       {[]review.Entry{act(review.Approved, now, english), act(review.Withdrawn, now, english)}, review.StateWithdrawn},
		"withdrawn, then edited":          {[]review.Entry{act(review.Withdrawn, old, english)}, review.StateWithdrawn},
		"withdrawn, then recorded anew":   {[]review.Entry{act(review.Withdrawn, old, english), act(review.Translated, now, english)}, review.StateTranslated},
		"withdrawn, the same recorded":    {[]review.Entry{act(review.Withdrawn, now, english), act(review.Translated, now, english)}, review.StateWithdrawn},
		"withdrawn, then approved":        {[]review.Entry{act(review.Withdrawn, now, english), act(review.Approved, now, english)}, review.StateApproved},
		"withdrawn twice, then approved":  {[]review.Entry{act(review.Withdrawn, now, ""), act(review.Approved, now, english), act(review.Withdrawn, now, "")}, review.StateWithdrawn},
		"compared with nothing, approved": {[]review.Entry{act(review.Approved, now, "")}, review.StateApproved},
	} {
		got := review.New(c.acts).Standing("door.ask", "es", now, english)
		if got.State != c.want {
			t.Errorf("%s: %s, want %s", name, got.State, c.want)
		}
		if c.want == review.StateApproved && (got.By != "Ana" || got.Bar != "CA 1" || got.Jurisdiction != "CA") {
			t.Errorf("%s: nobody is named: %+v", name, got)
		}
	}
	if got := (*review.Ledger)(nil).Standing("door.ask", "es", now, english); got.State != review.StateDrafted {
		t.Errorf("no ledger: %s", got.State)
	}
	if got := review.New([]review.Entry{act(review.Approved, now, english)}).Standing("door.ask", "ht", now, english); got.State != review.StateDrafted {
		t.Errorf("another language: %s", got.State)
	}
}

func TestAHashKnowsOneWording(t *testing.T) {
	a := review.Hash(map[string]string{"other": "a"})
	for _, forms := range []map[string]string{{"other": "b"}, {"one": "a"}, {"one": "a", "other": "a"}, {"other": "a\x00"}, nil} {
		if review.Hash(forms) == a {
			t.Errorf("%v has the hash of another text", forms)
		}
	}
	if len(a) != 12 || a != review.Hash(map[string]string{"other": "a"}) {
		t.Errorf("hash %q", a)
	}
}

func TestRowsAreAppendedAndReadBack(t *testing.T) {
	first, err := review.Append(nil, act(review.Translated, now, english))
	if err != nil {
		t.Fatal(err)
	}
	e := act(review.Withdrawn, now, english)
	e.Comment, e.By = "says \"never\",\nand that is wrong; =1+1", "=HYPERLINK(A1)"
	both, err := review.Append(first, e)
	if err != nil || !strings.HasPrefix(string(both), string(first)) || strings.Contains(string(both), ",=HYPERLINK") {
		t.Fatalf("%s, %v", both, err)
	}
	l, ps := review.Load(fstest.MapFS{"review.csv": {Data: both}})
	if ps != nil || len(l.Entries()) != 2 || l.Entries()[1] != e {
		t.Errorf("%v, %v", l.Entries(), ps)
	}
	if _, err := review.Append(first, review.Entry{ID: "x"}); err == nil {
		t.Error("a row without language is appended")
	}
	if l, ps := review.Load(fstest.MapFS{}); ps != nil || l.Entries() != nil {
		t.Errorf("no file: %v, %v", l.Entries(), ps)
	}
}

func TestEveryMistakeInTheLedgerHasItsLine(t *testing.T) {
	const header = "id,language,hash,source_hash,act,by,on,jurisdiction,bar,comment\n"
	for row, want := range map[string]string{
		"": "",
		",es,000000000001,,drafted,A,2026-11-28,,,\n":       "i18n/review.csv:2: id is empty",
		"a,e s,000000000001,,drafted,A,2026-11-28,,,\n":     "i18n/review.csv:2: language is \"e s\"",
		"a,es,1,,drafted,A,2026-11-28,,,\n":                 "i18n/review.csv:2: hash is \"1\"",
		"a,es,000000000001,x,drafted,A,2026-11-28,,,\n":     "i18n/review.csv:2: source_hash is \"x\"",
		"a,es,000000000001,,seen,A,2026-11-28,,,\n":         "i18n/review.csv:2: act is \"seen\"",
		"a,es,000000000001,,drafted,,2026-11-28,,,\n":       "i18n/review.csv:2: by is empty",
		"a,es,000000000001,,drafted,A,yesterday,,,\n":       "i18n/review.csv:2: on is \"yesterday\"",
		"a,es,000000000001,,approved,A,2026-11-28,,CA 1,\n": "i18n/review.csv:2: approved without bar or jurisdiction",
		"a,es,000000000001,,withdrawn,A,2026-11-28,,,\n":    "i18n/review.csv:2: withdrawn without a comment",
		"a,es\n":                                "i18n/review.csv:2: has 2 cells instead of 10",
		"a,es,\"0":                              "i18n/review.csv:2: ",
		"\xff,es,000000000001,,drafted,A,,,,\n": "i18n/review.csv:2: this is not UTF-8",
	} {
		_, ps := review.Load(fstest.MapFS{"review.csv": {Data: []byte(header + row)}})
		if got := ps.Error(); !strings.HasPrefix(got, want) || want == "" && ps != nil {
			t.Errorf("%q: %s, want %s", row, got, want)
		}
	}
	if _, ps := review.Load(fstest.MapFS{"review.csv": {Data: []byte("id,hash\n")}}); !strings.HasPrefix(ps.Error(), "i18n/review.csv:1: does not begin with its header") {
		t.Error(ps)
	}
}

func FuzzRead(f *testing.F) {
	good, _ := review.Append(nil, act(review.Approved, now, english))
	f.Add(good)
	f.Add([]byte("\ufeffid,language\r\n\"\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		l, ps := review.Read("x.csv", data)
		if ps != nil {
			return
		}
		again, err := review.Append(nil, l.Entries()...)
		if err != nil {
			t.Fatal(err)
		}
		if m, ps := review.Read("x.csv", again); ps != nil || len(m.Entries()) != len(l.Entries()) {
			t.Errorf("%v: %d entries of %d come back", ps, len(m.Entries()), len(l.Entries()))
		}
	})
}

// A ledger that cannot be read stops everything, so none is written.
func TestALedgerNeverGrowsBeyondWhatCanBeRead(t *testing.T) {
	e := review.Entry{ID: "a", Language: "en", Hash: "0123456789ab", Act: review.Withdrawn, By: "Ann", On: "2026-11-28", Comment: strings.Repeat("x", review.MaxFile)}
	if file, err := review.Append(nil, e); err == nil || file != nil || !strings.Contains(err.Error(), "shorten") {
		t.Errorf("%d bytes, %v", len(file), err)
	}
}
