package desk

import (
	"slices"
	"strings"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/flow"
	"github.com/aldaba-hotline/aldaba/bot/local"
	"github.com/aldaba-hotline/aldaba/bot/place"
	"github.com/aldaba-hotline/aldaba/bot/say"
	"github.com/aldaba-hotline/aldaba/bot/understand"
)

// Brain is one consistent set of flows, texts, words and settings. It is immutable: a reload makes a new one, and a
// decision uses one from start to end.
type Brain struct {
	hotline bot.Hotline
	library *flow.Library
	texts   *say.Catalogue
	reader  *understand.Reader
	atlas   *place.Atlas
	local   *local.Directory
	choices map[node]understand.Choices
	labels  map[string][]string // label id -> what it is called in every published language, and synonyms
	common  map[string]string   // values that any text may use
	hidden  map[string]bool     // labels of languages that are not published
	dates   map[string]flow.Dated
	reviews Reviews
	raid    []string        // what is texted by whoever sees agents, in all languages, in capitals
	answers map[string]bool // to any question, in normal form; only where misses are kept
	grave   map[string]bool // flows that belong to a crisis; likewise
}

type node struct{ flow, name string }

// NewBrain puts a set together; reader has studied the words, see [Study], and elsewhere tells the hotlines of other places. Hotline.Languages must not be
// empty.
func NewBrain(h bot.Hotline, l *flow.Library, texts *say.Catalogue, words []understand.Words, reader *understand.Reader, elsewhere *local.Directory) *Brain {
	b := &Brain{
		hotline: h, library: l, texts: texts,
		choices: map[node]understand.Choices{},
		labels:  map[string][]string{},
		common:  h.Common(),
		atlas:   place.New(h.Regions),
		local:   elsewhere,
		dates:   l.Dates(),
		reader:  reader,
		reviews: nobody{},
	}
	words = slices.DeleteFunc(slices.Clone(words), func(w understand.Words) bool {
		return !slices.ContainsFunc(h.Languages, func(l bot.Language) bool { return l.Spoken() == w.Language })
	})
	b.hide()
	for _, id := range l.FlowIDs() {
		f := l.Flow(id)
		for _, name := range f.Order {
			if n := f.Nodes[name]; n.Kind == flow.KindChoice {
				b.choices[node{id, name}] = b.choicesOf(b.Offered(n.Choices()), words)
			}
		}
	}
	for _, id := range l.TopicIDs() {
		b.label(flow.TopicLabel(id), words)
	}
	for _, w := range words {
		for _, raid := range w.Commands[bot.CmdRaid] {
			b.raid = append(b.raid, strings.ToUpper(raid))
		}
	}
	b.learnMisses(words)
	return b
}

// hide finds the languages that could be chosen if they were published.
func (b *Brain) hide() {
	f := b.library.Flow(b.library.Globals().Commands[bot.CmdLanguage].Flow)
	if f == nil {
		return
	}
	b.hidden = map[string]bool{}
	for _, n := range f.Nodes {
		for _, o := range n.Options {
			if lang, chosen := f.Chosen(o); chosen {
				b.hidden[o.Label] = !b.publishes(lang)
			}
		}
	}
}

// Offered are the options of a question without languages that are not published.
func (b *Brain) Offered(options []bot.Option) []bot.Option {
	hidden := func(o bot.Option) bool { return b.hidden[o.Label] }
	if !slices.ContainsFunc(options, hidden) {
		return options
	}
	return slices.DeleteFunc(slices.Clone(options), hidden)
}

// Reader returns what understands texts.
func (b *Brain) Reader() *understand.Reader { return b.reader }

// Library returns the flows and topics.
func (b *Brain) Library() *flow.Library { return b.library }

// Texts returns the message catalogue.
func (b *Brain) Texts() *say.Catalogue { return b.texts }

// Hotline returns the settings.
func (b *Brain) Hotline() bot.Hotline { return b.hotline }

func (b *Brain) publishes(lang bot.Language) bool { return slices.Contains(b.hotline.Languages, lang) }

// answersIn is the language in which the hotline writes to whoever reads another: their own if it is published, else the other way to write it, else
// the default one.
func (b *Brain) answersIn(lang bot.Language) bot.Language {
	for _, l := range []bot.Language{lang, lang.Spoken()} {
		if b.publishes(l) {
			return l
		}
	}
	return b.hotline.DefaultLanguage
}

func (b *Brain) choicesOf(options []bot.Option, words []understand.Words) understand.Choices {
	called := map[string][]string{}
	var ids []string
	for _, o := range options {
		ids = append(ids, o.ID)
		called[o.ID] = b.label(o.Label, words)
	}
	return understand.NewChoices(ids, called)
}

// label collects everything that a label is called, once.
func (b *Brain) label(id string, words []understand.Words) []string {
	if all, done := b.labels[id]; done {
		return all
	}
	var all []string
	for _, lang := range b.hotline.Languages {
		if t, ok := b.texts.Text(lang, bot.SMS, id, b.common); ok {
			all = append(all, t)
		}
	}
	for _, w := range words {
		all = append(all, w.Synonyms[id]...)
	}
	b.labels[id] = all
	return all
}

// pendingChoices is what may answer the open question: a node's options, or the topics of "did you mean".
func (b *Brain) pendingChoices(p flow.Pending) understand.Choices {
	if p.Flow != "" {
		return b.choices[node{p.Flow, p.Node}]
	}
	if len(p.Options) == 0 {
		return understand.Choices{}
	}
	return b.choicesOf(p.Options, nil)
}
