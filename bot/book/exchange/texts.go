package exchange

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/review"
	"github.com/aldaba-hotline/aldaba/bot/say"
)

// textRows are the rows of all messages.
func (l Library) textRows(lang bot.Language) []Row {
	where, limits := l.Set.Places(), l.limits(lang)
	var rows []Row
	for _, id := range l.ids(lang) {
		row := Row{ID: id, Context: where.Of(id), Limit: limits.of(id), Hash: l.sourceHash(id), State: l.state(lang, id)}
		row.Placeholders = strings.Join(l.named(id), " ")
		row.Notes = l.notes(lang, id)
		english, text := l.source(id), l.Set.Texts.Written(lang, id)
		for _, form := range l.forms(lang, id) {
			row.Form, row.English, row.Text = form, ofForm(english, form), ofForm(text, form)
			rows = append(rows, row)
		}
	}
	return rows
}

// ids are the messages to translate: those of English in the order of its file, then variants for a channel that only the translation has.
func (l Library) ids(lang bot.Language) []string {
	texts := l.Set.Texts
	all := texts.IDs(say.English)
	slices.SortFunc(all, func(a, b string) int {
		return cmp.Or(cmp.Compare(texts.Line(say.English, a), texts.Line(say.English, b)), cmp.Compare(a, b))
	})
	for _, id := range texts.IDs(lang) {
		if base, ch := say.Base(id); ch != "" && texts.Forms(say.English, id) == nil && texts.Forms(say.English, base) != nil {
			all = append(all, id)
		}
	}
	return all
}

// source is the English text of a message as written, by plural form; that of the message itself for a variant which English lacks.
func (l Library) source(id string) map[string]string {
	if forms := l.Set.Texts.Written(say.English, id); forms != nil {
		return forms
	}
	base, _ := say.Base(id)
	return l.Set.Texts.Written(say.English, base)
}

func (l Library) sourceHash(id string) string {
	forms := l.Set.Texts.Forms(say.English, id)
	if forms == nil {
		base, _ := say.Base(id)
		forms = l.Set.Texts.Forms(say.English, base)
	}
	return review.Hash(forms)
}

// forms are the plural forms that a message needs in a language, or one empty name.
func (l Library) forms(lang bot.Language, id string) []string {
	has := l.Set.Texts.Forms(lang, id)
	if len(l.source(id)) < 2 && len(has) < 2 {
		return []string{""}
	}
	needed := say.PluralForms(lang)
	if len(has) > 1 { // forms that nobody needs are shown, not lost
		needed = append(needed, slices.Collect(maps.Keys(has))...)
	}
	slices.SortFunc(needed, byForm)
	return slices.Compact(needed)
}

// ofForm is a form of a text; "other" where it has no such form.
func ofForm(forms map[string]string, form string) string {
	if s, ok := forms[form]; ok {
		return s
	}
	return forms["other"]
}

func (l Library) state(lang bot.Language, id string) State {
	forms := l.Set.Texts.Forms(lang, id)
	if forms == nil {
		return Missing
	}
	return State(l.Set.Ledger.Standing(id, lang, review.Hash(forms), l.sourceHash(id)).State)
}

// named is what a translation must name: placeholders and pieces, as they are written.
func (l Library) named(id string) []string {
	var all []string
	for _, form := range l.source(id) {
		all = append(all, namedIn(form)...)
	}
	slices.Sort(all)
	return slices.Compact(all)
}
