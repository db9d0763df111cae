package booklet

import (
	"slices"
	"strconv"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/flow"
	"github.com/aldaba-hotline/aldaba/bot/say"
)

// Flow is one conversation of the booklet.
type Flow struct {
	ID      string
	Report  bool
	Record  bool
	Begins  []Way
	Diagram []Part
	Nodes   []Node
}

// Node is one step of a conversation, as the phone shows it and with where it leads.
type Node struct {
	Flow, Name string
	Kind       flow.Kind
	Start      bool
	Text       *Text // what is said or asked
	Retry      *Text // what is said when the answer cannot be used
	Tries      int   // how often
	Topic      *Link // the topic that is sent instead
	Does       string
	Goes       string // another conversation
	Takes      []string
	Lines      []Text // of the encounter record
	Exits      []Exit
}

// Shown reports whether the step has something to read.
func (n Node) Shown() bool {
	return n.Text != nil || n.Topic != nil || n.Retry != nil || n.Lines != nil
}

// Exit is one way out of a step.
type Exit struct {
	Label string // what leads there: an answer's label, or the name of the way
	Plain bool   // the label is an answer's
	To    string
}

func (w *writer) flows() []Flow {
	begins := w.begins()
	var all []Flow
	for _, id := range w.flowOrder() {
		f := w.set.Library.Flow(id)
		v := Flow{ID: id, Report: f.Report, Record: f.Record, Begins: begins[id]}
		for _, name := range f.Order {
			v.Nodes = append(v.Nodes, w.node(f, f.Nodes[name]))
		}
		v.Diagram = draw(v.Nodes)
		all = append(all, v)
	}
	return all
}

func (w *writer) node(f *flow.Flow, n *flow.Node) Node {
	v := Node{Flow: f.ID, Name: n.Name, Kind: n.Kind, Start: n.Name == f.Start, Goes: n.Flow, Takes: n.Accept, Exits: w.exits(n)}
	if n.Text != "" {
		t := w.text(n.Text, n.Choices(), "")
		v.Text = &t
	}
	if n.Invalid != nil && n.Invalid.Max > 0 {
		t := w.text(n.Invalid.Text, nil, "")
		t.Short = t.Again
		v.Retry, v.Tries = &t, n.Invalid.Max
	}
	if n.Topic != "" {
		v.Topic = &Link{n.Topic, w.label(flow.TopicLabel(n.Topic))}
	}
	if n.Do != "" {
		v.Does = n.Do
		if n.With != "" {
			v.Does += " " + n.With
		}
	}
	if f.Record {
		for _, id := range n.Lines() {
			v.Lines = append(v.Lines, w.text(id, nil, ""))
		}
	}
	return v
}

func (w *writer) exits(n *flow.Node) []Exit {
	var all []Exit
	for i, o := range n.Options {
		all = append(all, Exit{strconv.Itoa(i+1) + " " + w.label(o.Label), true, o.Next})
	}
	for _, e := range n.Exits()[len(n.Options):] {
		all = append(all, Exit{Label: e.Edge, To: e.To})
	}
	return all
}

// rest is every text that no flow, topic or label has shown, by the first word of its id.
func (w *writer) rest() []Group {
	var all []Group
	ids := append(w.set.Texts.IDs(w.lang), w.set.Texts.IDs(say.English)...)
	slices.Sort(ids)
	for _, id := range ids {
		base := plain(id)
		if w.shown[base] {
			continue
		}
		if name := first(base); len(all) == 0 || all[len(all)-1].Name != name {
			all = append(all, Group{Name: name})
		}
		g := &all[len(all)-1]
		g.Texts = append(g.Texts, w.text(base, nil, ""))
	}
	return all
}

// Group is a part of the remaining texts.
type Group struct {
	Name  string
	Texts []Text
}

// Command is a command of the hotline and the words by which it is known.
type Command struct {
	Name  bot.Command
	Words []string
}

func (w *writer) commands() []Command {
	var all []Command
	for _, words := range w.set.Words {
		if words.Language != w.lang {
			continue
		}
		for _, c := range bot.Commands() {
			all = append(all, Command{c, slices.Sorted(slices.Values(words.Commands[c]))})
		}
	}
	return all
}
