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
				if e.Edge != "return" && !(n.Kind == KindAction && e.Edge == "error" && cannotFail(n)) {
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

// cannotFail reports whether an action's error can only come from a defect, so that no transcript can walk it.
func cannotFail(n *Node) bool { return n.Do != "has_report" }

func edgeName(flow, node, edge string) string {
	if strings.HasPrefix(edge, "#") {
		return flow + "/" + node + edge
	}
	return flow + "/" + node + "!" + edge
}

func commandEdge(c bot.Command) string { return "command " + string(c) }
