package exchange_test

import (
	"bytes"
	"encoding/csv"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/book"
	"github.com/aldaba-hotline/aldaba/bot/book/exchange"
	"github.com/aldaba-hotline/aldaba/bot/book/lint"
	"github.com/aldaba-hotline/aldaba/bot/flow"
	"github.com/aldaba-hotline/aldaba/bot/local"
	"github.com/aldaba-hotline/aldaba/bot/review"
	"github.com/aldaba-hotline/aldaba/bot/say"
	"github.com/aldaba-hotline/aldaba/bot/settings"
	"github.com/aldaba-hotline/aldaba/bot/understand"
	"github.com/aldaba-hotline/aldaba/flows"
	"github.com/aldaba-hotline/aldaba/i18n"
)

// folder is a copy of the shipped texts that a test may change.
type folder fstest.MapFS

func shipped(t testing.TB) folder {
	t.Helper()
	f := folder{}
	names, err := fs.Glob(i18n.FS, "*.*")
	for _, name := range names {
		if kind := strings.Split(name, "."); (kind[0] == "active" || kind[0] == "words") && kind[1] != "en" && kind[1] != "es" {
			continue // a translation that does not exist yet
		}
		data, readErr := fs.ReadFile(i18n.FS, name)
		if readErr != nil {
			err = readErr
		}
		f[name] = &fstest.MapFile{Data: data}
	}
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func (f folder) data(name string) []byte {
	if file := f[name]; file != nil {
		return file.Data
	}
	return nil
}

func (f folder) write(name string, data []byte) {
	if data != nil {
		f[name] = &fstest.MapFile{Data: data}
	}
}

// conversations are what no sheet changes; they are read once.
var conversations = func() book.Set {
	s := book.Set{Hotline: settings.Default()}
	var ps [2]bot.Problems
	s.Library, ps[0] = flow.Load(flows.FS)
	s.Local, ps[1] = local.Load(flows.FS)
	if ps[0].Err() != nil || ps[1].Err() != nil {
		panic(ps)
	}
	return s
}()

// library reads the folder as the command does.
func (f folder) library(t testing.TB, lang bot.Language) exchange.Library {
	t.Helper()
	s := conversations
	var ps [3]bot.Problems
	s.Texts, ps[0] = say.Load(fstest.MapFS(f))
	s.Words, ps[1] = understand.LoadWords(fstest.MapFS(f))
	s.Ledger, ps[2] = review.Load(fstest.MapFS(f))
	for _, p := range ps {
		if p.Err() != nil {
			t.Fatal(p)
		}
	}
	s.Lint, _ = lint.Load(fstest.MapFS(f))
	s.Hotline.Languages = s.Texts.Languages()
	return exchange.Library{Set: s, Files: exchange.Files{
		EnglishTexts: f.data("active.en.toml"), EnglishWords: f.data("words.en.yaml"), Ledger: f.data("review.csv"),
		Texts: f.data("active." + string(lang) + ".toml"), Words: f.data("words." + string(lang) + ".yaml"),
	}}
}

func (f folder) sheet(t testing.TB, lang bot.Language) exchange.Sheet {
	t.Helper()
	s, ps := f.library(t, lang).Sheet(lang)
	if ps != nil {
		t.Fatal(ps)
	}
	return s
}

// take imports a sheet and writes what changes.
func (f folder) take(t testing.TB, s exchange.Sheet) (exchange.Change, bot.Problems) {
	t.Helper()
	l := f.library(t, s.Language)
	c, ps := l.Import("sheet", s)
	if ps.Err() != nil {
		return c, ps
	}
	ledger, err := l.LedgerWith(c, "Ana", "2026-11-28")
	if err != nil {
		t.Fatal(err)
	}
	f.write("active."+string(s.Language)+".toml", c.Texts)
	f.write("words."+string(s.Language)+".yaml", c.Words)
	f.write("review.csv", ledger)
	return c, ps
}

// format is a way for a sheet to go out and come back.
type format struct {
	name string
	trip func(t testing.TB, s exchange.Sheet) exchange.Sheet
}

func readCSV(t testing.TB, data []byte) exchange.Sheet {
	t.Helper()
	s, ps := exchange.ReadCSV("sheet.csv", data)
	if ps != nil {
		t.Fatal(ps)
	}
	return s
}

// semicolons is a CSV as Excel saves it where the comma is the decimal point.
func semicolons(t testing.TB, data []byte) []byte {
	t.Helper()
	rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(data, []byte("\ufeff")))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	w.Comma, w.UseCRLF = ';', true
	if err := w.WriteAll(rows); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func formats() []format {
	return []format{
		{"CSV", func(t testing.TB, s exchange.Sheet) exchange.Sheet { return readCSV(t, exchange.WriteCSV(s)) }},
		{"PO", func(t testing.TB, s exchange.Sheet) exchange.Sheet {
			data, ps := exchange.WritePO(s)
			if ps != nil {
				t.Fatal(ps)
			}
			back, ps := exchange.ReadPO("sheet.po", data)
			if ps != nil {
				t.Fatal(ps)
			}
			return back
		}},
	}
}

// editors are other ways in which programs save a CSV.
func editors() []format {
	return []format{
		{"CSV with line feeds, without mark", func(t testing.TB, s exchange.Sheet) exchange.Sheet {
			data := bytes.ReplaceAll(exchange.WriteCSV(s), []byte("\r\n"), []byte("\n"))
			return readCSV(t, bytes.TrimPrefix(data, []byte("\ufeff")))
		}},
		{"CSV with CR LF within cells too", func(t testing.TB, s exchange.Sheet) exchange.Sheet {
			data := bytes.ReplaceAll(exchange.WriteCSV(s), []byte("\r\n"), []byte("\n"))
			return readCSV(t, bytes.ReplaceAll(data, []byte("\n"), []byte("\r\n")))
		}},
	}
}

func TestASheetThatComesBackAsItWentOutAltersNoByte(t *testing.T) {
	data := shipped(t)
	for _, lang := range []bot.Language{"es", "ht", "ru", "zh-Hans", "ar"} {
		s := data.sheet(t, lang)
		for _, f := range append(formats(), editors()...) {
			c, ps := data.take(t, f.trip(t, s))
			if ps != nil || c.Texts != nil || c.Words != nil || c.Translated != nil || c.Same+c.Empty < 800 {
				t.Errorf("%s, %s: %v, %d messages and %d lists change, %d rows are the same, %d empty", f.name, lang, ps, c.Messages, c.Lists, c.Same, c.Empty)
			}
		}
	}
}

func TestASemicolonSheet(t *testing.T) {
	data := shipped(t)
	s := data.sheet(t, "es")
	for _, head := range []string{"", "sep=;\r\n"} {
		file := append([]byte(head), semicolons(t, exchange.WriteCSV(s))...)
		back, ps := exchange.ReadCSV("sheet.csv", file)
		if ps != nil || len(back.Rows) != len(s.Rows) {
			t.Fatalf("%d rows of %d; %v", len(back.Rows), len(s.Rows), ps)
		}
		if c, ps := data.take(t, back); ps != nil || c.Messages+c.Lists > 0 {
			t.Errorf("%v, %d messages change", ps, c.Messages)
		}
	}
}

// translate makes a made-up language that is much like English.
func translate(s exchange.Sheet) exchange.Sheet {
	for i, r := range s.Rows {
		s.Rows[i].Text = r.English
		if strings.HasPrefix(r.ID, say.SayPrefix) {
			s.Rows[i].Text += "\n(ai du)"
		}
	}
	return s
}

func TestANewLanguageIsMadeFromASheet(t *testing.T) {
	for _, f := range formats() {
		data := shipped(t)
		c, ps := data.take(t, f.trip(t, translate(data.sheet(t, "ht"))))
		if ps.Err() != nil {
			t.Fatalf("%s: %v", f.name, ps)
		}
		texts, _ := say.Load(fstest.MapFS(data))
		if got, want := len(texts.IDs("ht")), len(texts.IDs("en")); got != want || c.Messages != want || len(c.Translated) != want {
			t.Errorf("%s: %d texts of %d, %d in the ledger", f.name, got, want, len(c.Translated))
		}
		l := data.library(t, "ht")
		l.Set.Lint = nil // a made-up language does not use the agreed words
		if ps := book.Check(l.Set, time.Date(2026, 11, 28, 0, 0, 0, 0, time.UTC)); ps.Err() != nil {
			t.Errorf("%s: aldaba check finds %v", f.name, ps)
		}
		if got := l.Set.Ledger.Standing("door.ask", "ht", review.Hash(texts.Forms("ht", "door.ask")), review.Hash(texts.Forms("en", "door.ask"))); got.State != review.StateTranslated || got.By != "Ana" {
			t.Errorf("%s: door.ask is %+v", f.name, got)
		}
		if c, ps := data.take(t, f.trip(t, data.sheet(t, "ht"))); ps != nil || c.Messages+c.Lists > 0 {
			t.Errorf("%s: taken once more, %d messages and %d lists change; %v", f.name, c.Messages, c.Lists, ps)
		}
	}
}

// A language reaches nobody before its core is whole, so a translator begins with that.
func TestTheSheetMarksTheCore(t *testing.T) {
	data := shipped(t)
	core := 0
	for _, r := range data.sheet(t, "ht").Rows {
		base, _ := say.Base(r.ID)
		want := slices.Contains(conversations.Library.Globals().Core, base)
		if marked := strings.HasPrefix(r.Notes, "core: "); marked != want {
			t.Errorf("%s is marked as core: %v", r.ID, marked)
		} else if marked {
			core++
		}
	}
	if core < 15 {
		t.Errorf("%d rows are marked as core", core)
	}
}
