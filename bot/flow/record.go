package flow

import (
	"slices"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/text"
)

// The encounter record is what somebody writes down, answer by answer, to keep and give to their lawyer. It lives in their session.
const (
	maxRecord = 24  // answers
	maxAnswer = 300 // characters of each
)

// cutOff ends an answer that was too long to be kept whole, so that nobody takes it for all that was told.
const cutOff = " ..."

// The options of a question of the record that record nothing: one skips the question, the other ends the questions.
const (
	skipped = "skip"
	ended   = "show"
)

// RecordPrefix begins the ids of the lines of the encounter record.
const RecordPrefix = "record.line."

// RecordLine is the message id of one line of the encounter record: for an option of a question, or, where it is empty, for free words,
// which it holds as {{.Answer}}.
func RecordLine(key, option string) string {
	if option == "" {
		return RecordPrefix + key
	}
	return RecordPrefix + key + "." + option
}

// Lines returns the message ids of all lines that a node can add to the encounter record: words, which any question of it takes, and
// its options.
func (n *Node) Lines() []string {
	if n.Save == "" {
		return nil
	}
	all := []string{RecordLine(n.Save, "")}
	for _, o := range n.Options {
		if o.ID != skipped && o.ID != ended {
			all = append(all, RecordLine(n.Save, o.ID))
		}
	}
	return all
}

// record keeps an answer; a new answer to the same question replaces the old one. The slice is copied, so that the session passed in
// stays as it was.
func (r *run) record(a bot.Answer) {
	all := slices.Clone(r.s.Record)
	at := slices.IndexFunc(all, func(b bot.Answer) bool { return b.Key == a.Key })
	switch {
	case a.Option == skipped || a.Option == ended || a.Option == "" && a.Text == "":
		return
	case at >= 0:
		all[at] = a
	case len(all) < maxRecord:
		all = append(all, a)
	}
	r.s.Record = all
}

// recordWords keeps what the contact said in their own words.
func (r *run) recordWords(key string) {
	words := text.Clean(r.e.Text.Reveal(), maxAnswer+1)
	if whole := text.Clean(words, maxAnswer); whole != words {
		words = whole + cutOff
	}
	r.record(bot.Answer{Key: key, Text: bot.Private(words)})
	r.warn()
}

// showRecord says the whole record, a line an answer, and reports whether there is one.
func (r *run) showRecord() bool {
	for _, a := range r.s.Record {
		say := bot.Say{Message: RecordLine(a.Key, a.Option)}
		if a.Option == "" {
			say.Args = map[string]string{"Answer": a.Text.Reveal()}
		}
		r.effects = append(r.effects, say)
	}
	return len(r.s.Record) > 0
}
