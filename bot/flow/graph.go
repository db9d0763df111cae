package flow

import (
	"fmt"
	"slices"
	"strings"

	"github.com/aldaba-hotline/aldaba/bot"
)

// checkReach finds nodes that nothing leads to, nodes that can never end, and flows that nobody starts.
func (l *Library) checkReach() bot.Problems {
	var ps bot.Problems
	started := l.started()
	for _, id := range l.FlowIDs() {
		f := l.flows[id]
		if !started[id] {
			ps = append(ps, l.FlowProblem(id, "nothing leads to this flow", "name it in globals.yaml, in a goto or in a topic, or delete it", "id"))
		}
		reached, ends := f.reached(), f.ends()
		for _, n := range f.Order {
			if !reached[n] {
				ps = append(ps, l.FlowProblem(id, "nothing leads to node "+quote(n), "lead to it or delete it", "nodes", n))
			} else if !ends[n] {
				ps = append(ps, l.FlowProblem(id, "no way leads from node "+quote(n)+" to the end", "add a way out", "nodes", n))
			}
		}
	}
	return ps
}

// started tells which flows a global rule, a goto or a topic starts.
func (l *Library) started() map[string]bool {
	g := l.globals
	is := map[string]bool{}
	for _, s := range g.Starts() {
		is[s.Flow] = true
	}
	for _, c := range g.Commands {
		is[c.Flow] = true
	}
	for _, t := range l.topics {
		is[t.Flow] = true
	}
	for _, f := range l.flows {
		for _, n := range f.Nodes {
			is[n.Flow] = true
		}
	}
	return is
}

// reached is the set of nodes that some way from the start leads to.
func (f *Flow) reached() map[string]bool {
	seen, todo := map[string]bool{}, []string{f.Start}
	for len(todo) > 0 {
		name := todo[0]
		todo = todo[1:]
		if name == End || seen[name] {
			continue
		}
		seen[name] = true
		for _, e := range f.Nodes[name].Exits() {
			todo = append(todo, e.To)
		}
	}
	return seen
}

// ends is the set of nodes from which some way leads to the end or into another flow.
func (f *Flow) ends() map[string]bool {
	return saturate(f.Order, func(name string, is map[string]bool) bool { return f.canEnd(f.Nodes[name], is) })
}

// saturate returns the names for which holds is true, where holds may build on what is known so far.
func saturate(names []string, holds func(name string, is map[string]bool) bool) map[string]bool {
	is := map[string]bool{}
	for changed := true; changed; {
		changed = false
		for _, name := range names {
			if !is[name] && holds(name, is) {
				is[name], changed = true, true
			}
		}
	}
	return is
}

func (f *Flow) canEnd(n *Node, is map[string]bool) bool {
	if n.Kind == KindGoto && n.Return == "" {
		return true
	}
	return slices.ContainsFunc(n.Exits(), func(e Exit) bool { return e.To == End || is[e.To] })
}

// checkCycles finds ways round that never ask a question: a step would walk them for ever; and ways that are longer than one
// step goes.
func (l *Library) checkCycles() bot.Problems {
	g := l.silentGraph()
	var ps bot.Problems
	state := map[vertex]int{} // 0 new, 1 on the way, 2 done
	length := map[vertex]int{}
	var visit func(v vertex, trail []vertex)
	visit = func(v vertex, trail []vertex) {
		state[v] = 1
		for _, next := range g[v] {
			switch state[next] {
			case 0:
				visit(next, append(trail, next))
			case 1:
				ps = append(ps, l.FlowProblem(v.flow, "a cycle never asks a question: "+names(trail, next), "put a choice or an ask on the way", "nodes", v.node))
			}
		}
		state[v] = 2
		for _, next := range g[v] {
			length[v] = max(length[v], length[next])
		}
		if length[v]++; length[v] == maxNodes {
			ps = append(ps, l.FlowProblem(v.flow, fmt.Sprintf("%d nodes follow without a question", maxNodes), "put a choice or an ask on the way", "nodes", v.node))
		}
	}
	for _, v := range sortedVertices(g) {
		if state[v] == 0 {
			visit(v, []vertex{v})
		}
	}
	return ps
}

type vertex struct{ flow, node string }

// silentGraph is every step that the machine takes by itself, across flows. A call leads into the called flow and,
// where that can end without a question, on to the node it returns to.
func (l *Library) silentGraph() map[vertex][]vertex {
	through := l.silentFlows()
	g := map[vertex][]vertex{}
	for id, f := range l.flows {
		for name, n := range f.Nodes {
			if !n.Asks() {
				g[vertex{id, name}] = l.silentSteps(f, n, through)
			}
		}
	}
	return g
}

func (l *Library) silentSteps(f *Flow, n *Node, through map[string]bool) []vertex {
	var next []vertex
	add := func(f *Flow, node string) {
		if node != End && !f.Nodes[node].Asks() {
			next = append(next, vertex{f.ID, node})
		}
	}
	if n.Kind == KindGoto {
		to := l.flows[n.Flow]
		add(to, to.Start)
		if n.Return != "" && through[n.Flow] {
			add(f, n.Return)
		}
		return next
	}
	for _, e := range n.Exits() {
		add(f, e.To)
	}
	return next
}

// silentFlows tells which flows can go from their start to their end without a question.
func (l *Library) silentFlows() map[string]bool {
	return saturate(l.FlowIDs(), func(id string, is map[string]bool) bool {
		f := l.flows[id]
		return l.silentEnd(f, f.Start, is, map[string]bool{})
	})
}

func (l *Library) silentEnd(f *Flow, name string, through, seen map[string]bool) bool {
	if name == End {
		return true
	}
	n := f.Nodes[name]
	if seen[name] || n.Asks() {
		return false
	}
	seen[name] = true
	if n.Kind == KindGoto {
		return through[n.Flow] && (n.Return == "" || l.silentEnd(f, n.Return, through, seen))
	}
	return slices.ContainsFunc(n.Exits(), func(e Exit) bool { return l.silentEnd(f, e.To, through, seen) })
}

func names(trail []vertex, back vertex) string {
	start := max(0, slices.Index(trail, back))
	var all []string
	for _, v := range append(slices.Clone(trail[start:]), back) {
		all = append(all, v.flow+"/"+v.node)
	}
	return strings.Join(all, " -> ")
}

func sortedVertices(g map[vertex][]vertex) []vertex {
	var all []vertex
	for v := range g {
		all = append(all, v)
	}
	slices.SortFunc(all, func(a, b vertex) int { return strings.Compare(a.flow+"/"+a.node, b.flow+"/"+b.node) })
	return all
}
