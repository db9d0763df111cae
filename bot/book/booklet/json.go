package booklet

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/aldaba-hotline/aldaba/bot/review"
	"github.com/aldaba-hotline/aldaba/bot/text"
)

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
			ID: t.ID, AsOf: t.AsOf, Expires: hours(t.Expires), Jurisdiction: t.Jurisdiction, Sources: t.Sources, Review: t.Answer.Review(),
			Messages: t.Answer.messages(), Label: t.Label, Audience: t.Audience, Say: t.Say, Related: t.Topic.Related, States: map[string]stateJSON{},
		}
		for _, s := range t.States {
			of := t.Topic.States[s.Code]
			j.States[s.Code] = stateJSON{of.AsOf, hours(of.Expires), of.Sources, s.Review(), s.messages()}
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

// hours spells a duration as topic files do: 4320h.
func hours(d time.Duration) string { return fmt.Sprintf("%dh", int(d.Hours())) }
