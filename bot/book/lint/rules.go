package lint

import "github.com/aldaba-hotline/aldaba/bot"

// rule looks at one text.
type rule func(r *Rules, b *Book, t *Text) bot.Problems

// textRules is every rule about a single text, each in a file of its own.
func textRules() []rule {
	return []rule{longSentences, hardText, commands, addresses, terms, promises, judicial, soothing, hidden, untranslated, letters, latin, backwards, ownLine, writtenOut, plain, han, miswritten}
}

// bookRules is every rule about several texts.
func bookRules() []func(r *Rules, b *Book) bot.Problems {
	return []func(r *Rules, b *Book) bot.Problems{hardAnswers, longAnswers, spoken, uncertain}
}

// Check holds every rule.
func (r *Rules) Check(b Book) bot.Problems {
	r.prepare(&b)
	var ps bot.Problems
	for _, t := range b.Texts {
		for _, look := range textRules() {
			ps = append(ps, look(r, &b, t)...)
		}
	}
	for _, look := range bookRules() {
		ps = append(ps, look(r, &b)...)
	}
	return ps
}

// prepare splits texts into sentences, once for all rules, and finds them by id.
func (r *Rules) prepare(b *Book) {
	b.byID, b.parts = map[key][]*Text{}, map[string]bool{}
	for _, topic := range b.Topics {
		for _, id := range topic.Messages {
			b.parts[id] = true
		}
	}
	for _, t := range b.Texts {
		t.sentences = r.style.split(prose(t.Written))
		k := key{t.Lang, t.Message}
		b.byID[k] = append(b.byID[k], t)
	}
	b.remember()
}
