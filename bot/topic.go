package bot

import "time"

// Topic is one question about rights and its answer: data that a lawyer can read, in flows/topics/<id>.yaml.
type Topic struct {
	ID           string        `yaml:"id"`
	Audience     []string      `yaml:"audience"`     // "person-home", "family", "employer" …, or "all"
	Jurisdiction string        `yaml:"jurisdiction"` // "federal", or where it holds, such as "CA"
	AsOf         string        `yaml:"as_of"`        // day on which the facts were true, 2006-01-02
	Expires      time.Duration `yaml:"expires"`      // after AsOf
	Sources      []string      `yaml:"sources"`
	Messages     []string      `yaml:"messages"` // message ids: the first answers, MORE sends the next
	Related      []string      `yaml:"related"`  // topic ids
	Flow         string        `yaml:"flow"`     // optional flow that leads on
	Say          []string      `yaml:"say"`      // exact English sentences to say to an officer
}
