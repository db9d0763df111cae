package flow

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
)

// maxExpire is the longest expire of a flow. A question's timeout may be no longer than its flow's expire, or it would find
// the question closed.
const maxExpire = 23 * time.Hour

// maxFlow is how many nodes a flow may have; more is nobody's conversation.
const maxFlow = 1000

// check holds the rules about structure: every name leads somewhere, every question has a way out of silence and of
// nonsense, everything can be reached, everything can end, and nothing can go round without asking.
func (l *Library) check() bot.Problems {
	var ps bot.Problems
	for _, id := range l.FlowIDs() {
		ps = append(ps, l.checkFlow(l.flows[id])...)
	}
	for _, id := range l.TopicIDs() {
		ps = append(ps, l.checkTopic(l.topics[id])...)
	}
	ps = append(ps, l.checkGlobals()...)
	if ps.Err() != nil {
		return ps // the graph rules need names that lead somewhere
	}
	ps = append(ps, l.checkReach()...)
	return append(ps, l.checkCycles()...)
}

func (l *Library) checkFlow(f *Flow) bot.Problems {
	var ps bot.Problems
	bad := func(what, remedy string, path ...any) {
		ps = append(ps, l.FlowProblem(f.ID, what, remedy, path...))
	}
	if f.Version < 1 {
		bad("version is missing", "write version: 1", "version")
	}
	if f.Expire <= 0 || f.Expire > maxExpire {
		bad(fmt.Sprintf("expire is %s", f.Expire), fmt.Sprintf("give a duration up to %s", maxExpire), "expire")
	}
	if len(f.Nodes) > maxFlow {
		bad(fmt.Sprintf("has %d nodes", len(f.Nodes)), fmt.Sprintf("split it: at most %d", maxFlow), "nodes")
		return ps
	}
	if f.Nodes[f.Start] == nil {
		bad("start "+quote(f.Start)+" is not a node", oneOf(f.Order), "start")
	}
	if f.Nodes[End] != nil {
		bad("a node is called end, which means the end of the flow", "give it another name", "nodes", End)
	}
	for _, name := range f.Order {
		ps = append(ps, l.checkNode(f, f.Nodes[name])...)
	}
	return ps
}

// checkNode holds the rules about one node: the keys of its kind, all of them and no others.
func (l *Library) checkNode(f *Flow, n *Node) bot.Problems {
	var ps bot.Problems
	bad := func(what, remedy string, path ...any) {
		ps = append(ps, l.FlowProblem(f.ID, "node "+quote(n.Name)+": "+what, remedy, append([]any{"nodes", n.Name}, path...)...))
	}
	rule, ok := rules()[n.Kind]
	if !ok {
		bad("unknown kind "+quote(string(n.Kind)), "use say, choice, ask, set, action or goto", "kind")
		return ps
	}
	written := l.lines.flows[f.ID].Keys("nodes", n.Name)
	for _, key := range rule.need {
		if !slices.Contains(written, key) {
			bad("a node of kind "+string(n.Kind)+" needs "+key, "add it")
		}
	}
	for _, key := range written {
		if key != "kind" && !slices.Contains(rule.need, key) && !slices.Contains(rule.may, key) {
			bad("a node of kind "+string(n.Kind)+" has no "+key, "remove it", key)
		}
	}
	for _, e := range n.Exits() {
		if e.To != End && f.Nodes[e.To] == nil {
			bad(e.Edge+" leads to "+quote(e.To)+", which is not a node", oneOf(append(f.Order, End)), exitPath(n, e)...)
		}
	}
	if len(ps) == 0 {
		l.checkMeaning(f, n, bad)
	}
	return ps
}

type rule struct{ need, may []string }

func rules() map[Kind]rule {
	return map[Kind]rule{
		KindSay:    {need: []string{"next"}, may: []string{"text", "topic"}},
		KindChoice: {need: []string{"text", "options", "invalid", "timeout"}, may: []string{"save", "media"}},
		KindAsk:    {need: []string{"text", "accept", "next", "invalid", "timeout"}, may: []string{"save"}},
		KindSet:    {need: []string{"values", "next"}},
		KindAction: {need: []string{"do", "ok", "error"}, may: []string{"with"}},
		KindGoto:   {need: []string{"flow"}, may: []string{"return"}},
	}
}

// checkMeaning holds the rules that need the node's keys to be there.
func (l *Library) checkMeaning(f *Flow, n *Node, bad func(string, string, ...any)) {
	switch n.Kind {
	case KindSay:
		if (n.Text == "") == (n.Topic == "") {
			bad("says both or neither of text and topic", "give one of them")
		} else if n.Topic != "" && l.topics[n.Topic] == nil {
			bad("topic "+quote(n.Topic)+" is unknown", "write flows/topics/"+n.Topic+".yaml", "topic")
		}
	case KindChoice, KindAsk:
		checkQuestion(f, n, bad)
	case KindAction:
		with, known := Actions()[n.Do]
		if !known {
			bad("action "+quote(n.Do)+" is unknown", oneOf(sortedKeys(Actions())), "do")
		} else if with != (n.With != "") {
			bad(fmt.Sprintf("action %s takes with: %t", n.Do, with), "add or remove it", "do")
		}
		if n.Do == "open_incident" && n.With != string(bot.Urgent) && n.With != string(bot.Lower) {
			bad("severity "+quote(n.With)+" is unknown", "use urgent or lower", "with")
		}
		if n.Do == "has_doing" && n.With != anything && !slices.Contains(bot.Doings(), n.With) {
			bad("nobody is said to do "+quote(n.With), oneOf(append(bot.Doings(), anything)), "with")
		}
	case KindGoto:
		if l.flows[n.Flow] == nil {
			bad("flow "+quote(n.Flow)+" is unknown", oneOf(l.FlowIDs()), "flow")
		}
	}
}

func checkQuestion(f *Flow, n *Node, bad func(string, string, ...any)) {
	if n.Invalid == nil || n.Invalid.Text == "" || n.Invalid.Next == "" || n.Invalid.Max < 0 || n.Invalid.Max > 9 {
		bad("invalid is not whole", "give it text, max (0 to 9) and next", "invalid")
	}
	if n.Timeout == nil || n.Timeout.Next == "" || n.Timeout.After <= 0 || n.Timeout.After > f.Expire {
		bad("timeout is not whole", "give it next, and after: a duration not longer than the flow's expire", "timeout")
	}
	for _, a := range n.Accept {
		if !slices.Contains([]string{"text", "location", "media", "number", "state", "region"}, a) {
			bad("accepts "+quote(a), "use text, location, media, number, state or region", "accept")
		}
	}
	if n.Kind == KindAsk && n.Accepts("state") == (n.Save != "") {
		bad(`a question needs save, and one that accepts state has none`, "the state is kept by the action set_state, and nothing else of the answer", "accept")
	}
	if n.Kind == KindChoice && (len(n.Options) < 2 || len(n.Options) > maxOptions) {
		bad(fmt.Sprintf("has %d options", len(n.Options)), fmt.Sprintf("give it 2 to %d; more than nine only for languages, for they take two digits", maxOptions), "options")
	}
	seen := map[string]bool{}
	for i, o := range n.Options {
		if o.ID == "" || o.Label == "" || o.Next == "" || strings.ContainsAny(o.ID, "/ ") || seen[o.ID] {
			bad("option "+quote(o.ID)+" is not whole or not unique", "give it id (without / or space), label and next", "options", i)
		}
		seen[o.ID] = true
	}
}

func exitPath(n *Node, e Exit) []any {
	for i, o := range n.Options {
		if e.Edge == "#"+o.ID {
			return []any{"options", i, "next"}
		}
	}
	if e.Edge == "invalid" || e.Edge == "timeout" {
		return []any{e.Edge, "next"}
	}
	return []any{e.Edge}
}

// maxOptions is how many answers a question may offer. An SMS holds a list of languages so long; WhatsApp sends it as a text, for its lists hold ten.
const maxOptions = 20

func (l *Library) checkGlobals() bot.Problems {
	var ps bot.Problems
	g := l.globals
	for _, s := range g.Starts() {
		if l.flows[s.Flow] == nil {
			ps = append(ps, l.GlobalsProblem(s.Key+": flow "+quote(s.Flow)+" is unknown", oneOf(l.FlowIDs()), s.Key))
		}
	}
	if g.News != "" && l.topics[g.News] == nil {
		ps = append(ps, l.GlobalsProblem("news: topic "+quote(g.News)+" is unknown", oneOf(l.TopicIDs()), "news"))
	}
	for key, id := range g.Texts.ByKey() {
		if id == "" {
			ps = append(ps, l.GlobalsProblem("text "+key+" is missing", "name a message id", "texts"))
		}
	}
	for _, c := range bot.Commands() {
		to, ok := g.Commands[c]
		if !ok && c != bot.CmdMore {
			ps = append(ps, l.GlobalsProblem("command "+quote(string(c))+" has no flow", "name one", "commands"))
		} else if ok && l.flows[to.Flow] == nil {
			ps = append(ps, l.GlobalsProblem("command "+quote(string(c))+": flow "+quote(to.Flow)+" is unknown", oneOf(l.FlowIDs()), "commands", string(c)))
		}
	}
	for c := range g.Commands {
		if c == bot.CmdMore || !slices.Contains(bot.Commands(), c) {
			ps = append(ps, l.GlobalsProblem("command "+quote(string(c))+" takes no flow", "remove it", "commands", string(c)))
		}
	}
	return ps
}

func oneOf(names []string) string { return "use one of: " + strings.Join(names, ", ") }
