package flow

import (
	"strconv"
	"strings"

	"github.com/aldaba-hotline/aldaba/bot"
)

// Actions are the names that a node of kind action may use in `do`, and whether each needs `with`.
func Actions() map[string]bool {
	return map[string]bool{
		"set_language":   true,
		"opt_out":        false,
		"opt_in":         false,
		"erase":          false,
		"open_incident":  true,
		"set_state":      false,
		"answer_topic":   false,
		"refer":          false,
		"show_record":    false,
		"clear_record":   false,
		"say_in_english": false,
		"forget_callers": false,
		"has_record":     false,
		"has_state":      false,
		"has_state_text": false,
		"has_report":     false,
		"has_place":      false,
		"has_doing":      true,
		"has_words":      false,
		"knows_language": false,
		"ask_alerts":     false,
		"join_alerts":    true,
		"leave_alerts":   false,
		"refuse_alerts":  false,
		"has_alerts":     false,
		"has_regions":    false,
		"has_stopped":    false,
		"needs_sms":      false,
	}
}

// act performs an action as far as deciding goes: it adds effects and tells whether the way on is ok or error.
func (r *run) act(n *Node) bool {
	switch n.Do {
	case "set_language":
		lang := r.argument(n)
		if lang == "" {
			return false
		}
		r.effects = append(r.effects, bot.SetLanguage{Language: bot.Language(lang)})
		r.s.InEnglish = false
	case "opt_out":
		r.effects = append(r.effects, bot.SetConsent{Consent: bot.ConsentStopped})
	case "opt_in":
		r.effects = append(r.effects, bot.SetConsent{Consent: bot.ConsentNone})
	case "erase":
		r.effects = append(r.effects, bot.Erase{})
	case "open_incident":
		r.openIncident(bot.Severity(r.argument(n)))
	case "set_state":
		return r.settle(r.e.Intent.State)
	case "answer_topic":
		return r.goOn()
	case "refer":
		return r.refer()
	case "show_record":
		return r.showRecord()
	case "clear_record":
		r.s.Record = nil
	case "ask_alerts", "join_alerts", "leave_alerts", "refuse_alerts":
		return r.alerts(n)
	case "say_in_english":
		r.s.InEnglish = true
		r.untold()
	case "forget_callers":
		r.s.Stack, r.s.Untold = nil, nil
	default:
		return r.asks(n)
	}
	return true
}

// asks answers an action that only asks.
func (r *run) asks(n *Node) bool {
	switch n.Do {
	case "has_report":
		return r.s.Report != ""
	case "has_record":
		return len(r.s.Record) > 0
	case "has_state":
		return r.home != ""
	case "has_state_text":
		return r.hasStateText()
	case "has_place":
		return r.s.Values[knownPlace] != ""
	case "has_doing":
		doing := r.s.Values[knownDoing]
		return doing != "" && (n.With == anything || n.With == doing)
	case "has_words":
		return r.e.Text != ""
	case "knows_language":
		return r.e.Intent.Known
	}
	return r.stands(n.Do)
}

// argument is the node's `with`; $key stands for a value kept in the session.
func (r *run) argument(n *Node) string {
	if key, ok := strings.CutPrefix(n.With, "$"); ok {
		return r.s.Values[key]
	}
	return n.With
}

// openIncident opens the report with the words, pin or picture that led to it: those of this event or, when this event
// only answers "is it now?", those that were held.
func (r *run) openIncident(severity bot.Severity) {
	r.effects = append(r.effects, bot.OpenIncident{Severity: severity})
	r.set(knownPlace, "")
	r.set(knownDoing, "")
	chosen := r.e.Intent.Action == bot.ActOption || r.e.Intent.Action == bot.ActCommand
	switch {
	case r.s.Held != nil:
		r.effects = append(r.effects, bot.Tell{Fact: *r.s.Held})
		r.gather(*r.s.Held, r.s.Placed, r.s.Doing)
	case !chosen && r.tells():
		r.note("report")
		r.gatherMore()
	}
	r.s.Held, r.s.Placed, r.s.Doing = nil, false, ""
}

// tap takes a tapped button, also one under an old question: its payload "flow/version/node/option" says what was
// meant. It returns false when the payload means nothing any more.
func (r *run) tap() bool {
	parts := strings.Split(r.e.Button, "/")
	if len(parts) != 4 {
		return false
	}
	f := r.lib.flows[parts[0]]
	if _, err := strconv.Atoi(parts[1]); err != nil || f == nil {
		return false
	}
	n := f.Nodes[parts[2]]
	if n == nil || n.option(parts[3]) == nil {
		return false
	}
	if r.s.Flow != f.ID {
		r.forget()
	}
	r.pick(place{flow: f, node: n}, parts[3])
	return true
}
