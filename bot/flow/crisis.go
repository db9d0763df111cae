package flow

import "github.com/aldaba-hotline/aldaba/bot"

// crisis says the topic that answers a crisis and goes on with its flow, whatever question is open. Who tells it in a report is asked the
// report's question again afterwards, and the report keeps the words. So is whoever was asked "is it now?". The encounter record keeps them, and waits. Who is being asked already is asked once more.
func (r *run) crisis(t *bot.Topic, at place) {
	switch {
	case t == nil || r.lib.flows[t.Flow] == nil:
		r.begin(r.lib.globals.Lost)
	case at.node != nil && at.flow.ID == t.Flow:
		r.miss(at)
	case at.node != nil && at.flow.Report:
		r.note("update")
		r.topic(t)
		r.call(t.Flow, at)
	case at.node != nil && at.flow.ID == r.lib.globals.AskUrgent:
		r.topic(t)
		r.call(t.Flow, at)
	default:
		if at.node != nil && at.records() {
			r.recordWords(at.node.Save) // "I hurt myself when they pushed me" is an answer, too
		}
		r.topic(t)
		r.begin(t.Flow)
	}
}
