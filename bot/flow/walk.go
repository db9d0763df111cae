package flow

import (
	"maps"
	"slices"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/text"
)

// maxValues and maxValue bound what a session keeps: entries, and characters in each.
const (
	maxValues = 16
	maxValue  = 200
)

// place is where a session stands. Node is nil when no question is open: because there was none, because time
// passed (expired), or because the flow has changed (moved: the flow that starts again). A stale question was asked by an
// older version of the flow: a number may have meant something else in it.
type place struct {
	flow    *Flow
	node    *Node
	moved   *Flow
	expired bool
	stale   bool
}

// open finds the question that a stored session waits at.
func (l *Library) open(s bot.Session, now time.Time) place {
	if s.Flow == "" {
		return place{}
	}
	f := l.flows[s.Flow]
	if f == nil {
		return place{expired: true}
	}
	if now.Sub(time.UnixMilli(s.Since)) > f.Expire {
		return place{expired: true}
	}
	n := f.Nodes[s.Node]
	if n == nil || !n.Asks() {
		return place{moved: f}
	}
	if n.endsQuietly() && now.Sub(time.UnixMilli(s.Since)) > n.Timeout.After {
		return place{expired: true}
	}
	return place{flow: f, node: n, stale: s.Version != f.Version && n.Kind == KindChoice}
}

// records reports whether the open question asks for a line of the encounter record.
func (p place) records() bool { return p.flow.Record && p.node.Save != "" }

// Pending describes the open question to whoever has to understand the answer.
type Pending struct {
	Flow, Node string       // empty: no question is open
	Options    []bot.Option // of a choice, or of "did you mean"
	Text       bool         // free words are an answer
	State      bool         // a state is an answer
	Region     bool         // a region of the hotline is an answer
	Past       bool         // it is about what is over: the encounter record
	Report     bool         // an urgent report is being told: its words do not open another
}

// Open reports whether any question is open.
func (p Pending) Open() bool { return p.Flow != "" || len(p.Options) > 0 }

// Pending tells which question the session waits for at this time.
func (l *Library) Pending(s bot.Session, now time.Time) Pending {
	at := l.open(s, now)
	if at.node == nil {
		return Pending{Options: topicOptions(s.Choose)}
	}
	return Pending{
		Flow: at.flow.ID, Node: at.node.Name, Options: at.node.options,
		Text: at.node.Accepts("text") || at.records(), State: at.node.Accepts("state"), Region: at.node.Accepts("region"), Past: at.records(),
		Report: at.flow.Report || l.returns(s, func(f *Flow) bool { return f.Report }),
	}
}

func topicOptions(ids []string) []bot.Option {
	var all []bot.Option
	for _, id := range ids {
		all = append(all, bot.Option{ID: id, Label: TopicLabel(id)})
	}
	return all
}

// walk goes from node to node until one asks a question or the conversation ends.
func (r *run) walk(f *Flow, name string) {
	r.s.Misses, r.s.Choose = 0, nil
	for range maxNodes {
		if name == End {
			if f, name = r.pop(); f == nil {
				r.forget()
				return
			}
		}
		n := f.Nodes[name]
		if n.Asks() {
			r.ask(f, n)
			return
		}
		f, name = r.pass(f, n)
	}
	r.forget()
	r.say(r.lib.globals.Texts.Trouble)
}

// pass does what a node that does not wait says, and returns where to go on.
func (r *run) pass(f *Flow, n *Node) (*Flow, string) {
	at := place{flow: f, node: n}
	switch n.Kind {
	case KindSay:
		r.tell(n)
	case KindSet:
		for k, v := range n.Values {
			r.set(k, v)
		}
	case KindAction:
		if r.act(n) {
			r.walked(at, "ok")
			return f, n.OK
		}
		r.walked(at, "error")
		return f, n.Error
	case KindGoto:
		return r.jump(f, n)
	}
	r.walked(at, "next")
	return f, n.Next
}

func (r *run) tell(n *Node) {
	if n.Topic != "" {
		r.topic(r.lib.topics[n.Topic])
		return
	}
	r.say(n.Text)
}

func (r *run) jump(f *Flow, n *Node) (*Flow, string) {
	r.walked(place{flow: f, node: n}, "goto")
	if n.Return != "" {
		r.push(f, n.Return)
	}
	to := r.lib.flows[n.Flow]
	if to.Report {
		r.s.Stack = nil // nobody is asked an old question again after a report
	}
	return to, to.Start
}

// ask poses a question and waits.
func (r *run) ask(f *Flow, n *Node) {
	r.s.Flow, r.s.Version, r.s.Node = f.ID, f.Version, n.Name
	r.effects = append(r.effects, bot.Say{Message: n.Text, Options: n.options, Menu: n.menu})
	r.listen(n)
}

// listen opens a new wait at the node the session stands at.
func (r *run) listen(n *Node) {
	r.s.Wait++
	r.s.Timer = !n.endsQuietly()
	if r.s.Timer {
		r.effects = append(r.effects, bot.Wait{ID: r.s.Wait, After: n.Timeout.After})
	}
}

// forget closes the conversation: no open question, no callers, no values. The report and the last topic stay.
func (r *run) forget() {
	r.s.Flow, r.s.Version, r.s.Node = "", 0, ""
	r.s.Stack, r.s.Values, r.s.Choose, r.s.Held, r.s.Untold = nil, nil, nil, nil, nil
	r.s.Placed, r.s.Doing = false, ""
	r.s.Misses, r.s.Timer = 0, false
}

func (r *run) push(f *Flow, node string) {
	stack := append(slices.Clone(r.s.Stack), bot.Frame{Flow: f.ID, Version: f.Version, Node: node})
	r.s.Stack = stack[max(0, len(stack)-maxStack):]
}

// pop returns to the caller; callers that no longer exist are passed over. It returns nil when there is none.
func (r *run) pop() (*Flow, string) {
	for len(r.s.Stack) > 0 {
		top := r.s.Stack[len(r.s.Stack)-1]
		r.s.Stack = r.s.Stack[:len(r.s.Stack)-1]
		if f := r.lib.flows[top.Flow]; f != nil && f.Nodes[top.Node] != nil {
			return f, top.Node
		}
	}
	return nil, ""
}

func (r *run) say(id string) { r.effects = append(r.effects, bot.Say{Message: id}) }

// set keeps a value in the session. The map is copied, so that the session passed in stays as it was.
func (r *run) set(key, value string) {
	_, known := r.s.Values[key]
	if !known && (value == "" || len(r.s.Values) >= maxValues) {
		return
	}
	values := maps.Clone(r.s.Values)
	if values == nil {
		values = map[string]string{}
	}
	values[key] = text.Clean(value, maxValue)
	r.s.Values = values
}

// keep saves an answer: in a report as a fact of the incident, elsewhere in the session.
func (r *run) keep(f *Flow, key, value string) {
	if f.Record {
		r.record(bot.Answer{Key: key, Option: value})
		return
	}
	if f.Report {
		r.effects = append(r.effects, bot.Tell{Fact: bot.Fact{Key: key, Text: bot.Private(value), At: r.now.UnixMilli()}})
		r.learn(key, value)
		return
	}
	r.set(key, value)
}

// keepWords saves an answer in the person's own words, pin and pictures included where it is a report. Without a key it is only looked at.
func (r *run) keepWords(f *Flow, key string) {
	switch {
	case key == "":
	case f.Record:
		r.recordWords(key)
	case f.Report:
		r.note(key)
		r.learn(key, "words")
		r.gatherMore()
	default:
		r.set(key, r.e.Text.Reveal())
	}
}

// keepAnswer saves what the open question asks for: of a region its name, else the words.
func (r *run) keepAnswer(at place) {
	if region := r.e.Intent.Region; region != "" && at.node.Accepts("region") {
		r.keep(at.flow, at.node.Save, region)
		return
	}
	r.keepWords(at.flow, at.node.Save)
}

// note tells the incident what the event brought, under a key.
func (r *run) note(key string) {
	r.effects = append(r.effects, bot.Tell{Fact: r.fact(key)})
	r.warn()
}

func (r *run) fact(key string) bot.Fact {
	return bot.Fact{Key: key, Text: r.e.Text, Location: r.e.Location, Media: r.e.Media, At: r.now.UnixMilli()}
}

// hold keeps what may turn out to be the beginning of a report until the next question is answered.
func (r *run) hold() {
	if r.tells() {
		f := r.fact("report")
		r.s.Held, r.s.Placed, r.s.Doing = &f, r.e.Intent.Place, r.e.Intent.Doing
	}
}

func (r *run) walked(at place, edge string) {
	if r.tracing {
		r.edges = append(r.edges, edgeName(at.flow.ID, at.node.Name, edge))
	}
}
