package strict_test

import (
	"strings"
	"testing"

	"github.com/aldaba-hotline/aldaba/bot/strict"
)

// What a spreadsheet program makes of a file differs, and means the same.
func TestATableIsReadAsSpreadsheetsWriteIt(t *testing.T) {
	for name, data := range map[string]string{
		"plain":           "id,text\na,\"one, two\n\"\"three\"\"\"\n",
		"semicolons":      "\ufeffid;text\r\na;\"one, two\r\n\"\"three\"\"\"\r\n",
		"tabs":            "ID\tText\r\na\t\"one, two\n\"\"three\"\"\"\r\n",
		"more columns":    "text,,Bar State,id\n\"one, two\n\"\"three\"\"\",,,a\n",
		"blank rows":      "\n,\nid,text\n\n,\na,\"one, two\n\"\"three\"\"\"\n,,\n",
		"fewer cells":     "id,text,comment\na,\"one, two\n\"\"three\"\"\"\n",
		"more cells":      "id,text\na,\"one, two\n\"\"three\"\"\",,,\n",
		"old Mac":         "id,text\ra,\"one, two\r\"\"three\"\"\"\r",
		"old line breaks": "id,text\na,\" one, two\r\"\"three\"\" \"\n",
	} {
		rows, ps := strict.ReadTable("x.csv", []byte(data), []string{"id", "text"})
		if ps != nil || len(rows) != 1 || rows[0].Get("id") != "a" || rows[0].Get("text") != "one, two\n\"three\"" || rows[0].Get("comment") != "" {
			t.Errorf("%s: %v, %v", name, rows, ps)
		}
	}
}

func TestATableWithAMistakeNamesItsRow(t *testing.T) {
	for data, want := range map[string]string{
		"":                                 "x.csv: the file is empty",
		"id\n":                             "x.csv:1: the column text is missing",
		"id,text,ID\n":                     "x.csv:1: the column id is there twice",
		"id,text\na,b\nc,\"d\n":            "x.csv:3: this is not CSV",
		"id,text\na,b,c\n":                 "x.csv:2: has 3 cells, the first row 2",
		"id,text\na,b\n\xff,c\n":           "x.csv:3: this is not UTF-8",
		"id,text\n\na,\"b\nb\"\nc,d,e\n":   "x.csv:4: has 3 cells, the first row 2",
		"id,text\na,\"b\n\nb\"\n\nc,\"d\n": "x.csv:4: this is not CSV",
		"ï»¿id,text\na,b\n":                "x.csv:1: letters were lost",
		"id,text\na,\x00\n":                "x.csv:2: this is not UTF-8",
		strings.Repeat("a", 9<<20):         "x.csv: is larger than 8388608 bytes",
	} {
		if _, ps := strict.ReadTable("x.csv", []byte(data), []string{"id", "text"}); len(ps) == 0 || !strings.HasPrefix(ps.Error(), want) || ps[0].Remedy == "" {
			t.Errorf("%.20q: %v, want %s", data, ps, want)
		}
	}
}

func FuzzReadTable(f *testing.F) {
	f.Add([]byte("\ufeffid;text\r\na;\"b\r\nc\"\r\n"))
	f.Add([]byte("id,text\n\"\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		rows, ps := strict.ReadTable("x.csv", data, []string{"id", "text"})
		for _, r := range rows {
			if r.Line < 1 || strings.ContainsRune(r.Get("text"), '\r') {
				t.Errorf("row %+v", r)
			}
		}
		for _, p := range ps {
			if p.Remedy == "" {
				t.Error(p)
			}
		}
	})
}
