package exchange

import (
	"slices"
	"strings"

	"golang.org/x/text/language"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/book"
	"github.com/aldaba-hotline/aldaba/bot/say"
	"github.com/aldaba-hotline/aldaba/bot/text"
)

// Library is what the hotline says and understands today.
type Library struct {
	Set   book.Set
	Files Files
}

// Files are the raw files that a sheet is made from and goes into; nil where there is none.
type Files struct{ EnglishTexts, EnglishWords, Texts, Words, Ledger []byte }

// Sheet is what a translator gets and sends back.
type Sheet struct {
	Language bot.Language
	By       string // who translated, where the file says so
	Rows     []Row
}

// Row is a message, a plural form of one, or a list of words.
type Row struct {
	Line  int // of the file that it was read from: a row of a spreadsheet, or a line of a PO file
	ID    string
	Form  string // the plural form; empty without any
	State State
	Hash  string // of the English text

	English, Text string // lists of words: one phrase a line

	Context      string // where it is said
	Limit        string // how long it may be
	Placeholders string // what it must name
	Notes        string
}

// State is how a translation stands: what the ledger makes of it, or that there is none.
type State string

// The states that are written in sheets, beside those of package review.
const (
	Missing    State = "missing"
	Stale      State = "stale"      // English has changed since
	Translated State = "translated" // what a translator writes over stale when the old translation still says the same
)

// WordsPrefix begins the ids of lists of words.
const WordsPrefix = "words:"

// key tells rows apart.
type key struct{ id, form string }

func (r Row) key() key { return key{r.ID, r.Form} }

func (r Row) words() bool { return strings.HasPrefix(r.ID, WordsPrefix) }

// name is how problems call a row.
func (r Row) name() string {
	if r.Form == "" {
		return r.ID
	}
	return r.ID + " (" + r.Form + ")"
}

// Sheet returns all rows for a language, in the order of the English files.
func (l Library) Sheet(lang bot.Language) (Sheet, bot.Problems) {
	if ps := l.Target(lang); ps != nil {
		return Sheet{}, ps
	}
	s := Sheet{Language: lang, Rows: l.textRows(lang)}
	words, ps := l.wordRows(lang)
	s.Rows = append(s.Rows, words...)
	return s, ps
}

// Target says what is wrong with a language as one to translate into; nil if it is one.
func (l Library) Target(lang bot.Language) bot.Problems {
	tag, err := language.Parse(string(lang))
	switch file := l.Set.Texts.File(lang); {
	case err != nil || tag == language.Und:
		return bot.Problems{{File: "--lang", What: quoted(string(lang)) + " is not a language", Remedy: "name its tag, such as ht or zh-Hans"}}
	case file == l.Set.Texts.File(say.English):
		return bot.Problems{{File: "--lang", What: "English is what is translated from", Remedy: "name another language"}}
	case file != "" && file != say.FileOf(lang):
		return bot.Problems{{File: "--lang", What: string(lang) + " is the language of " + file, Remedy: "name it as that file does"}}
	case file == "" && tag.String() != string(lang):
		return bot.Problems{{File: "--lang", What: quoted(string(lang)) + " is spelled in another way", Remedy: "write " + tag.String()}}
	}
	return nil
}

// WordsFile is the name of the file of a language's words.
func WordsFile(lang bot.Language) string { return say.Folder + "words." + string(lang) + ".yaml" }

// tidy is a text as the catalogue keeps it.
func tidy(s string) string { return strings.TrimSpace(text.Clean(s, say.MaxFile)) }

func quoted(s string) string {
	const most = 40
	if runes := []rune(s); len(runes) > most {
		s = string(runes[:most]) + "…"
	}
	return `"` + s + `"`
}

// formOrder is CLDR's order of plural forms.
func formOrder() []string { return []string{"zero", "one", "two", "few", "many", "other"} }

func byForm(a, b string) int { return slices.Index(formOrder(), a) - slices.Index(formOrder(), b) }
