package book

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/flow"
	"github.com/aldaba-hotline/aldaba/bot/say"
)

// Places tells where each message is said.
type Places map[string][]string

// mostPlaces is how many places are told of one message; more help nobody.
const mostPlaces = 3

func (p Places) add(id, where string) {
	if id != "" && !slices.Contains(p[id], where) {
		p[id] = append(p[id], where)
	}
}

// Of returns where a message is said, or its variant for a channel.
func (p Places) Of(id string) string {
	base, ch := say.Base(id)
	all := p[base]
	if len(all) > mostPlaces {
		all = append(slices.Clone(all[:mostPlaces]), fmt.Sprintf("%d more", len(all)-mostPlaces))
	}
	where := strings.Join(all, "; ")
	switch ch {
	case bot.SMS:
		return where + " (by SMS only)"
	case bot.WhatsApp:
		return where + " (on WhatsApp only)"
	}
	return where
}

// Places reads where each message is said.
func (s Set) Places() Places {
	p := Places{}
	lib := s.Library
	for _, id := range lib.FlowIDs() {
		p.flow(lib.Flow(id), s.commands(id))
	}
	for _, id := range lib.TopicIDs() {
		p.topic(lib.Topic(id))
	}
	anywhere := lib.Globals().Texts.ByKey()
	for _, name := range slices.Sorted(maps.Keys(anywhere)) {
		p.add(anywhere[name], "said anywhere: "+name)
	}
	for id := range Program() {
		p.add(id, programPlace(id))
	}
	for _, id := range s.Texts.IDs(say.English) {
		for _, piece := range s.Texts.Pieces(say.English, id) {
			base, _ := say.Base(id)
			p.add(piece, "in "+base)
		}
	}
	return p
}

// commands are the words by which a flow is reached, in English.
func (s Set) commands(flowID string) string {
	var all []string
	for c, to := range s.Library.Globals().Commands {
		if to.Flow == flowID {
			all = append(all, strings.ToUpper(string(c)))
		}
	}
	slices.Sort(all)
	if len(all) == 0 {
		return ""
	}
	return ", command " + strings.Join(all, " ")
}

func (p Places) flow(f *flow.Flow, command string) {
	for _, name := range f.Order {
		n := f.Nodes[name]
		at := f.ID + "/" + name
		kind := "said"
		if n.Asks() {
			kind = "question"
		}
		p.add(n.Text, kind+" in "+at+command)
		if n.Invalid != nil {
			p.add(n.Invalid.Text, "not understood, in "+at)
		}
		for i, o := range n.Options {
			p.add(o.Label, fmt.Sprintf("option %d of %d of %s (%s)", i+1, len(n.Options), at, n.Text))
		}
		if f.Record {
			for _, line := range n.Lines() {
				p.add(line, "line of the record for "+at)
			}
		}
	}
}

func (p Places) topic(t *bot.Topic) {
	add := func(messages []string, where string) {
		for i, id := range messages {
			p.add(id, fmt.Sprintf("topic %s%s, page %d of %d, for %s", t.ID, where, i+1, len(messages), strings.Join(t.Audience, ", ")))
		}
	}
	add(t.Messages, "")
	for _, code := range slices.Sorted(maps.Keys(t.States)) {
		add(t.States[code].Messages, " in "+code)
	}
	p.add(flow.TopicLabel(t.ID), "name of the topic "+t.ID+" in lists")
}

// programPlace tells of a text that no flow names, by the beginning of its id.
func programPlace(id string) string {
	kind, _, _ := strings.Cut(id, ".")
	switch kind {
	case "page":
		return "wakes a volunteer, by SMS"
	case "call":
		return "said aloud to a volunteer who is called"
	case "reply":
		return "answer to a volunteer's order"
	case "crew":
		return "to volunteers at a report"
	case "report":
		return "to whoever reported"
	case "act", "role", "state", "word":
		return "part of other texts for volunteers"
	case "template":
		return "WhatsApp template"
	}
	return "said by the program"
}
