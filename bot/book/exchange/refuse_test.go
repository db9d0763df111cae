package exchange_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/book/exchange"
)

func TestEveryBadRowIsRefusedWithItsPlaceAndRemedy(t *testing.T) {
	type change = func(t *testing.T, s *exchange.Sheet)
	to := func(id, form, text string) change {
		return func(t *testing.T, s *exchange.Sheet) { set(t, *s, id, form, text) }
	}
	edit := func(id string, do func(r *exchange.Row)) change {
		return func(_ *testing.T, s *exchange.Sheet) {
			for i := range s.Rows {
				if s.Rows[i].ID == id {
					do(&s.Rows[i])
					return
				}
			}
		}
	}
	data := shipped(t)
	l, whole := data.library(t, "es"), data.sheet(t, "es")
	for i := range whole.Rows {
		whole.Rows[i].Line = i + 2
	}
	for name, c := range map[string]struct {
		change change
		want   string // what, then remedy, separated by "; "
	}{
		"a lost placeholder":     {to("welcome.text", "", "Información gratis."), "welcome.text: has lost {{.Name}}; put it where it belongs"},
		"an invented one":        {to("menu.ask", "", "Elija, {{.Name}}:"), "menu.ask: names {{.Name}}, which the English text does not; remove it"},
		"a translated one":       {to("welcome.text", "", "{{.Nombre}}: gratis"), "welcome.text: has lost {{.Name}}"},
		"a lost sentence":        {to("common.search", "", "Puede negarse."), "common.search: has lost {{say.search}}"},
		"another sentence":       {to("common.search", "", "{{say.search}}\n{{say.lawyer}}"), "common.search: names {{say.lawyer}}, which the English text does not; remove it, or correct it to one of: {{say.search}}"},
		"a broken brace":         {to("welcome.text", "", "{{.Name}: gratis {{.Name}}"), "welcome.text: has braces that are no placeholder; copy"},
		"a lost count":           {to("word.reports", "other", "avisos"), "word.reports (other): has lost {{.Count}}"},
		"a label of 21":          {to("raid.opt.safe", "", strings.Repeat("x", 21)), "raid.opt.safe: the label has 21 characters; shorten it to 20"},
		"a long topic name":      {to("topic.bond.label", "", strings.Repeat("x", 25)), "topic.bond.label: the label has 25 characters; shorten it to 24"},
		"a text of 4 segments":   {to("menu.ask", "", strings.Repeat("palabra ", 60)), "menu.ask: takes 4 segments (GSM-7, 479 units); shorten it to 3"},
		"an endless text":        {to("menu.ask", "", strings.Repeat("palabra ", 160)), "menu.ask: has 1279 characters; shorten it to 1024"},
		"a changed id":           {edit("menu.ask", func(r *exchange.Row) { r.ID = "menu.pregunta" }), `there is no message "menu.pregunta"; put back the id that was exported`},
		"a changed words id":     {edit("words:name", func(r *exchange.Row) { r.ID = "words:nombre" }), `there is no message "words:nombre"`},
		"a form too many":        {edit("menu.ask", func(r *exchange.Row) { r.Form = "few" }), `menu.ask has no form "few" in es; write as form: ""`},
		"a row twice":            {func(t *testing.T, s *exchange.Sheet) { s.Rows = append(s.Rows, row(t, *s, "menu.ask", "")) }, "menu.ask is there twice, first in row "},
		"an old English text":    {edit("menu.ask", func(r *exchange.Row) { r.Hash = "000000000000" }), "menu.ask: the English text has changed since this was exported; export again"},
		"old English, no hash":   {edit("menu.ask", func(r *exchange.Row) { r.Hash, r.English = "", "Choose:" }), "menu.ask: the English text has changed since this was exported; export again"},
		"an edited English":      {edit("menu.ask", func(r *exchange.Row) { r.English = "Choose:" }), "menu.ask: the English text was edited here, which changes nothing; put it back"},
		"Latin-1 letters":        {to("menu.ask", "", "Â¿Elija el nÃºmero?"), `menu.ask: letters were lost on the way: "Â¿"; take the text from where it was whole`},
		"Windows letters":        {to("menu.ask", "", "RAZÃ“N"), `menu.ask: letters were lost on the way: "Ã“"`},
		"replaced letters":       {to("menu.ask", "", "Elija el n\ufffdmero"), `letters were lost on the way: "` + "\ufffd" + `"`},
		"letters as marks":       {to("menu.ask", "", "????? 5"), `letters were lost on the way: "???"`},
		"a translated sentence":  {to("say.search", "", "No acepto un registro.\n(ai du)"), "say.search: does not begin with the English sentence; leave line 1 as it is: I do not consent to a search."},
		"no sound":               {to("say.search", "", "I do not consent to a search."), "say.search: has no sound-spelling; write it in parentheses on a second line"},
		"eight numbers":          {to("words:numbers", "", "uno\ndos"), "words:numbers: has 2 words; write one to nine"},
		"a phrase of signs":      {to("words:topics.bond", "", "fianza\n!!!"), `words:topics.bond: "!!!" holds no letter or digit; write words`},
		"one phrase, 2 commands": {to("words:commands.raid", "", "redada\nmenu"), `after this import, "menu" stands for`},
	} {
		s := exchange.Sheet{Language: "es", Rows: slices.Clone(whole.Rows)}
		c.change(t, &s)
		change, ps := l.Import("sheet.csv", s)
		switch {
		case len(ps) != 1:
			t.Errorf("%s: %d problems: %v", name, len(ps), ps)
		case !strings.Contains(ps[0].What+"; "+ps[0].Remedy, c.want) || ps[0].Line == 0 || ps[0].Remedy == "" || ps.Err() == nil:
			t.Errorf("%s: %v, want %s", name, ps, c.want)
		case change.Translated != nil:
			t.Errorf("%s: the ledger would tell of it", name)
		}
	}
}

func TestAPluralFormThatIsMissingIsRefused(t *testing.T) {
	data := shipped(t)
	s := data.sheet(t, "ru")
	set(t, s, "word.reports", "one", "{{.Count}} сообщение")
	set(t, s, "word.reports", "many", "{{.Count}} сообщений")
	_, ps := data.library(t, "ru").Import("sheet.csv", s)
	if len(ps) != 1 || !strings.Contains(ps[0].What, "word.reports: the plural form few is missing") && !strings.Contains(ps[0].What, "few, other is missing") {
		t.Error(ps)
	}
}

func TestASentenceThatATextPutsInHasToBeThere(t *testing.T) {
	data := shipped(t)
	s := data.sheet(t, "ht")
	set(t, s, "common.search", "", "Di:\n{{say.search}}")
	_, ps := data.library(t, "ht").Import("sheet.csv", s)
	if len(ps) != 1 || ps[0].What != "common.search: puts in {{say.search}}, which is not translated yet" || ps[0].Remedy != "translate the row say.search too" {
		t.Error(ps)
	}
	set(t, s, "say.search", "", "I do not consent to a search.\n(ai du)")
	if c, ps := data.take(t, s); ps != nil || c.Messages != 2 || c.Words != nil {
		t.Errorf("%v, %+v", ps, c)
	}
}

func TestAFuzzyTextIsNotTakenOver(t *testing.T) {
	data := shipped(t)
	po, _ := exchange.WritePO(data.sheet(t, "es"))
	file := strings.Replace(string(po), "msgctxt \"menu.ask\"\n", "#, fuzzy\nmsgctxt \"menu.ask\"\n", 1)
	s, ps := exchange.ReadPO("es.po", []byte(strings.Replace(file, "Elija 1, 2, 3... o pregunte:", "Elija", 1)))
	if ps != nil {
		t.Fatal(ps)
	}
	if c, ps := data.take(t, s); len(ps) != 1 || !ps[0].Warning || !strings.Contains(ps[0].What, "menu.ask: is marked fuzzy") || c.Messages > 0 {
		t.Errorf("%v, %+v", ps, c)
	}
}

func TestSignsThatAProgramPutInCostNothing(t *testing.T) {
	data := shipped(t)
	s := data.sheet(t, "es")
	set(t, s, "common.choose", "", "“Elija” uno\u00a0– o l’otro…")
	set(t, s, "common.retry", "", "“Elija” número uno – 2") // the accent makes it dear anyhow
	set(t, s, "common.noted", "", "Lo agregamos, cafe\u0301.")
	if _, ps := data.take(t, s); ps != nil {
		t.Fatal(ps)
	}
	now := data.sheet(t, "es")
	for id, want := range map[string]string{"common.choose": `"Elija" uno - o l'otro...`, "common.retry": "“Elija” número uno – 2", "common.noted": "Lo agregamos, café."} {
		if got := row(t, now, id, "").Text; got != want {
			t.Errorf("%s: %q, want %q", id, got, want)
		}
	}
}

func TestFilesThatAreNoSheetsAreRefused(t *testing.T) {
	const head = "id,form,context,english,translation es,limit,placeholders,notes,state,hash\n"
	for file, want := range map[string]string{
		"":                              "is empty",
		" \n\n":                         "is empty",
		"\xff\xfei\x00d\x00":            "is UTF-16; save it as",
		"PK\x03\x04":                    "is a workbook; save it as",
		head + "a,,,x,\xe9,,,,,h-1\n":   "sheet:2: this is not UTF-8; save the file as",
		"id;form;english;translation\n": "sheet:1: the column hash is missing; keep the columns",
		"id,id,form,english,translation es,hash\n": "sheet:1: the column id is there twice",
		head + "\"a,,,\n":                          "sheet:2: this is not CSV",
		head + "\n" + "a,,,,,,,,,,,b\n":            "cells instead of 10; quotes around a cell",
	} {
		if _, ps := exchange.ReadCSV("sheet", []byte(file)); len(ps) != 1 || !strings.Contains(ps[0].Error(), want) {
			t.Errorf("%q: %v, want %s", file, ps, want)
		}
	}
}

func TestPOFilesThatAreBrokenAreRefused(t *testing.T) {
	const head = "msgid \"\"\nmsgstr \"\"\n\"Language: es\\n\"\n\"Plural-Forms: nplurals=2; plural=n != 1;\\n\"\n\n"
	for file, want := range map[string]string{
		head + "msgctxt \"a\"\nmsgid \"x\"\n":                                                                                                "x.po:6: this entry has no msgstr; add",
		head + "msgid \"x\"\nmsgstr \"y\"\n":                                                                                                 "x.po:6: this entry has no msgctxt; put back",
		head + "msgctxt \"a\"\nmsgid \"x\"\nmsgstr \"lost\n":                                                                                 "x.po:8: this line is no part of a PO file",
		head + "msgctxt \"a\"\nmsgid \"x\"\nmsgstr \"in\"ner\"\n":                                                                            "x.po:8: the quotes or backslashes of this line are not right",
		head + "msgctxt \"a\"\nmsgctxt \"b\"\nmsgid \"x\"\nmsgstr \"\"\n":                                                                    "x.po:7: msgctxt is there twice in one entry",
		head + "msgctxt \"a\"\nmsgid \"x\"\nmsgid_plural \"xs\"\nmsgstr[0] \"1\"\n":                                                          "x.po:6: a has no msgstr[1]; put it back",
		head + "msgctxt \"a\"\nmsgid \"x\"\nmsgid_plural \"s\"\nmsgstr[0] \"\"\nmsgstr[1] \"\"\nmsgstr[77] \"\"\n":                           "x.po:6: a has msgstr[77], which the language does not need; remove it",
		"msgctxt \"a\"\nmsgid \"x\"\nmsgstr \"y\"\n":                                                                                         "x.po:1: the header of the file is missing",
		"msgid \"\"\nmsgstr \"Language: es\\nContent-Type: text/plain; charset=ISO-8859-1\\nPlural-Forms: nplurals=2; plural=(n!=1);\\n\"\n": `the file says that it is in "iso-8859-1"; save it as UTF-8`,
		"msgid \"\"\nmsgstr \"Language: es\\nPlural-Forms: nplurals=3; plural=0;\\n\"\n":                                                     "x.po:1: Plural-Forms is not the one that was exported; put back",
	} {
		if _, ps := exchange.ReadPO("x.po", []byte(file)); len(ps) != 1 || !strings.Contains(ps[0].Error(), want) {
			t.Errorf("%q: %v, want %s", file, ps, want)
		}
	}
}

func TestEntriesWithoutBlankLinesAndObsoleteOnesLoseNothing(t *testing.T) {
	const file = "msgid \"\"\nmsgstr \"Language: es\\nPlural-Forms: nplurals=2; plural=(n != 1);\\nLast-Translator: Ana Ruiz <ana@example.org>\\n\"\n" +
		"#. hash: 000000000001\n#, c-format, fuzzy\nmsgctxt \"a\"\nmsgid \"x\"\nmsgstr \"\"\n\"one\\n\"\n\"two\"\nmsgctxt \"b\"\nmsgid \"y\"\nmsgstr \"\\\"2\\\" \\\\\"\n" +
		"#~ msgctxt \"old\"\n#~ msgid \"old\"\n#~ msgstr \"viejo\"\n\n#| msgid \"before\"\nmsgctxt \"c\"\nmsgid \"z\"\nmsgstr \"3\"\n"
	for _, data := range [][]byte{[]byte(file), bytes.ReplaceAll([]byte(file), []byte("\n"), []byte("\r\n")), []byte("\ufeff" + file)} {
		s, ps := exchange.ReadPO("x.po", data)
		if ps != nil || len(s.Rows) != 3 || s.Language != "es" || s.By != "Ana Ruiz" {
			t.Fatalf("%v, %+v", ps, s)
		}
		a, b := s.Rows[0], s.Rows[1]
		if a.Text != "one\ntwo" || a.State != "fuzzy" || a.Hash != "000000000001" || a.Line != 5 && a.Line != 6 || b.Text != `"2" \` || b.State == "fuzzy" || b.Hash != "" || s.Rows[2].ID != "c" {
			t.Errorf("%+v", s.Rows)
		}
	}
}

func TestFilesThatCannotBeEditedInPlaceAreRefused(t *testing.T) {
	data := shipped(t)
	s := data.sheet(t, "es")
	set(t, s, "menu.ask", "", "Elija:")
	data.write("active.es.toml", append(data.data("active.es.toml"), "\n[\"x.y\"]\none = \"1\"\nother = \"2\"\n"...))
	if _, ps := data.library(t, "es").Import("sheet.csv", s); len(ps) != 1 || !strings.Contains(ps[0].Error(), "i18n/active.es.toml: line ") || !strings.Contains(ps[0].Error(), "a [table] cannot be edited in place; write its message in one line") {
		t.Error(ps)
	}
}

func TestLanguagesThatNobodyCanTranslateInto(t *testing.T) {
	l := shipped(t).library(t, "es")
	for lang, want := range map[bot.Language]string{"en": "English is what is translated from", "": "is not a language", "../../x": "is not a language",
		"spa": "is the language of i18n/active.es.toml", "zh-hans": "write zh-Hans", "und": "is not a language"} {
		if _, ps := l.Sheet(lang); len(ps) != 1 || !strings.Contains(ps[0].Error(), want) {
			t.Errorf("%s: %v, want %s", lang, ps, want)
		}
	}
}
