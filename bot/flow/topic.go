package flow

import (
	"slices"

	"github.com/aldaba-hotline/aldaba/bot"
)

// maxNext is how many related topics are offered after an answer.
const maxNext = 3

// answer sends a topic; an open question stays open. A topic that depends on the state asks for it once, after its first message.
func (r *run) answer(id string, at place) {
	t := r.lib.topics[id]
	if t == nil {
		r.begin(r.lib.globals.Lost)
		return
	}
	if len(t.States) > 0 {
		r.settle(r.e.Intent.State)
	}
	if at.node != nil && !r.gives(at.flow, t) {
		r.topic(t)
		return
	}
	r.forget()
	f := r.lib.flows[t.Flow]
	if r.varies(t) {
		r.s.Topic, r.s.Page, r.s.Skip, r.s.Asked = t.ID, 0, 1, true
		r.say(t.Messages[0])
		f = r.lib.flows[r.lib.globals.State]
	} else {
		r.topic(t)
	}
	if f != nil {
		r.walk(f, f.Start)
	}
}

// gives reports whether the open question gives way to a topic: where they are was asked for another topic, and the menu, which is open
// to everybody who greets, to what comes after the answer.
func (r *run) gives(open *Flow, t *bot.Topic) bool {
	follows := r.varies(t) || r.lib.flows[t.Flow] != nil
	return open.ID == r.lib.globals.State || open.ID == r.lib.globals.Lost && follows
}

// varies reports whether a topic is to be followed by the question where they are.
func (r *run) varies(t *bot.Topic) bool { return len(t.States) > 0 && r.home == "" && !r.s.Asked }

// topic says the first message of a topic for the contact's state, or the general one and that it is general.
func (r *run) topic(t *bot.Topic) {
	r.s.Topic, r.s.Page, r.s.Skip = t.ID, 0, 0
	if r.home != "" && !r.checked(t) {
		r.say(r.lib.globals.Texts.NoState)
	}
	r.page(t)
}

// checked reports whether a topic says all that it can for the contact's state.
func (r *run) checked(t *bot.Topic) bool {
	_, has := t.States[r.home]
	return has || len(t.States) == 0
}

// pages are the messages of a topic in the order in which the contact gets them: those for their state first.
func (r *run) pages(t *bot.Topic) []string {
	return slices.Concat(t.States[r.home].Messages, t.Messages[min(r.s.Skip, len(t.Messages)):])
}

// page says the next message of a topic, and whether there is more. After the last one related topics are offered.
func (r *run) page(t *bot.Topic) {
	pages := r.pages(t)
	r.say(pages[r.s.Page])
	r.s.Page++
	r.read = nil
	if r.s.Page < len(pages) {
		r.say(r.lib.globals.Texts.More)
	} else {
		r.read = t
	}
}

// more answers MORE.
func (r *run) more() {
	if !r.goOn() {
		r.say(r.lib.globals.Texts.NoMore)
	}
}

// goOn says the next message of the topic that was answered last, if there is one.
func (r *run) goOn() bool {
	t := r.lib.topics[r.s.Topic]
	if t == nil || r.s.Page >= len(r.pages(t)) {
		return false
	}
	r.page(t)
	return true
}

// next offers what is related to a topic that has been read to its end, when no question is open.
func (r *run) next() {
	if r.read == nil || r.s.Flow != "" || len(r.read.Related) == 0 {
		return
	}
	r.offer(r.lib.globals.Texts.Next, offered(r.read))
}

func offered(t *bot.Topic) []string { return t.Related[:min(maxNext, len(t.Related))] }

// Offered is the choices that follow the last message of a topic when no question is open.
func Offered(t *bot.Topic) []bot.Option { return topicOptions(offered(t)) }

// choose asks which of several topics was meant.
func (r *run) choose(topics []bot.Score) {
	r.forget()
	var ids []string
	for _, t := range topics[:min(3, len(topics))] {
		ids = append(ids, t.ID)
	}
	r.offer(r.lib.globals.Texts.Choose, ids)
}

func (r *run) offer(message string, topics []string) {
	r.s.Choose = topics
	r.effects = append(r.effects, bot.Say{Message: message, Options: topicOptions(topics)})
}

// settle keeps the state that the contact named, and reports whether they named one.
func (r *run) settle(state string) bool {
	if state != "" && state != r.home {
		r.turn()
		r.effects = append(r.effects, bot.SetState{State: state})
		r.home = state
	}
	return state != ""
}

// turn marks the general messages of the topic that is being read as read: those for another state come in front of the others.
func (r *run) turn() {
	if t := r.lib.topics[r.s.Topic]; t != nil {
		r.s.Skip += max(0, r.s.Page-len(t.States[r.home].Messages))
		r.s.Page = 0
	}
}

// hasStateText reports whether the topic that was answered last says something for the contact's state.
func (r *run) hasStateText() bool {
	t := r.lib.topics[r.s.Topic]
	return t != nil && r.checked(t)
}

// refer names a hotline for the ZIP that the contact named, if a person has called one.
func (r *run) refer() bool {
	at := r.e.Intent.Local
	if at == nil {
		return false
	}
	r.effects = append(r.effects, bot.Say{Message: r.lib.globals.Texts.Local, Args: map[string]string{"Who": at.Name, "Number": at.Number}})
	return true
}
