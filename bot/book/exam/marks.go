package exam

import (
	"slices"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/text"
	"github.com/aldaba-hotline/aldaba/bot/understand"
)

// Marks count how a reader did in one language.
type Marks struct {
	Texts, Language          int // all; whose language was found
	Urgent, Heard            int // urgent; of them taken as urgent or asked about
	Alarms, TrueAlarms       int // taken as urgent without asking; of them urgent
	Calm, CalmAsked          int // not urgent; of them asked whether it is now
	Questions, First, Three  int // with a topic; it came first; it was in the first three
	Answered, Offered        int // of the questions: answered outright; topics were offered
	Others, Wrong            int // neither urgent nor stop; of them answered with a wrong topic
	Stops, Stopped, Mistaken int // ask for no more texts; of them understood so; others understood so
}

// Mistake is a message that was not understood.
type Mistake struct {
	Question
	Kind   string // language, urgent, alarm, asked, topic, wrong, stop
	Intent bot.Intent
}

// Examine asks a reader everything.
func Examine(r *understand.Reader, questions []Question) (map[bot.Language]*Marks, []Mistake) {
	all := map[bot.Language]*Marks{}
	var mistakes []Mistake
	for _, q := range questions {
		m := all[q.Language]
		if m == nil {
			m = &Marks{}
			all[q.Language] = m
		}
		in := r.Read(understand.Input{Text: text.Clean(q.Text, bot.MaxText)})
		for _, kind := range m.mark(q, in) {
			mistakes = append(mistakes, Mistake{q, kind, in})
		}
	}
	return all, mistakes
}

// mark counts one message and returns what was wrong about it.
func (m *Marks) mark(q Question, in bot.Intent) []string {
	var wrong []string
	count := func(n *int, yes bool) bool {
		if yes {
			*n++
		}
		return yes
	}
	note := func(kind string, bad bool) {
		if bad {
			wrong = append(wrong, kind)
		}
	}
	alarm, asked := in.Action == bot.ActUrgent, in.Action == bot.ActAskUrgent
	stop := in.Action == bot.ActConfirmStop || in.Action == bot.ActCommand && in.Command == bot.CmdStop
	m.Texts++
	note("language", !count(&m.Language, in.Language == q.Language))
	if count(&m.Alarms, alarm) {
		note("alarm", !count(&m.TrueAlarms, q.Urgent))
	}
	if count(&m.Urgent, q.Urgent) {
		note("urgent", !count(&m.Heard, alarm || asked))
	} else {
		m.Calm++
		note("asked", count(&m.CalmAsked, asked))
	}
	if count(&m.Stops, q.Stop) {
		note("stop", !count(&m.Stopped, stop))
	} else {
		note("mistaken", count(&m.Mistaken, stop))
	}
	if !q.Urgent && !q.Stop {
		m.Others++
		m.topics(q, in, note, count)
	}
	return wrong
}

func (m *Marks) topics(q Question, in bot.Intent, note func(string, bool), count func(*int, bool) bool) {
	right := func(among []bot.Score) bool {
		return slices.ContainsFunc(among, func(s bot.Score) bool { return slices.Contains(q.Topics, s.ID) })
	}
	best := in.Topics[:min(len(in.Topics), 1)]
	three := in.Topics[:min(len(in.Topics), 3)]
	answered := in.Action == bot.ActAnswer
	note("wrong", count(&m.Wrong, answered && !right(best)))
	if count(&m.Questions, len(q.Topics) > 0) {
		note("topic", !count(&m.First, right(best)))
		note("three", !count(&m.Three, right(three)))
		count(&m.Answered, answered)
		count(&m.Offered, in.Action == bot.ActChoose)
	}
}

// Add adds the marks of another language.
func (m *Marks) Add(o Marks) {
	for i, n := range o.all() {
		*m.fields()[i] += n
	}
}

func (m *Marks) fields() []*int {
	return []*int{&m.Texts, &m.Language, &m.Urgent, &m.Heard, &m.Alarms, &m.TrueAlarms, &m.Calm, &m.CalmAsked, &m.Questions, &m.First, &m.Three,
		&m.Answered, &m.Offered, &m.Others, &m.Wrong, &m.Stops, &m.Stopped, &m.Mistaken}
}

func (m *Marks) all() []int {
	var all []int
	for _, f := range m.fields() {
		all = append(all, *f)
	}
	return all
}
