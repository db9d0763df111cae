package review_test

import (
	"encoding/csv"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/review"
)

// texts are by "lang/id".
type texts map[string]map[string]string

func (t texts) Spelling(l bot.Language) bot.Language              { return l }
func (t texts) Forms(l bot.Language, id string) map[string]string { return t[string(l)+"/"+id] }
func (t texts) Pieces(bot.Language, string) []string              { return nil }
func one(s string) map[string]string                              { return map[string]string{"other": s} }
func sheetOf(b review.Board, ids ...string) string                { return string(b.Sheet(lines(ids...))) }
func (t texts) with(key string, forms map[string]string) (other texts) {
	other = maps.Clone(t)
	other[key] = forms
	return other
}

func lines(ids ...string) (all []review.Line) {
	for _, id := range ids {
		all = append(all, review.Line{ID: id, Language: "es", Context: "=context", Segments: 1})
	}
	return all
}

func door() texts {
	return texts{
		"en/door.ask": one("Is ICE at your door?"), "es/door.ask": one("¿Está ICE en su puerta?\nDiga: \"no\"; calle, y espere."),
		"en/sum": one("=1+1 is two"), "es/sum": one("=1+1 son dos"),
		"en/many": {"one": "1 agent", "other": "{{.Count}} agents"}, "es/many": {"one": "1 agente", "other": "{{.Count}} agentes"},
	}
}

// spreadsheet opens a file and saves it again as Excel does in many countries, after somebody has filled cells in.
func spreadsheet(t *testing.T, file string, fill func(row map[string]string)) []byte {
	t.Helper()
	rows, err := csv.NewReader(strings.NewReader(file)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	w := csv.NewWriter(&out)
	w.Comma, w.UseCRLF = ';', true
	for i, row := range rows {
		cells := map[string]string{}
		for n, column := range rows[0] {
			if cells[column] = row[n]; i > 0 && (strings.HasPrefix(row[n], "=") || column == "hash" && strings.Trim(row[n], "0123456789") == "") {
				t.Errorf("%s %q would be taken for something else", column, row[n])
			}
		}
		if i > 0 {
			fill(cells)
		}
		for n, column := range rows[0] {
			row[n] = cells[column]
		}
		_ = w.Write(row)
	}
	w.Flush()
	return []byte("\ufeff" + out.String())
}

func reviewer() review.Reviewer {
	return review.Reviewer{Language: "es", On: "2026-11-28", Bound: func(id string) bool { return id == "many" }}
}

func TestASheetComesBackFromASpreadsheet(t *testing.T) {
	board := (*review.Ledger)(nil).Over(door())
	file := spreadsheet(t, sheetOf(board, "door.ask", "many", "sum"), func(row map[string]string) {
		verdict := map[string]string{"door.ask": "Approve ", "sum": "withdraw", "many": ""}
		row["verdict"], row["reviewer"], row["bar_state"], row["comment"] = verdict[row["id"]], "Ana Law", "CA 12345", "line one\nand two"
	})
	got, ps := board.Verdicts("x.csv", file, reviewer())
	if ps != nil || len(got) != 2 {
		t.Fatalf("%v %v", got, ps)
	}
	a, b := got[0], got[1]
	if a.ID != "door.ask" || a.Act != review.Approved || a.Hash != review.Hash(door()["es/door.ask"]) || a.SourceHash != review.Hash(door()["en/door.ask"]) ||
		a.By != "Ana Law" || a.Bar != "CA 12345" || a.Jurisdiction != "CA" || a.On != "2026-11-28" || a.Comment != "line one\nand two" {
		t.Errorf("approved %+v", a)
	}
	if b.ID != "sum" || b.Act != review.Withdrawn || b.Language != "es" {
		t.Errorf("withdrawn %+v", b)
	}
	if again, ps := review.New(got).Over(door()).Verdicts("x.csv", file, reviewer()); ps != nil || len(again) != 0 {
		t.Errorf("a second time it records %v %v", again, ps)
	}
}

func TestALawyerSendsATextBackWithTheWordingTheyWant(t *testing.T) {
	board := (*review.Ledger)(nil).Over(door())
	file := spreadsheet(t, sheetOf(board, "sum"), func(row map[string]string) {
		row["text"], row["verdict"] = "Uno y uno son dos", "change"
	})
	by := reviewer()
	by.By, by.Bar, by.Jurisdiction = "Ana Law", "NY", "federal"
	got, ps := board.Verdicts("x.csv", file, by)
	if ps != nil || len(got) != 1 || got[0].Act != review.Drafted || got[0].Comment != "Wanted: Uno y uno son dos" || got[0].By != "Ana Law" || got[0].Jurisdiction != "federal" {
		t.Errorf("%+v %v", got, ps)
	}
	approved := got[0]
	approved.Act = review.Approved
	if now := review.New([]review.Entry{approved, got[0]}).Over(door()).Standing("es", "sum"); now.State != review.StateDrafted {
		t.Errorf("a text that was sent back is %s", now.State)
	}
}

func TestABadRowIsToldAsTheSpreadsheetCountsItAndNothingComesOfIt(t *testing.T) {
	whole := door()
	sheet := sheetOf((*review.Ledger)(nil).Over(whole), "door.ask", "many")
	fill := func(cells map[string]string) func(map[string]string) {
		return func(row map[string]string) {
			row["reviewer"], row["bar_state"], row["comment"] = "Ana", "CA 1", "x"
			if row["id"] == "many" {
				row["verdict"] = "approve"
				maps.Copy(row, cells)
			}
		}
	}
	for name, c := range map[string]struct {
		texts texts
		cells map[string]string
		want  string
	}{
		"changed text":    {whole.with("es/many", one("otro")), nil, "many has changed since the export: its hash is"},
		"changed English": {whole.with("en/many", one("other")), nil, "the English text of many has changed since the export; export"},
		"gone":            {whole.with("es/many", nil), nil, `there is no text "many" in es`},
		"other language":  {whole, map[string]string{"language": "en"}, `many is a text in "en"; import each language by itself`},
		"unknown verdict": {whole, map[string]string{"verdict": "fine"}, `many: the verdict is "fine"; write approve, withdraw or change`},
		"edited":          {whole, map[string]string{"text": "one: x"}, "the text of many was edited in the sheet"},
		"lost letters":    {whole, map[string]string{"text": "one: 1 agÃ©nte"}, `many: letters were lost: "Ã©"; open the exported`},
		"nobody":          {whole, map[string]string{"reviewer": ""}, "many: reviewer is empty; write"},
		"no bar":          {whole, map[string]string{"bar_state": ""}, "many: bar_state is empty; say"},
		"odd bar":         {whole, map[string]string{"bar_state": "California"}, `many: bar_state is "California"`},
		"odd place":       {whole, map[string]string{"jurisdiction": "Mars"}, `many: jurisdiction is "Mars"`},
		"nothing to say":  {whole, map[string]string{"verdict": "change", "comment": ""}, "many: change what?"},
		"bound":           {whole, map[string]string{"verdict": "withdraw"}, "many cannot be withdrawn"},
		"mangled hash":    {whole, map[string]string{"hash": "1.2E+11"}, "many has changed since the export"},
	} {
		_, ps := (*review.Ledger)(nil).Over(c.texts).Verdicts("x.csv", spreadsheet(t, sheet, fill(c.cells)), reviewer())
		if len(ps) != 1 || !strings.HasPrefix(ps.Error(), "x.csv:3: "+c.want) || ps[0].Remedy == "" {
			t.Errorf("%s: %v, want x.csv:3: %s", name, ps, c.want)
		}
	}
	both := spreadsheet(t, sheetOf((*review.Ledger)(nil).Over(whole), "sum", "sum"), func(row map[string]string) {
		row["verdict"], row["reviewer"], row["bar_state"] = "approve", "Ana", "CA 1"
	})
	if _, ps := (*review.Ledger)(nil).Over(whole).Verdicts("x.csv", both, reviewer()); len(ps) != 1 || !strings.HasPrefix(ps.Error(), "x.csv:3: sum has a verdict in row 2 too") {
		t.Errorf("twice: %v", ps)
	}
	if _, ps := (*review.Ledger)(nil).Over(whole).Verdicts("x.csv", []byte("id;text\r\n"), reviewer()); !strings.Contains(ps.Error(), "x.csv:1: the column verdict is missing") {
		t.Errorf("other columns: %v", ps)
	}
}

// A hash of digits only, or one that looks like a number with an exponent, must not become another number.
func TestNoHashLooksLikeANumber(t *testing.T) {
	all := texts{}
	for i := 0; len(all) < 3; i++ {
		forms := one(strings.Repeat("a", i%97) + strings.Repeat("b", i/97))
		if h := review.Hash(forms); strings.Trim(h, "0123456789") == "" {
			id := strings.Repeat("x", len(all)+1)
			all["es/"+id] = forms
		}
		if i > 60000 {
			t.Fatal("no hash of digits only in 60,000")
		}
	}
	board := (*review.Ledger)(nil).Over(all)
	file := spreadsheet(t, sheetOf(board, "x", "xx", "xxx"), func(row map[string]string) {
		row["verdict"], row["reviewer"], row["bar_state"] = "approve", "Ana", "CA 1"
	})
	if got, ps := board.Verdicts("x.csv", file, reviewer()); ps != nil || len(got) != 3 {
		t.Errorf("%v %v", got, ps)
	}
}

func TestAVariantForAChannelIsATranslationOfTheGeneralText(t *testing.T) {
	board := (*review.Ledger)(nil).Over(door().with("es/door.ask.sms", one("¿ICE en su puerta?")))
	if _, source := board.Hashes("es", "door.ask.sms"); source != review.Hash(door()["en/door.ask"]) {
		t.Errorf("source %s", source)
	}
	if _, source := board.Hashes("en", "door.ask"); source != "" {
		t.Errorf("English is a translation of %s", source)
	}
}

func FuzzVerdicts(f *testing.F) {
	board := (*review.Ledger)(nil).Over(door())
	sheet := sheetOf(board, "door.ask", "sum", "many")
	f.Add([]byte(sheet))
	f.Add([]byte(strings.ReplaceAll(sheet, "drafted,,,,,", "drafted,approve,ok,Ana,CA 1,")))
	f.Add([]byte("\ufeffid;language;hash;text;verdict;comment;reviewer;bar_state\r\nsum;es;;;change;;;\r\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		entries, ps := board.Verdicts("x.csv", data, reviewer())
		for _, p := range ps {
			if p.Remedy == "" {
				t.Error(p)
			}
		}
		file, err := review.Append(nil, entries...)
		if err != nil {
			t.Fatalf("a verdict that cannot be recorded: %v", err)
		}
		if l, bad := review.Read("y.csv", file); bad != nil || !slices.EqualFunc(l.Entries(), entries, func(a, b review.Entry) bool { return a.ID == b.ID && a.Act == b.Act }) {
			t.Errorf("%v comes back as %v: %v", entries, l.Entries(), bad)
		}
	})
}
