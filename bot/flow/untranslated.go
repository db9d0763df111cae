package flow

import (
	"slices"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
)

// Offer is what comes of a step when the reader's language lacks something that it says, as lacks tells. That is kept back in the session, with
// what follows it, and the flow `untranslated` asks what to do; an open question waits until it has been answered, and is asked again. Nothing
// is asked of whoever has already said that English is fine, and nobody whose answer is pressing. The session passed in is not changed.
func Offer(l *Library, s bot.Session, effects []bot.Effect, lacks func(message string) bool, now time.Time) (bot.Session, []bot.Effect) {
	f := l.flows[l.globals.Untranslated]
	if f == nil || s.InEnglish || l.Pressing(s) {
		return s, effects
	}
	o := offering{run: run{lib: l, s: s, now: now}, at: l.open(s, now), lacks: lacks}
	if s.Flow == f.ID {
		return o.again(effects)
	}
	if !slices.ContainsFunc(effects, o.lacking) {
		return s, effects
	}
	o.keepBack(effects)
	if o.at.node != nil {
		o.push(o.at.flow, o.at.node.Name)
	}
	o.walk(f, f.Start)
	return o.s, o.effects
}

// Pressing reports whether the conversation is a report, or may become one, or is the encounter record. Then English that nobody asked for is better than a
// question about it.
func (l *Library) Pressing(s bot.Session) bool {
	such := func(f *Flow) bool { return f.Report || f.Record || f.ID == l.globals.AskUrgent }
	f := l.flows[s.Flow]
	return f != nil && such(f) || l.returns(s, such)
}

// offering is a step of which a part is kept back.
type offering struct {
	run
	at    place
	lacks func(message string) bool
}

// question reports whether an effect asks the open question, or says that it was not understood.
func (o *offering) question(s bot.Say) bool {
	return o.at.node != nil && (s.Message == o.at.node.Text || s.Menu != "" && s.Menu == o.at.node.menu)
}

// lacking reports whether an effect says what the reader's language lacks and what can be said later. Choices of topics are made anew.
func (o *offering) lacking(e bot.Effect) bool {
	s, ok := e.(bot.Say)
	return ok && s.Message != "" && s.Args == nil && o.lacks(s.Message) && (len(s.Options) == 0 || o.question(s))
}

// keepBack takes the open question, its deadline and all that is said from the first missing text on out of the effects.
func (o *offering) keepBack(effects []bot.Effect) {
	kept := false
	for _, e := range effects {
		kept = kept || o.lacking(e)
		s, says := e.(bot.Say)
		_, waits := e.(bot.Wait)
		switch {
		case waits, says && (o.question(s) || kept && len(s.Options) > 0):
		case says && kept && s.Args == nil:
			o.s.Untold = append(slices.Clone(o.s.Untold), s.Message)
		default:
			o.effects = append(o.effects, e)
		}
	}
}

// again takes the offer back when the reader has meanwhile chosen a language that lacks nothing of what was kept back.
func (o *offering) again(effects []bot.Effect) (bot.Session, []bot.Effect) {
	chosen := slices.ContainsFunc(effects, func(e bot.Effect) bool { _, ok := e.(bot.SetLanguage); return ok })
	if !chosen || slices.ContainsFunc(o.s.Untold, o.lacks) || o.waiting() {
		return o.s, effects
	}
	for _, e := range effects {
		s, says := e.(bot.Say)
		if _, waits := e.(bot.Wait); !waits && !(says && o.question(s)) {
			o.effects = append(o.effects, e)
		}
	}
	o.untold()
	o.walk(o.at.flow, End)
	o.next()
	return o.s, o.effects
}

// waiting reports whether the question that comes afterwards is itself missing.
func (o *offering) waiting() bool {
	if len(o.s.Stack) == 0 {
		return false
	}
	top := o.s.Stack[len(o.s.Stack)-1]
	f := o.lib.flows[top.Flow]
	return f != nil && f.Nodes[top.Node] != nil && o.lacks(f.Nodes[top.Node].Text)
}

// untold says what was kept back. After the last message of a topic, related ones are offered.
func (r *run) untold() {
	t := r.lib.topics[r.s.Topic]
	for _, id := range r.s.Untold {
		r.say(id)
		if pages := r.told(t); len(pages) > 0 && pages[len(pages)-1] == id && r.s.Page >= len(pages) {
			r.read = t
		}
	}
	r.s.Untold = nil
}

// told are the messages of a topic; none of no topic.
func (r *run) told(t *bot.Topic) []string {
	if t == nil {
		return nil
	}
	return r.pages(t)
}
