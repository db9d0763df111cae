package exchange

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/book"
	"github.com/aldaba-hotline/aldaba/bot/review"
	"github.com/aldaba-hotline/aldaba/bot/say"
	"github.com/aldaba-hotline/aldaba/bot/text"
	"github.com/aldaba-hotline/aldaba/bot/understand"
)

// badWords says what is wrong with a list of words.
func (m *importer) badWords(r Row) (what, remedy string) {
	all := phrases(r.Text)
	for _, p := range all {
		if text.Fold(p) == "" {
			return quoted(p) + " holds no letter or digit", "write words, one phrase a line"
		}
	}
	switch path := strings.TrimPrefix(r.ID, WordsPrefix); {
	case path == "numbers" && len(all) != 9:
		return fmt.Sprintf("has %d words", len(all)), "write one to nine, one a line"
	case path == "name" && len(all) != 1:
		return "has more than one line", "write the language's own name and nothing else"
	}
	return "", ""
}

// lists are the lists of words that change, in the order in which they were exported.
func (m *importer) lists() []words {
	var all []words
	paths := m.paths()
	for _, o := range m.order {
		if r, ok := m.fresh[o.key()]; ok && o.words() {
			all = append(all, words{paths[o.ID], r.Text})
		}
	}
	m.change.Lists = len(all)
	return all
}

// paths are the keys of each list of words by its row's id: an id alone does not tell where a key of several parts ends.
func (m *importer) paths() map[string][]string {
	all := map[string][]string{}
	for _, data := range [][]byte{m.Files.EnglishWords, m.Files.Words} {
		read, _ := lists("", data) // they have been read before
		for _, w := range read {
			all[w.id()] = w.path
		}
	}
	return all
}

// edit makes the new files, reads them back as the hotline would, and tells the ledger.
func (m *importer) edit(changes []change, words []words) {
	if len(changes) > 0 {
		m.editTexts(changes)
	}
	if len(words) > 0 {
		m.editWords(words)
	}
	if m.problems.Err() == nil {
		m.ledger(changes)
	}
}

func (m *importer) editTexts(changes []change) {
	var err error
	if m.Files.Texts == nil {
		m.change.Texts, err = newTexts(m.Files.EnglishTexts, m.sheet.Language, changes)
	} else {
		m.change.Texts, err = editTexts(m.Files.Texts, changes, m.ids(m.sheet.Language))
	}
	if err != nil {
		m.problems = append(m.problems, bot.Problem{File: say.FileOf(m.sheet.Language), What: err.Error(), Remedy: "nothing was changed"})
		return
	}
	texts := m.reread()
	for _, c := range changes {
		m.length(texts, c.id)
	}
}

// reread loads the new texts. What it finds is told by the rows that brought it.
func (m *importer) reread() *say.Catalogue {
	file := m.change.Texts
	if file == nil {
		return m.Set.Texts
	}
	lang, ps := say.LoadLanguage(say.FileOf(m.sheet.Language), file, m.Set.Texts.Links())
	m.problems = append(m.problems, ps...)
	texts, _ := say.New(lang)
	return texts
}

// length finds new texts that no phone shows well.
func (m *importer) length(texts *say.Catalogue, id string) {
	row := m.rowOf(id)
	common := m.Set.Hotline.Common()
	common["Count"] = "99"
	said, _ := texts.Text(m.sheet.Language, bot.SMS, id, common)
	c, most := text.Segments(said), m.Set.Lint.Budget(m.sheet.Language).Text
	if n := utf8.RuneCountInString(said); n > book.MaxText {
		m.bad(row.Line, fmt.Sprintf("%s: has %d characters", id, n), fmt.Sprintf("shorten it to %d", book.MaxText))
	} else if _, ch := say.Base(id); ch != bot.WhatsApp && c.Segments > most {
		m.bad(row.Line, fmt.Sprintf("%s: takes %d segments (%s, %d units)", id, c.Segments, c.Encoding, c.Units),
			fmt.Sprintf("shorten it to %d: the column limit says how long it may be", most))
	} else if strings.HasPrefix(id, "page.") && c.Segments > 1 {
		m.warn(row.Line, id+": takes more than one SMS", "shorten it; the column limit says how long it may be")
	}
}

// rowOf is the last row of a message in the sheet.
func (m *importer) rowOf(id string) Row {
	var last Row
	for _, r := range m.sheet.Rows {
		if r.ID == id {
			last = r
		}
	}
	return last
}

func (m *importer) editWords(all []words) {
	file := WordsFile(m.sheet.Language)
	if m.Files.Words == nil {
		m.change.Words = newWords(string(m.sheet.Language), all)
	} else {
		var order [][]string
		english, _ := lists("", m.Files.EnglishWords) // it has been read before
		for _, w := range english {
			order = append(order, w.path)
		}
		var err error
		if m.change.Words, err = editWords(m.Files.Words, all, order); err != nil {
			m.problems = append(m.problems, bot.Problem{File: file, What: err.Error(), Remedy: "nothing was changed"})
			return
		}
	}
	_, ps := understand.ReadWords(file, m.change.Words)
	for _, p := range ps {
		p.What = "after this import, " + p.What
		m.problems = append(m.problems, p)
	}
}

// ledger tells which wordings were translated from which English ones.
func (m *importer) ledger(changes []change) {
	texts := m.reread()
	ids := slices.Clone(m.confirm)
	for _, c := range changes {
		ids = append(ids, c.id)
	}
	told := map[string]bool{}
	for _, id := range ids {
		if told[id] {
			continue
		}
		told[id] = true
		m.change.Translated = append(m.change.Translated, review.Entry{ID: id, Language: m.sheet.Language,
			Hash: review.Hash(texts.Forms(m.sheet.Language, id)), SourceHash: m.sourceHash(id), Act: review.Translated})
	}
	m.change.Confirmed = len(told) - len(changes)
}

// LedgerWith is the ledger's file with what a change translated; nil if that is nothing.
func (l Library) LedgerWith(c Change, by, on string) ([]byte, error) {
	if len(c.Translated) == 0 {
		return nil, nil
	}
	entries := slices.Clone(c.Translated)
	for i := range entries {
		entries[i].By, entries[i].On = by, on
	}
	return review.Append(bytes.Clone(l.Files.Ledger), entries...)
}
