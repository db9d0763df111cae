package booklet

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/flow"
	"github.com/aldaba-hotline/aldaba/bot/review"
	"github.com/aldaba-hotline/aldaba/bot/text"
)

// Topic is one topic of the booklet.
type Topic struct {
	*bot.Topic
	Label   string
	Answer  Answer
	States  []State
	Related []Link
	Spoken  []string
}

// Answer is what a topic says, in general or for one state, and for how long that holds.
type Answer struct {
	Texts   []Text
	AsOf    string
	Until   string // the day on which it expires
	Expired bool
	Sources []string
}

// State is what a topic says for one state.
type State struct {
	Code string
	Answer
}

// Link names something elsewhere in the booklet.
type Link struct{ ID, Label string }

func (w *writer) topics(today time.Time) []Topic {
	var all []Topic
	for _, id := range w.set.Library.TopicIDs() {
		all = append(all, w.topic(w.set.Library.Topic(id), today))
	}
	return all
}

func (w *writer) topic(t *bot.Topic, today time.Time) Topic {
	v := Topic{Topic: t, Label: w.label(flow.TopicLabel(t.ID)), Spoken: t.Say}
	v.Answer = w.answer(bot.StateText{Messages: t.Messages, AsOf: t.AsOf, Expires: t.Expires, Sources: t.Sources}, today)
	for _, code := range slices.Sorted(maps.Keys(t.States)) {
		v.States = append(v.States, State{code, w.answer(t.States[code], today)})
	}
	for _, id := range t.Related {
		v.Related = append(v.Related, Link{id, w.label(flow.TopicLabel(id))})
	}
	return v
}

func (w *writer) answer(a bot.StateText, today time.Time) Answer {
	v := Answer{AsOf: a.AsOf, Sources: a.Sources}
	if at, err := time.Parse(time.DateOnly, a.AsOf); err == nil {
		until := at.Add(a.Expires)
		v.Until, v.Expired = until.Format(time.DateOnly), today.After(until)
	}
	for _, id := range a.Messages {
		v.Texts = append(v.Texts, w.text(id, nil))
	}
	return v
}

// topicJSON is one topic of topics.json, of which scripts read the first seven fields.
type topicJSON struct {
	ID           string               `json:"id"`
	AsOf         string               `json:"as_of"`
	Expires      string               `json:"expires"`
	Jurisdiction string               `json:"jurisdiction"`
	Sources      []string             `json:"sources"`
	Review       review.State         `json:"review"`
	Messages     []messageJSON        `json:"messages"`
	Label        string               `json:"label"`
	Audience     []string             `json:"audience"`
	Say          []string             `json:"say,omitempty"`
	Related      []string             `json:"related,omitempty"`
	States       map[string]stateJSON `json:"states,omitempty"`
}

type stateJSON struct {
	AsOf     string        `json:"as_of"`
	Expires  string        `json:"expires"`
	Sources  []string      `json:"sources"`
	Review   review.State  `json:"review"`
	Messages []messageJSON `json:"messages"`
}

type messageJSON struct {
	ID       string `json:"id"`
	Text     string `json:"text"`
	Segments int    `json:"segments"`
}

// topicsJSON is the content of topics.json.
func topicsJSON(topics []Topic) ([]byte, error) {
	all := make([]topicJSON, 0, len(topics))
	for _, t := range topics {
		j := topicJSON{
			ID: t.ID, AsOf: t.AsOf, Expires: hours(t.Expires), Jurisdiction: t.Jurisdiction, Sources: t.Sources, Review: t.Answer.worst(),
			Messages: t.Answer.messages(), Label: t.Label, Audience: t.Audience, Say: t.Say, Related: t.Topic.Related, States: map[string]stateJSON{},
		}
		for _, s := range t.States {
			of := t.Topic.States[s.Code]
			j.States[s.Code] = stateJSON{of.AsOf, hours(of.Expires), of.Sources, s.worst(), s.messages()}
		}
		all = append(all, j)
	}
	data, err := json.MarshalIndent(all, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("encode the topics: %w", err)
	}
	return append(data, '\n'), nil
}

func (a Answer) messages() []messageJSON {
	all := []messageJSON{}
	for _, t := range a.Texts {
		all = append(all, messageJSON{t.ID, t.Body, text.Segments(t.Body).Segments})
	}
	return all
}

// worst is the state of an answer: that of its least reviewed text.
func (a Answer) worst() review.State {
	at := 0
	for _, t := range a.Texts {
		at = max(at, slices.Index(review.States(), t.Standing.State))
	}
	return review.States()[at]
}

// hours spells a duration as topic files do: 4320h.
func hours(d time.Duration) string { return fmt.Sprintf("%dh", int(d.Hours())) }
