package booklet

import (
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/flow"
	"github.com/aldaba-hotline/aldaba/bot/review"
	"github.com/aldaba-hotline/aldaba/bot/say"
)

// Topic is one topic of the booklet.
type Topic struct {
	*bot.Topic
	Label   string
	Answer  Answer
	States  []State
	Related []Link
	Spoken  []Spoken
}

// Answer is what a topic says, in general or for one state, and for how long that holds.
type Answer struct {
	Texts   []Text
	AsOf    string
	Until   string // the day on which it expires
	Expired bool
	Sources []Source
}

// State is what a topic says for one state.
type State struct {
	Code string
	Answer
}

// Source is where the facts of an answer are from. Address is empty where it is no page of the web.
type Source struct{ Text, Address string }

// Spoken is an English sentence to say to an officer, and what it sounds like in the booklet's language.
type Spoken struct{ Sentence, Sound string }

// Link names something elsewhere in the booklet.
type Link struct{ ID, Label string }

// Chapter is the topics for one audience.
type Chapter struct {
	Audience string
	Topics   []Topic
}

func (w *writer) topics(today time.Time) []Topic {
	sounds := w.sounds()
	var all []Topic
	for _, id := range w.set.Library.TopicIDs() {
		all = append(all, w.topic(w.set.Library.Topic(id), sounds, today))
	}
	return all
}

// chapters puts topics together that are first of all for the same people.
func chapters(topics []Topic) []Chapter {
	var all []Chapter
	for _, audience := range bot.Audiences() {
		c := Chapter{Audience: audience}
		for _, t := range topics {
			if mainly(t) == audience {
				c.Topics = append(c.Topics, t)
			}
		}
		if c.Topics != nil {
			all = append(all, c)
		}
	}
	return all
}

// mainly is the audience under which a topic stands: the first of its own.
func mainly(t Topic) string {
	for _, audience := range t.Audience {
		if slices.Contains(bot.Audiences(), audience) {
			return audience
		}
	}
	return bot.Audiences()[0]
}

func (w *writer) topic(t *bot.Topic, sounds map[string]string, today time.Time) Topic {
	v := Topic{Topic: t, Label: w.label(flow.TopicLabel(t.ID))}
	for _, sentence := range t.Say {
		v.Spoken = append(v.Spoken, Spoken{sentence, sounds[sentence]})
	}
	v.Answer = w.answer(bot.StateText{Messages: t.Messages, AsOf: t.AsOf, Expires: t.Expires, Sources: t.Sources}, false, today)
	for _, code := range slices.Sorted(maps.Keys(t.States)) {
		v.States = append(v.States, State{code, w.answer(t.States[code], true, today)})
	}
	for _, id := range t.Related {
		v.Related = append(v.Related, Link{id, w.label(flow.TopicLabel(id))})
	}
	return v
}

// answer renders the messages of an answer. Below each but the last, people read that there is more: below the last as well where
// others follow.
func (w *writer) answer(a bot.StateText, follow bool, today time.Time) Answer {
	v := Answer{AsOf: a.AsOf}
	if at, err := time.Parse(time.DateOnly, a.AsOf); err == nil {
		until := at.Add(a.Expires)
		v.Until, v.Expired = until.Format(time.DateOnly), today.After(until)
	}
	for _, s := range a.Sources {
		v.Sources = append(v.Sources, source(s))
	}
	for i, id := range a.Messages {
		footer := ""
		if follow || i < len(a.Messages)-1 {
			footer = w.set.Library.Globals().Texts.More
		}
		v.Texts = append(v.Texts, w.text(id, nil, footer))
	}
	return v
}

// expired reports whether anything of a topic has expired.
func (t Topic) expired() bool {
	return t.Answer.Expired || slices.ContainsFunc(t.States, func(s State) bool { return s.Expired })
}

// Review is the state of an answer: that of its least reviewed text.
func (a Answer) Review() review.State {
	at := 0
	for _, t := range a.Texts {
		at = max(at, slices.Index(review.States(), t.Standing.State))
	}
	return review.States()[at]
}

// sounds maps the English sentences that are kept as pieces to what they sound like in the booklet's language.
func (w *writer) sounds() map[string]string {
	all := map[string]string{}
	for _, id := range w.set.Texts.IDs(w.lang) {
		if first(id) != "say" || w.lang == say.English {
			continue
		}
		sentence, sound, _ := strings.Cut(w.called(w.lang, bot.SMS, id), "\n")
		all[sentence] = sound
	}
	return all
}

// source tells an address from other words.
func source(s string) Source {
	if strings.HasPrefix(s, "https://") && !strings.ContainsAny(s, " ;,") {
		return Source{s, s}
	}
	return Source{Text: s}
}
