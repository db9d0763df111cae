package main

import (
	"fmt"
	"io"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/book"
)

type reviewStatusCmd struct {
	reviewFlags
	Lang bot.Language `placeholder:"LANG" help:"Only this language (default: all that the hotline lists)."`
	JSON bool         `name:"json" help:"As JSON."`
}

// Run prints how the texts stand.
func (c *reviewStatusCmd) Run(s streams) error {
	set, r, err := c.reviewed()
	if err != nil {
		return err
	}
	langs, err := chosen(set, c.Lang)
	if err != nil {
		return err
	}
	v := reviewView{Require: set.Hotline.RequireReview, Languages: []languageView{}}
	for _, lang := range langs {
		v.Languages = append(v.Languages, viewReview(set, r, lang))
	}
	if c.JSON {
		return printJSON(s.Out, v)
	}
	return v.print(s.Out)
}

// reviewView is what review status shows.
type reviewView struct {
	Require   string         `json:"require_review"`
	Languages []languageView `json:"languages"`
}

type languageView struct {
	Language  bot.Language  `json:"language"`
	Published bool          `json:"published"`
	Default   bool          `json:"default"` // published whatever stands in the way
	Core      book.Counts   `json:"core"`
	All       book.Counts   `json:"all"`
	Blocks    []book.Block  `json:"blocks"`  // what keeps it from being published
	Notices   []book.Notice `json:"notices"` // texts that are missing, withdrawn or expired
}

func viewReview(set book.Set, r *book.Reviewed, lang bot.Language) languageView {
	v := languageView{Language: lang, Default: lang == set.Hotline.DefaultLanguage, Blocks: append([]book.Block{}, r.Blocks(lang)...)}
	v.Published = v.Default || len(v.Blocks) == 0
	core, all, notices := r.Count(lang, today())
	v.Core, v.All, v.Notices = core, all, append([]book.Notice{}, notices...)
	return v
}

func (v reviewView) print(w io.Writer) error {
	t := newTable(w)
	t.row("require_review: " + v.Require)
	t.row("LANGUAGE", "PUBLISHED", "OF", "TEXTS", "APPROVED", "TRANSLATED", "DRAFTED", "STALE", "WITHDRAWN", "MISSING", "EXPIRED")
	for _, l := range v.Languages {
		l.row(t, l.published(), "core", l.Core)
		l.row(t, "", "all", l.All)
	}
	t.part()
	for _, l := range v.Languages {
		for _, b := range l.Blocks {
			t.row(fmt.Sprintf("%s is kept back by %s: %s", l.Language, b.ID, b.Why))
		}
		for _, n := range l.Notices {
			t.row(fmt.Sprintf("%s: %s is %s", l.Language, n.ID, n.About))
		}
	}
	return t.Flush()
}

func (l languageView) row(t table, published, of string, c book.Counts) {
	t.row(l.Language, published, of, c.Texts, c.Approved, c.Translated, c.Drafted, c.Stale, c.Withdrawn, c.Missing, c.Expired)
}

func (l languageView) published() string {
	switch {
	case len(l.Blocks) == 0:
		return "yes"
	case l.Default:
		return "all the same"
	}
	return "no"
}
