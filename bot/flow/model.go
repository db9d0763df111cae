package flow

import (
	"slices"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
)

// End is the name of the node that no flow defines: going there returns to the caller or closes the conversation.
const End = "end"

// Kind is what a node does.
type Kind string

// The six kinds of node.
const (
	KindSay    Kind = "say"
	KindChoice Kind = "choice"
	KindAsk    Kind = "ask"
	KindSet    Kind = "set"
	KindAction Kind = "action"
	KindGoto   Kind = "goto"
)

// Library is an immutable, checked set of flows, topics and global rules. It is safe for concurrent use.
type Library struct {
	flows   map[string]*Flow
	topics  map[string]*bot.Topic
	globals Globals
	sources []SourcePart
	lines   lines
}

// Flow is one conversation.
type Flow struct {
	ID      string           `yaml:"id"`
	Version int              `yaml:"version"` // raised when the flow changes; at least 1
	Start   string           `yaml:"start"`
	Expire  time.Duration    `yaml:"expire"` // silence after which the open question is closed
	Report  bool             `yaml:"report"` // an urgent report: answers are facts of the incident
	Record  bool             `yaml:"record"` // the encounter record: answers are kept in it
	Nodes   map[string]*Node `yaml:"nodes"`
	Order   []string         `yaml:"-"` // node names as written
}

// Node is one step of a flow. Which fields it uses depends on its kind.
type Node struct {
	Name string `yaml:"-"`
	Kind Kind   `yaml:"kind"`

	Text    string   `yaml:"text"`    // say, choice, ask: message id
	Topic   string   `yaml:"topic"`   // say: instead of text
	Next    string   `yaml:"next"`    // say, ask, set
	Options []Option `yaml:"options"` // choice
	Accept  []string `yaml:"accept"`  // ask: text, location, media; number: in a report, a bare number too; state: a ZIP or a state; region: one of the hotline's
	Save    string   `yaml:"save"`    // choice, ask: the key under which the answer is kept; a state is not
	Media   string   `yaml:"media"`   // choice: where a picture or a voice note leads; without it, it is no answer
	Invalid *Invalid `yaml:"invalid"` // choice, ask
	Timeout *Timeout `yaml:"timeout"` // choice, ask

	Values map[string]string `yaml:"values"` // set

	Do    string `yaml:"do"`    // action
	With  string `yaml:"with"`  // action: its argument; $key takes a value kept in the session
	OK    string `yaml:"ok"`    // action
	Error string `yaml:"error"` // action

	Flow   string `yaml:"flow"`   // goto
	Return string `yaml:"return"` // goto: call the flow and come back to this node

	options []bot.Option // Options without their targets, shared by all steps
	menu    string       // where the options stand: "flow/version/node"; empty without any
}

// Option is one answer to a choice.
type Option struct {
	ID    string `yaml:"id"`
	Label string `yaml:"label"` // message id
	Next  string `yaml:"next"`
}

// Invalid says what to do with an answer that cannot be used: Max times Text is said, then it goes to Next.
type Invalid struct {
	Text string `yaml:"text"`
	Max  int    `yaml:"max"`
	Next string `yaml:"next"`
}

// Chosen is the language that an option of a question chooses, if it leads to the action that sets it.
func (f *Flow) Chosen(o Option) (lang bot.Language, ok bool) {
	next := f.Nodes[o.Next]
	return bot.Language(o.ID), next != nil && next.Do == "set_language"
}

// agrees reports whether an option is somebody's consent to alerts, which no question is.
func (f *Flow) agrees(o Option) bool {
	next := f.Nodes[o.Next]
	return next != nil && next.Do == "join_alerts"
}

// Timeout says where to go when nobody answers.
type Timeout struct {
	After time.Duration `yaml:"after"`
	Next  string        `yaml:"next"`
}

// Globals is what works anywhere in the conversation, from globals.yaml. All names but Texts and News are flows.
type Globals struct {
	Welcome   string `yaml:"welcome"`
	Lost      string `yaml:"lost"`
	Urgent    string `yaml:"urgent"`
	AskUrgent string `yaml:"ask_urgent"`
	AskStop   string `yaml:"ask_stop"` // somebody may want no more texts
	Person    string `yaml:"person"`
	Spoken    string `yaml:"spoken"` // the contact speaks a language that the hotline does not write
	State     string `yaml:"state"`  // asks where the contact is
	News      string `yaml:"news"`   // the topic about what is heard of agents; empty: none

	Untranslated string `yaml:"untranslated"` // the contact's language lacks an answer; without it, a notice stands in its place

	Texts    Texts                    `yaml:"texts"`
	Commands map[bot.Command]Callable `yaml:"commands"`
	Core     []string                 `yaml:"core"` // message ids that a language needs before it is published
}

// Start is a flow that begins by itself, and its key in globals.yaml.
type Start struct{ Key, Flow string }

// Starts lists the flows that begin by themselves, in the order in which people meet them.
func (g Globals) Starts() []Start {
	all := []Start{{"welcome", g.Welcome}, {"lost", g.Lost}, {"urgent", g.Urgent}, {"ask_urgent", g.AskUrgent}, {"ask_stop", g.AskStop}, {"person", g.Person}, {"spoken", g.Spoken}, {"state", g.State}}
	if g.Untranslated != "" {
		all = append(all, Start{"untranslated", g.Untranslated})
	}
	return all
}

// Texts are the message ids that the machine itself says.
type Texts struct {
	Expired string `yaml:"expired"` // the open question was closed because time passed
	Moved   string `yaml:"moved"`   // the flow has changed and starts again
	More    string `yaml:"more"`    // there is more to read
	NoMore  string `yaml:"no_more"`
	Choose  string `yaml:"choose"`  // "did you mean", before topic labels
	Noted   string `yaml:"noted"`   // later words were added to the report
	Trouble string `yaml:"trouble"` // a step went on for too long

	Personal string `yaml:"personal"` // a report was told a name or a status: please do not
	Next     string `yaml:"next"`     // after a topic's last message, before the labels of related ones
	NoState  string `yaml:"no_state"` // no checked text for the contact's state
	Local    string `yaml:"local"`    // a hotline for their ZIP: {{.Who}}, {{.Number}}
}

// ByKey returns the message ids by their keys in globals.yaml.
func (t Texts) ByKey() map[string]string {
	return map[string]string{"expired": t.Expired, "moved": t.Moved, "more": t.More, "no_more": t.NoMore,
		"choose": t.Choose, "noted": t.Noted, "trouble": t.Trouble, "personal": t.Personal, "next": t.Next, "no_state": t.NoState, "local": t.Local}
}

// Callable is the flow of a command; with Return the open question is asked again afterwards.
type Callable struct {
	Flow   string `yaml:"flow"`
	Return bool   `yaml:"return"`
}

// Flow returns a flow by id, or nil.
func (l *Library) Flow(id string) *Flow { return l.flows[id] }

// Topic returns a topic by id, or nil.
func (l *Library) Topic(id string) *bot.Topic { return l.topics[id] }

// Globals returns what works anywhere.
func (l *Library) Globals() Globals { return l.globals }

// FlowIDs returns the ids of all flows in alphabetical order.
func (l *Library) FlowIDs() []string { return sortedKeys(l.flows) }

// TopicIDs returns the ids of all topics in alphabetical order.
func (l *Library) TopicIDs() []string { return sortedKeys(l.topics) }

// TopicLabel is the message id of a topic's name in a list of choices.
func TopicLabel(id string) string { return "topic." + id + ".label" }

// Asks reports whether the node waits for an answer.
func (n *Node) Asks() bool { return n.Kind == KindChoice || n.Kind == KindAsk }

// endsQuietly reports whether silence only closes the conversation. Nothing has to happen at that moment, so there is no timer
// for it: whoever writes later finds the question closed.
func (n *Node) endsQuietly() bool { return n.Timeout.Next == End }

// Accepts reports whether an ask node takes this sort of answer: "text", "location", "media", "number", "state" or "region".
func (n *Node) Accepts(sort string) bool { return slices.Contains(n.Accept, sort) }

// Exits returns every way out of the node as edge name and target node, in the order of the file.
// A goto without return has none within its flow.
func (n *Node) Exits() []Exit {
	var all []Exit
	add := func(edge, to string) {
		if to != "" {
			all = append(all, Exit{edge, to})
		}
	}
	for _, o := range n.Options {
		add("#"+o.ID, o.Next)
	}
	add("next", n.Next)
	add("ok", n.OK)
	add("error", n.Error)
	add("return", n.Return)
	add("media", n.Media)
	if n.Invalid != nil {
		add("invalid", n.Invalid.Next)
	}
	if n.Timeout != nil {
		add("timeout", n.Timeout.Next)
	}
	return all
}

// Exit is one way out of a node.
type Exit struct{ Edge, To string }

func (n *Node) option(id string) *Option {
	for i := range n.Options {
		if n.Options[i].ID == id {
			return &n.Options[i]
		}
	}
	return nil
}

// Choices returns the node's options as a text shows them. The slice is shared; do not change it.
func (n *Node) Choices() []bot.Option { return n.options }
