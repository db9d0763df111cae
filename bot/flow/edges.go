package flow

import (
	"slices"
	"strings"

	"github.com/aldaba-hotline/aldaba/bot"
)

// Edges lists every edge of every flow, and every command, that a conversation can walk, in alphabetical order:
// what transcripts must cover.
func (l *Library) Edges() []string {
	var all []string
	for id, f := range l.flows {
		for name, n := range f.Nodes {
			for _, e := range n.Exits() {
				if walkable(n, e) {
					all = append(all, edgeName(id, name, e.Edge))
				}
			}
			if n.Kind == KindGoto {
				all = append(all, edgeName(id, name, "goto"))
			}
		}
	}
	for c := range l.globals.Commands {
		all = append(all, commandEdge(c))
	}
	slices.Sort(all)
	return all
}

// walkable reports whether a transcript can walk an exit and see that it did. It cannot return from a call by itself, see the quiet
// end of a conversation, or make an action fail that only a defect makes fail.
func walkable(n *Node, e Exit) bool {
	switch e.Edge {
	case "return":
		return false
	case "timeout":
		return !n.endsQuietly()
	case "error":
		return strings.HasPrefix(n.Do, "has_") || slices.Contains([]string{"knows_language", "refer", "show_record"}, n.Do)
	case "ok":
		return n.Do != "refer" // the hotlines that come with Aldaba have not been called by anybody
	}
	return true
}

func edgeName(flow, node, edge string) string {
	if strings.HasPrefix(edge, "#") {
		return flow + "/" + node + edge
	}
	return flow + "/" + node + "!" + edge
}

func commandEdge(c bot.Command) string { return "command " + string(c) }
