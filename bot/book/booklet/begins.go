package booklet

import (
	"maps"
	"slices"

	"github.com/aldaba-hotline/aldaba/bot/flow"
)

// Way is one way into a conversation.
type Way struct {
	Sort string // "globals", "command", "flow" or "topic"
	Name string // the key of globals.yaml, or the id
}

// begins lists for each conversation what leads into it.
func (w *writer) begins() map[string][]Way {
	all := map[string][]Way{}
	add := func(id, sort, name string) {
		if way := (Way{sort, name}); id != "" && !slices.Contains(all[id], way) {
			all[id] = append(all[id], way)
		}
	}
	lib, g := w.set.Library, w.set.Library.Globals()
	for _, start := range starts(g) {
		add(start.Name, "globals", start.Sort)
	}
	for _, c := range slices.Sorted(maps.Keys(g.Commands)) {
		add(g.Commands[c].Flow, "command", string(c))
	}
	for _, id := range lib.FlowIDs() {
		f := lib.Flow(id)
		for _, name := range f.Order {
			add(f.Nodes[name].Flow, "flow", id)
		}
	}
	for _, id := range lib.TopicIDs() {
		add(lib.Topic(id).Flow, "topic", id)
	}
	return all
}

// starts are the conversations that begin by themselves, each with its key in globals.yaml.
func starts(g flow.Globals) []Way {
	var all []Way
	for _, s := range g.Starts() {
		all = append(all, Way{s.Key, s.Flow})
	}
	return all
}

// flowOrder puts the conversations in the order in which people meet them: what begins by itself, then what that leads to, then the rest.
func (w *writer) flowOrder() []string {
	var queue []string
	for _, start := range starts(w.set.Library.Globals())[:4] {
		queue = append(queue, start.Name)
	}
	var order []string
	for _, id := range w.set.Library.FlowIDs() {
		for queue = append(queue, id); len(queue) > 0; queue = queue[1:] {
			f := w.set.Library.Flow(queue[0])
			if f == nil || slices.Contains(order, f.ID) {
				continue
			}
			order = append(order, f.ID)
			for _, name := range f.Order {
				queue = append(queue, f.Nodes[name].Flow)
			}
		}
	}
	return order
}
