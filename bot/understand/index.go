package understand

import (
	"slices"
	"strings"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/text"
)

// role is what a phrase of a word list is good for.
type role int

const (
	roleTell role = iota
	roleWho
	roleHere
	roleAlways
	roleNot
	roleUnless
	roleTopic
	roleDoing
	roleState
	roleCrisis
	roleNow
)

func (r role) String() string {
	return [...]string{"language", "who", "here", "always", "not", "unless", "topic", "doing", "state", "crisis", "now"}[r]
}

// phrase is one entry of the word lists.
type phrase struct {
	tokens []string
	role   role
	lang   bot.Language // empty when several languages list the same phrase in the same role
	topic  string       // roleTopic, roleCrisis: its id; roleDoing: what agents do; roleState: its code
}

// index finds phrases in a text by their first word.
type index struct {
	byFirst map[string][]*phrase
}

type match struct {
	*phrase
	from, to int // tokens [from, to)
}

func newIndex(words []Words) index {
	x := index{byFirst: map[string][]*phrase{}}
	for _, w := range words {
		x.addAll(w.Language, roleTell, "", w.Tells.Words)
		x.addAll(w.Language, roleWho, "", w.Urgent.Who)
		x.addAll(w.Language, roleHere, "", w.Urgent.Here)
		x.addAll(w.Language, roleAlways, "", w.Urgent.Always)
		x.addAll(w.Language, roleNow, "", w.Urgent.Now)
		x.addAll(w.Language, roleNot, "", w.Urgent.Not)
		x.addAll(w.Language, roleUnless, "", w.Urgent.Unless)
		for id, list := range w.Urgent.Doing {
			x.addAll(w.Language, roleDoing, id, list)
		}
		for code, list := range w.States {
			x.addAll("", roleState, code, list) // a place says nothing about the language
		}
		for id, list := range w.Crisis {
			x.addAll(w.Language, roleCrisis, id, list)
		}
		for id, list := range w.Topics {
			x.addAll(w.Language, roleTopic, id, list)
		}
	}
	return x
}

func (x index) addAll(lang bot.Language, r role, topic string, list []string) {
	for _, entry := range list {
		x.add(&phrase{tokens: strings.Fields(text.Fold(entry)), role: r, lang: lang, topic: topic})
	}
}

// add files a phrase; one that another language lists for the same use says nothing about the language any more.
func (x index) add(p *phrase) {
	if len(p.tokens) == 0 {
		return
	}
	first := p.tokens[0]
	for _, q := range x.byFirst[first] {
		if q.role == p.role && q.topic == p.topic && slices.Equal(q.tokens, p.tokens) {
			if q.lang != p.lang {
				q.lang = ""
			}
			return
		}
	}
	x.byFirst[first] = append(x.byFirst[first], p)
}

// find returns every phrase that occurs in the tokens, in order of occurrence.
func (x index) find(tokens []string, into []match) []match {
	for i, t := range tokens {
		for _, p := range x.byFirst[t] {
			end := i + len(p.tokens)
			if end <= len(tokens) && slices.Equal(tokens[i:end], p.tokens) {
				into = append(into, match{p, i, end})
			}
		}
	}
	return into
}
