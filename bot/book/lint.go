package book

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/book/lint"
	"github.com/aldaba-hotline/aldaba/bot/flow"
	"github.com/aldaba-hotline/aldaba/bot/say"
	"github.com/aldaba-hotline/aldaba/bot/text"
	"github.com/aldaba-hotline/aldaba/bot/understand"
)

// checkLint holds the rules about wording. A set without word lists has none.
func (s Set) checkLint() bot.Problems {
	if s.Lint == nil {
		return nil
	}
	return s.Lint.Check(s.lintBook())
}

// Readability measures how easy the texts are, for `aldaba check --readability`. Without word lists there is nothing to measure with.
func (s Set) Readability() []lint.Figures {
	if s.Lint == nil {
		return nil
	}
	return s.Lint.Measure(s.lintBook())
}

func (s Set) lintBook() lint.Book {
	b := lint.Book{Languages: s.Hotline.Languages, Links: map[string]string{}, Commands: map[bot.Language]map[string]bool{}}
	b.Said = func(lang bot.Language, id string) (string, bool) { return s.Texts.Text(lang, bot.SMS, id, nil) }
	for _, id := range s.Texts.Links().IDs() {
		k, _ := s.Texts.Links().Get(id)
		b.Links[k.Value] = id
	}
	labels, follow := s.labels(), s.follow()
	for _, id := range s.Library.TopicIDs() {
		b.Topics = append(b.Topics, s.lintTopic(id))
		labels["topic."+id+".label"] = true
	}
	for _, lang := range s.Hotline.Languages {
		b.Commands[lang] = known(s.words(lang))
		for id := range labels {
			if l, _ := s.Texts.Text(lang, bot.SMS, id, nil); l == strings.ToUpper(l) {
				b.Commands[lang][text.Fold(l)] = true // an answer to be written as it stands
			}
		}
		for _, id := range s.Texts.IDs(lang) {
			b.Texts = append(b.Texts, s.lintTexts(lang, id, labels, follow)...)
		}
	}
	return b
}

func (s Set) lintTopic(id string) lint.Topic {
	t := s.Library.Topic(id)
	at := s.Library.TopicProblem(id, "", "", "say")
	return lint.Topic{ID: id, Messages: answers(t), First: t.Messages[0], Say: t.Say, File: at.File, Line: at.Line}
}

// answers is every message of a topic: what holds in a state, then what holds anywhere.
func answers(t *bot.Topic) []string {
	var all []string
	for _, code := range slices.Sorted(maps.Keys(t.States)) {
		all = append(all, t.States[code].Messages...)
	}
	return append(all, t.Messages...)
}

// lintTexts is every plural form of a message.
func (s Set) lintTexts(lang bot.Language, id string, labels map[string]bool, follow map[string]bot.Say) []*lint.Text {
	var all []*lint.Text
	written, english := s.Texts.Written(lang, id), s.Texts.Written(say.English, id)
	if english == nil {
		english = s.Texts.Written(say.English, plainID(id))
	}
	for _, form := range slices.Sorted(maps.Keys(written)) {
		t := &lint.Text{Lang: lang, ID: id, Message: plainID(id), Written: written[form], English: cmp.Or(english[form], english["other"]), Label: labels[plainID(id)],
			File: s.Texts.File(lang), Line: s.Texts.Line(lang, id)}
		t.Segments, t.Whole = s.segments(lang, id, follow)
		all = append(all, t)
	}
	return all
}

// segments is what a message takes as SMS, with the offer of MORE, and what the whole text takes when choices follow.
func (s Set) segments(lang bot.Language, id string, follow map[string]bot.Say) (alone, whole int) {
	says := []bot.Say{{Message: id}}
	if next, ok := follow[plainID(id)]; ok {
		says = append(says, next)
	}
	whole = s.count(lang, says)
	if len(says) > 1 && len(says[1].Options) > 0 {
		return s.count(lang, says[:1]), whole
	}
	return whole, whole
}

func (s Set) count(lang bot.Language, says []bot.Say) int {
	return text.Segments(strings.Join(s.Texts.Answer(lang, bot.SMS, says, s.common()), "\n")).Segments
}

// follow is what follows the messages of topics in the same text: the offer of MORE, or after the last one the choice of related topics.
// What holds in a state comes before the others.
func (s Set) follow() map[string]bot.Say {
	all := map[string]bot.Say{}
	texts := s.Library.Globals().Texts
	for _, id := range s.Library.TopicIDs() {
		t := s.Library.Topic(id)
		pages := answers(t)
		for _, m := range pages {
			all[m] = bot.Say{Message: texts.More}
		}
		delete(all, pages[len(pages)-1])
		if t.Flow == "" && len(t.Related) > 0 {
			all[pages[len(pages)-1]] = bot.Say{Message: texts.Next, Options: flow.Offered(t)}
		}
	}
	return all
}

// known is every word that people and volunteers can send in a language.
func known(w *understand.Words) map[string]bool {
	all := map[string]bool{}
	if w == nil {
		return all
	}
	for _, list := range w.Commands {
		for _, p := range list {
			all[text.Fold(p)] = true
		}
	}
	for _, v := range bot.Verbs() {
		all[string(v)] = true
		for _, p := range w.Orders[v] {
			all[text.Fold(p)] = true
		}
	}
	return all
}
