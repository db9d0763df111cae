package exchange_test

import (
	"slices"
	"testing"

	"github.com/aldaba-hotline/aldaba/bot/book/exchange"
)

// sameRows compares what a translator could have written.
func sameRows(a, b exchange.Sheet) bool {
	return a.Language == b.Language && slices.EqualFunc(a.Rows, b.Rows, func(x, y exchange.Row) bool {
		return x.ID == y.ID && x.Form == y.Form && x.Text == y.Text && x.English == y.English
	})
}

// FuzzReadCSV holds that no file breaks the reader, and that what it took is written and read as the same.
func FuzzReadCSV(f *testing.F) {
	f.Add([]byte("id,form,context,english,translation es,limit,placeholders,notes,state,hash\nmenu.ask,,,Choose,\"Elija\nuno\",24,,,drafted,h-0123456789ab\n"))
	f.Add([]byte("\ufeffsep=;\r\nid;form;english;translation ht;hash\r\na;one;x;'=1+1;h-1\r\n;;;;\r\n"))
	f.Add([]byte("id\tform\tenglish\ttranslation\thash\n\"a\"\t\t\"\"\"\"\t\x00\t\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		s, ps := exchange.ReadCSV("sheet.csv", data)
		if ps != nil {
			return
		}
		again, ps := exchange.ReadCSV("sheet.csv", exchange.WriteCSV(s))
		if ps != nil || !sameRows(s, again) {
			t.Errorf("%+v\n%+v\n%v", s, again, ps)
		}
	})
}

// FuzzReadPO holds that no file breaks the reader, and that each problem has a line and a remedy.
func FuzzReadPO(f *testing.F) {
	f.Add([]byte("msgid \"\"\nmsgstr \"Language: es\\nPlural-Forms: nplurals=2; plural=(n != 1);\\n\"\n\n#, fuzzy\nmsgctxt \"a\"\nmsgid \"x\"\nmsgid_plural \"y\"\nmsgstr[0] \"\\\"1\\n\"\n\"2\"\nmsgstr[1] \"\"\n"))
	f.Add([]byte("#~ msgid \"old\"\n#. hash: 1\nmsgctxt\"a\"\nmsgstr \"\\x41\\q\"\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		s, ps := exchange.ReadPO("sheet.po", data)
		for _, p := range ps {
			if p.What == "" || p.Remedy == "" {
				t.Errorf("%+v", p)
			}
		}
		if ps != nil || slices.ContainsFunc(s.Rows, func(r exchange.Row) bool { return r.Form != "" }) {
			return
		}
		file, ps := exchange.WritePO(s)
		if ps != nil {
			return // a language that gettext cannot count in
		}
		again, ps := exchange.ReadPO("sheet.po", file)
		if ps != nil || !sameRows(s, again) {
			t.Errorf("%+v\n%+v\n%v\n%s", s, again, ps, file)
		}
	})
}

// FuzzImport holds that a text either is refused or reads back as it was written, and that nothing else changes.
func FuzzImport(f *testing.F) {
	data := shipped(f)
	l, s := data.library(f, "es"), data.sheet(f, "es")
	f.Add("Elija \"uno\" \\ o\ndos:", "fianza\nno, #1: [x]")
	f.Add("{{.Name}}", "\"\n'a' | b")
	f.Fuzz(func(t *testing.T, text, words string) {
		copied := exchange.Sheet{Language: "es", Rows: slices.Clone(s.Rows)}
		set(t, copied, "menu.ask", "", text)
		set(t, copied, "words:topics.bond", "", words)
		back, ps := exchange.ReadCSV("sheet.csv", exchange.WriteCSV(copied))
		if ps != nil {
			return
		}
		c, ps := l.Import("sheet.csv", back)
		if ps.Err() != nil {
			return
		}
		now := shipped(t)
		now.write("active.es.toml", c.Texts)
		now.write("words.es.yaml", c.Words)
		again, ps := now.library(t, "es").Import("sheet.csv", back)
		if ps.Err() != nil || again.Messages+again.Lists > 0 {
			t.Errorf("taken once more: %+v, %v", again, ps)
		}
	})
}
