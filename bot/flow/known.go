package flow

import (
	"slices"

	"github.com/aldaba-hotline/aldaba/bot"
)

// What the open report is known to hold, as values of the session: what has been told is not asked again.
const (
	knownPlace = "report.place"
	knownDoing = "report.doing"
)

// anything is the argument of has_doing that any answer satisfies.
const anything = "any"

// gather tells the report what a fact says besides: where it is, and what agents do. What is known already is not told twice, unless
// it has become worse.
func (r *run) gather(f bot.Fact, placed bool, doing string) {
	if (placed || f.Location != nil) && r.s.Values[knownPlace] == "" {
		r.effects = append(r.effects, bot.Tell{Fact: bot.Fact{Key: "place", Text: f.Text, Location: f.Location, At: f.At}})
		r.set(knownPlace, "yes")
	}
	if doing != "" && worse(doing, r.s.Values[knownDoing]) {
		r.effects = append(r.effects, bot.Tell{Fact: bot.Fact{Key: "doing", Text: bot.Private(doing), At: f.At}})
		r.set(knownDoing, doing)
	}
}

// worse reports whether what agents do is worse than what was known, or more than was known.
func worse(doing, known string) bool {
	all := bot.Doings()
	before := slices.Index(all, known)
	return before < 0 || slices.Index(all, doing) < before
}

// gatherMore is gather for what the event says beside the fact that it was just told as.
func (r *run) gatherMore() {
	r.gather(r.fact(""), r.e.Intent.Place, r.e.Intent.Doing)
}

// learn remembers that a question of the report has been answered.
func (r *run) learn(key, value string) {
	switch key {
	case "place":
		r.set(knownPlace, "yes")
	case "doing":
		r.set(knownDoing, value)
	}
}

// warn asks not to send names or status, once for each message that did.
func (r *run) warn() {
	if r.e.Intent.Personal && !r.warned {
		r.warned = true
		r.say(r.lib.globals.Texts.Personal)
	}
}
