package flow

import (
	"slices"
	"strings"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/text"
)

// maxNodes is how many nodes one step may pass; longer is a loop that the checks could not see, or nonsense.
const maxNodes = 64

// maxStack is how many callers a session remembers; the outermost are forgotten first.
const maxStack = 8

// Step decides what one event does to one session. It never fails: a session that the library no longer knows, or an
// event that makes no sense, leads to a helpful text. The session passed in is not changed.
func Step(l *Library, s bot.Session, e bot.Event, now time.Time) (bot.Session, []bot.Effect) {
	r := run{lib: l, s: s, e: e, now: now, home: e.Intent.Home}
	r.take()
	r.next()
	return r.s, r.effects
}

// Trace is Step that also tells the edges it walked, as "flow/node#option" and the like; see [Library.Edges].
func Trace(l *Library, s bot.Session, e bot.Event, now time.Time) (bot.Session, []bot.Effect, []string) {
	r := run{lib: l, s: s, e: e, now: now, home: e.Intent.Home, tracing: true}
	r.take()
	r.next()
	return r.s, r.effects, r.edges
}

// run is one step on its way.
type run struct {
	lib     *Library
	s       bot.Session
	e       bot.Event
	now     time.Time
	effects []bot.Effect

	home    string     // the contact's state
	read    *bot.Topic // a topic that was just read to its end
	warned  bool       // asked not to send names
	tracing bool
	edges   []string
}

// take follows the event from the top: timers, then what a text means, in the order that understand decided.
func (r *run) take() {
	fresh := r.s.Since == 0
	at := r.lib.open(r.s, r.now)
	if r.e.Kind == bot.TimerFired {
		r.timeout(at)
		return
	}
	r.s.Since = r.now.UnixMilli()
	if at.node == nil {
		r.forget()
	}
	if r.tap() {
		return
	}
	switch in := r.e.Intent; in.Action {
	case bot.ActCommand:
		r.command(in.Command, at)
	case bot.ActUrgent:
		r.begin(r.lib.globals.Urgent)
	case bot.ActOption:
		r.pick(at, in.Option)
	case bot.ActAnswer:
		if in.Crisis {
			r.crisis(r.lib.topics[in.Topics[0].ID], at)
			return
		}
		r.answer(in.Topics[0].ID, at)
	case bot.ActChoose:
		r.choose(in.Topics)
	case bot.ActPerson:
		if in.Spoken {
			r.begin(r.lib.globals.Spoken)
			return
		}
		r.begin(r.lib.globals.Person)
	case bot.ActPlace:
		if fresh {
			r.begin(r.lib.globals.Welcome)
		}
	case bot.ActConfirmStop:
		r.call(r.lib.globals.AskStop, at)
	case bot.ActAskUrgent:
		r.warn()
		r.call(r.lib.globals.AskUrgent, at)
		r.hold()
	default:
		r.hear(at, fresh)
	}
}

// timeout ends the open wait; a timer of another wait does nothing.
func (r *run) timeout(at place) {
	if r.e.Wait != r.s.Wait || at.node == nil || !r.s.Timer {
		return
	}
	r.s.Timer = false
	if at.node.endsQuietly() {
		return // it did not when the timer was set: the flow has been reloaded since
	}
	r.walked(at, "timeout")
	r.walk(at.flow, at.node.Timeout.Next)
}

// hear deals with words, pins and pictures that are not a command, a report or a question the hotline knows.
func (r *run) hear(at place, fresh bool) {
	switch {
	case at.node != nil:
		r.reply(at)
	case r.s.Report != "" && r.tells() && (at.moved == nil || at.moved.Report):
		r.note("update") // also when the report's flow has changed: starting it again would open a second one
		r.gatherMore()
		r.say(r.lib.globals.Texts.Noted)
	case at.moved != nil:
		r.say(r.lib.globals.Texts.Moved)
		r.walk(at.moved, at.moved.Start)
	case at.expired:
		r.say(r.lib.globals.Texts.Expired)
		r.begin(r.lib.globals.Lost)
	case fresh:
		r.begin(r.lib.globals.Welcome)
	default:
		r.begin(r.lib.globals.Lost)
	}
}

// reply takes free words, a pin or a picture as the answer to the open question, goes where the question sends pictures, or counts a miss.
func (r *run) reply(at place) {
	n := at.node
	if at.stale && !at.flow.Report {
		r.again(at)
		return
	}
	if n.Kind == KindAsk && r.usable(at) {
		r.keepAnswer(at)
		r.walked(at, "next")
		r.walk(at.flow, n.Next)
		return
	}
	if at.records() && r.accounts() {
		r.recordWords(n.Save) // words that fit no option are the answer
		r.walked(at, "invalid")
		r.walk(at.flow, n.Invalid.Next)
		return
	}
	if r.reporting(at) && r.tells() {
		r.note("update")
		r.gatherMore()
	}
	if n.Media != "" && len(r.e.Media) > 0 {
		r.walked(at, "media")
		r.walk(at.flow, n.Media)
		return
	}
	r.miss(at)
}

// usable reports whether the event holds an answer of a sort that the question takes.
// In a report a bare number is none, unless the question asks how many: it answers an older question.
func (r *run) usable(at place) bool {
	n := at.node
	_, number := text.Number(r.e.Text.Reveal())
	return number && n.Accepts("number") || n.Accepts("region") && r.e.Intent.Region != "" || n.Accepts("state") && r.e.Intent.State != "" || n.Accepts("text") && r.e.Text != "" && (!at.flow.Report || r.tells() && r.e.Intent.Action != bot.ActMenu) ||
		n.Accepts("location") && r.e.Location != nil ||
		n.Accepts("media") && len(r.e.Media) > 0
}

// accounts reports whether the event holds words for the encounter record: more than a number or a greeting.
func (r *run) accounts() bool {
	words := strings.TrimSpace(text.Clean(r.e.Text.Reveal(), maxAnswer))
	_, number := text.Number(words)
	return words != "" && !number && r.e.Intent.Action != bot.ActMenu
}

// tells reports whether the event holds something worth keeping in a report: more than a number.
func (r *run) tells() bool {
	_, number := text.Number(r.e.Text.Reveal())
	return r.e.Text != "" && !number || r.e.Location != nil || len(r.e.Media) > 0
}

// reporting reports whether a report is being told, also where another question has come between, such as that of a crisis.
func (r *run) reporting(at place) bool {
	return at.flow.Report || r.lib.returns(r.s, func(f *Flow) bool { return f.Report })
}

// returns reports whether a conversation comes back to such a flow.
func (l *Library) returns(s bot.Session, such func(*Flow) bool) bool {
	return slices.ContainsFunc(s.Stack, func(c bot.Frame) bool { f := l.flows[c.Flow]; return f != nil && such(f) })
}

// again asks a question anew because the flow has changed since it was asked, with a word of explanation.
func (r *run) again(at place) {
	r.say(r.lib.globals.Texts.Moved)
	r.ask(at.flow, at.node)
}

// miss answers what cannot be used: some times with a hint and the options, then it goes on.
func (r *run) miss(at place) {
	r.warn()
	n := at.node
	r.s.Misses++
	if r.s.Misses > n.Invalid.Max {
		r.walked(at, "invalid")
		r.walk(at.flow, n.Invalid.Next)
		return
	}
	r.effects = append(r.effects, bot.Say{Message: n.Invalid.Text, Options: n.options, Menu: n.menu})
	r.listen(n)
}

// pick takes an option of the open question, or of "did you mean".
func (r *run) pick(at place, id string) {
	if at.node == nil {
		r.answer(id, at)
		return
	}
	o := at.node.option(id)
	if at.stale {
		r.again(at)
		return
	}
	if o == nil || at.flow.agrees(*o) && strings.ContainsAny(r.e.Text.Reveal(), "?？؟¿") {
		r.miss(at)
		return
	}
	if at.flow.ID != r.lib.globals.AskUrgent && !r.lib.returns(r.s, func(f *Flow) bool { return f.ID == r.lib.globals.AskUrgent }) {
		r.s.Held, r.s.Placed, r.s.Doing = nil, false, "" // "is it now?" is over
	}
	if at.node.Save != "" {
		r.keep(at.flow, at.node.Save, o.ID)
	}
	r.walked(at, "#"+o.ID)
	r.walk(at.flow, o.Next)
}

// command leaves the open question for a command's flow; some come back to it.
func (r *run) command(c bot.Command, at place) {
	if r.tracing {
		r.edges = append(r.edges, commandEdge(c))
	}
	if c == bot.CmdMore {
		r.more()
		return
	}
	to, ok := r.lib.globals.Commands[c]
	switch {
	case ok && at.node != nil && at.flow.Report && at.flow.ID == to.Flow:
		r.ask(at.flow, at.node) // it is being reported already
	case !ok:
		r.begin(r.lib.globals.Lost)
	case to.Return && !(c == bot.CmdLeave && at.node != nil && at.flow.ID == r.lib.globals.Commands[bot.CmdJoin].Flow):
		r.call(to.Flow, at) // but who leaves is not asked again whether to join
	default:
		r.begin(to.Flow)
	}
}

// begin starts a flow and forgets where the conversation was.
func (r *run) begin(flow string) {
	r.forget()
	f := r.lib.flows[flow]
	r.walk(f, f.Start)
}

// call starts a flow and remembers the open question, to ask it again afterwards.
func (r *run) call(flow string, at place) {
	if at.node == nil {
		r.begin(flow)
		return
	}
	if at.flow.ID != flow {
		r.push(at.flow, at.node.Name)
	}
	f := r.lib.flows[flow]
	r.walk(f, f.Start)
}
