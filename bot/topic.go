package bot

import "time"

// Topic is one question about rights and its answer: data that a lawyer can read, in flows/topics/<id>.yaml.
type Topic struct {
	ID           string        `yaml:"id"`
	Audience     []string      `yaml:"audience"`     // "person-home", "family", "employer" …, or "all"
	Jurisdiction string        `yaml:"jurisdiction"` // parts of [Jurisdictions] or states, joined by "; "
	AsOf         string        `yaml:"as_of"`        // day on which the facts were true, 2006-01-02
	Expires      time.Duration `yaml:"expires"`      // after AsOf
	Sources      []string      `yaml:"sources"`
	Messages     []string      `yaml:"messages"` // message ids: the first answers, MORE sends the next
	Related      []string      `yaml:"related"`  // topic ids
	Flow         string        `yaml:"flow"`     // optional flow that leads on
	Say          []string      `yaml:"say"`      // exact English sentences to say to an officer

	States map[string]StateText `yaml:"states"` // what holds in one state, by its USPS code: sent before Messages
}

// StateText is what a topic says for one state.
type StateText struct {
	Messages []string      `yaml:"messages"`
	AsOf     string        `yaml:"as_of"`
	Expires  time.Duration `yaml:"expires"`
	Sources  []string      `yaml:"sources"`
}

// Audiences lists for whom a topic may be.
func Audiences() []string {
	return []string{"all", "person-home", "person-public", "person-car", "detained", "family", "witness", "worker", "employer", "public-employee"}
}

// Jurisdictions lists where the facts of a topic may hold, beside the codes of [States].
func Jurisdictions() []string {
	return []string{"US", "federal", "federal - unsettled", "federal - changing", "federal - by circuit", "treaty", "court orders", "state", "state varies",
		"local", "contract"}
}
