package book

import (
	"maps"
	"slices"
	"strings"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/flow"
	"github.com/aldaba-hotline/aldaba/bot/say"
)

// use is one place where a message id is written.
type use struct {
	id      string
	problem func(what, remedy string) bot.Problem // nil where no data names it, but the program
}

// missing tells that a language has no text for the message.
func (u use) missing(s Set, lang bot.Language) bot.Problem {
	what, remedy := "message "+u.id+" has no text in "+string(lang), "add it to "+s.textsFile(lang)
	p := s.textProblem(lang, u.id, what, remedy)
	if u.problem != nil {
		p = u.problem(what, remedy)
		p.Language, p.Message = lang, u.id
	}
	return s.uncored(p)
}

// uses lists every message id that the program, flows, topics and global rules name.
func (s Set) uses() []use {
	var all []use
	for _, id := range slices.Sorted(maps.Keys(Program())) {
		all = append(all, use{id: id})
	}
	for _, id := range s.Library.FlowIDs() {
		all = append(all, s.flowUses(s.Library.Flow(id))...)
	}
	for _, id := range s.Library.TopicIDs() {
		all = append(all, s.topicUses(id)...)
	}
	all = append(all, s.pieceUses()...)
	for key, id := range s.Library.Globals().Texts.ByKey() {
		all = append(all, use{id, func(what, remedy string) bot.Problem {
			return s.Library.GlobalsProblem(what, remedy, "texts", key)
		}})
	}
	return all
}

func (s Set) flowUses(f *flow.Flow) []use {
	var all []use
	for _, name := range f.Order {
		n := f.Nodes[name]
		at := func(id string, path ...any) {
			if id == "" {
				return
			}
			all = append(all, use{id, func(what, remedy string) bot.Problem {
				return s.Library.FlowProblem(f.ID, what, remedy, append([]any{"nodes", name}, path...)...)
			}})
		}
		at(n.Text, "text")
		if n.Invalid != nil {
			at(n.Invalid.Text, "invalid", "text")
		}
		for i, o := range n.Options {
			at(o.Label, "options", i, "label")
		}
		if f.Record {
			for _, line := range n.Lines() {
				at(line, "save")
			}
		}
	}
	return all
}

func (s Set) topicUses(id string) []use {
	var all []use
	add := func(messages []string, path ...any) {
		for i, m := range messages {
			all = append(all, use{m, func(what, remedy string) bot.Problem {
				return s.Library.TopicProblem(id, what, remedy, append(path, i)...)
			}})
		}
	}
	t := s.Library.Topic(id)
	add(t.Messages, "messages")
	for _, code := range slices.Sorted(maps.Keys(t.States)) {
		add(t.States[code].Messages, "states", code, "messages")
	}
	return append(all, use{flow.TopicLabel(id), func(what, remedy string) bot.Problem {
		return s.Library.TopicProblem(id, what, remedy, "id")
	}})
}

// checkMessages finds ids without a text in a published language, and texts that nothing names.
func (s Set) checkMessages(uses []use) bot.Problems {
	var ps bot.Problems
	named := map[string]bool{}
	for _, u := range uses {
		if named[u.id] {
			continue
		}
		named[u.id] = true
		for _, lang := range s.Hotline.Languages {
			if s.Texts.Speaks(lang) && !s.Texts.Has(lang, u.id) { // a language without texts is one problem, not hundreds
				ps = append(ps, u.missing(s, lang))
			}
		}
	}
	for _, lang := range s.Hotline.Languages {
		for _, id := range s.Texts.IDs(lang) {
			if !named[plainID(id)] {
				ps = append(ps, s.textProblem(lang, id, "no flow or topic names the message "+id, "use it or delete it"))
			}
		}
	}
	return ps
}

// plainID is a message id without the suffix of a channel.
func plainID(id string) string {
	plain, _ := say.Base(id)
	return plain
}

func (s Set) textProblem(lang bot.Language, id, what, remedy string) bot.Problem {
	return bot.Problem{File: s.Texts.File(lang), Line: s.Texts.Line(lang, id), What: what, Remedy: remedy, Language: lang, Message: id}
}

// checkPlaceholders finds texts whose placeholders differ from the default language's, or that nothing fills.
func (s Set) checkPlaceholders(uses []use) bot.Problems {
	var ps bot.Problems
	for _, id := range slices.Sorted(maps.Keys(ids(uses))) {
		want := s.Texts.Placeholders(s.Hotline.DefaultLanguage, id)
		filled := slices.Concat([]string{"Name", "Hours", "Count"}, s.filled(id), []string{"SMS", "Places"})
		for _, p := range want {
			if !slices.Contains(filled, p) {
				ps = append(ps, s.textProblem(s.Hotline.DefaultLanguage, id, "nothing fills the placeholder "+p, "use "+strings.Join(filled, " or ")))
			}
		}
		for _, lang := range s.Hotline.Languages {
			if got := s.Texts.Placeholders(lang, id); s.Texts.Has(lang, id) && !slices.Equal(got, want) {
				ps = append(ps, s.textProblem(lang, id, "placeholders of "+id+" are ["+strings.Join(got, " ")+"], in "+
					string(s.Hotline.DefaultLanguage)+" they are ["+strings.Join(want, " ")+"]", "make them equal"))
			}
		}
	}
	return ps
}

// filled are the placeholders of a message that the program fills, beside the common ones.
func (s Set) filled(id string) []string {
	switch {
	case id == s.Library.Globals().Texts.Local:
		return []string{"Who", "Number"}
	case strings.HasPrefix(id, flow.RecordPrefix):
		return []string{"Answer"}
	}
	return Program()[id]
}

func ids(uses []use) map[string]bool {
	all := map[string]bool{}
	for _, u := range uses {
		all[u.id] = true
	}
	return all
}

// checkForms finds texts that lack a plural form in which their language counts: where they have some, or the default language does.
func (s Set) checkForms() bot.Problems {
	var ps bot.Problems
	for _, lang := range s.Hotline.Languages {
		needed := say.PluralForms(lang)
		for _, id := range s.Texts.IDs(lang) {
			forms := s.Texts.Forms(lang, id)
			missing := slices.DeleteFunc(slices.Clone(needed), func(form string) bool { return forms[form] != "" })
			if counts := len(forms) > 1 || len(s.Texts.Forms(s.Hotline.DefaultLanguage, id)) > 1; counts && len(missing) > 0 {
				ps = append(ps, s.textProblem(lang, id, id+" has no plural form "+strings.Join(missing, ", "), "write each form that the language counts with: "+strings.Join(needed, ", ")))
			}
		}
	}
	return ps
}
