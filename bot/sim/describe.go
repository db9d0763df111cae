package sim

import (
	"fmt"
	"slices"
	"strings"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/desk"
	"github.com/aldaba-hotline/aldaba/bot/dispatch"
)

// describe tells what a decision does in the conversation, in the lines of a transcript.
func describe(d desk.Decision, before bot.Language) []string {
	var lines []string
	chosen := false
	for _, effect := range d.Effects {
		switch x := effect.(type) {
		case bot.Say:
			if len(d.Says) > 0 {
				lines = append(lines, "< "+x.Message)
			}
		case bot.SetLanguage:
			chosen = true
			lines = append(lines, "! language "+string(x.Language))
		case bot.SetState:
			lines = append(lines, "! state "+x.State)
		case bot.SetConsent:
			lines = append(lines, "! consent "+consentName(x.Consent))
		case bot.OpenIncident:
			lines = append(lines, "! incident open severity="+string(x.Severity))
		case bot.Tell:
			if kept(d, x.Fact) {
				lines = append(lines, "! told "+x.Fact.Key)
			}
		case bot.SetAlerts:
			lines = append(lines, strings.TrimSpace("! alerts "+string(x.What)+" "+x.Region))
		case bot.Erase:
			lines = append(lines, "! erased")
		}
	}
	if now := d.Contact.Language; now != before && !chosen {
		lines = append([]string{"! speaks " + string(now)}, lines...)
	}
	return lines
}

// kept reports whether the report holds a fact: words of which nothing is left without names and status are not kept.
func kept(d desk.Decision, f bot.Fact) bool {
	return slices.ContainsFunc(d.Incident().Facts, func(in bot.Fact) bool { return in.Key == f.Key && in.At == f.At && in.Text == f.Text })
}

func consentName(c bot.Consent) string {
	if c == bot.ConsentNone {
		return "none"
	}
	return string(c)
}

// witness tells what happened in the dispatch room.
func (p *player) witness(after desk.Room) (lines []string) {
	for _, id := range p.opened {
		if after.Incidents[id].State == bot.StateMerged && p.state.Room.Incidents[id].State != bot.StateMerged {
			lines = append(lines, "! joined")
		}
	}
	for _, done := range after.Done {
		switch x := done.Effect.(type) {
		case dispatch.Text:
			lines = append(lines, p.heard(x))
		case dispatch.Alarm:
			lines = append(lines, "! alarm "+x.About)
		case dispatch.Mark:
			lines = append(lines, "! marked")
		}
	}
	return lines
}

// heard tells who gets a text of dispatching.
func (p *player) heard(t dispatch.Text) string {
	role := roleOf(t.To)
	switch {
	case t.To == "" && t.Contact == p.state.Contact.ID:
		return "< " + t.Message
	case t.To == "":
		return fmt.Sprintf("[reporter %s] < %s", t.Contact, t.Message)
	case t.Call:
		return "! called " + role
	case t.Message == dispatch.PageCharge, t.Message == dispatch.PageDeploy:
		return "! paged " + role
	case t.Message == dispatch.PageUnknown:
		return "! paged " + role + " place=unknown"
	}
	return "[" + role + "] < " + t.Message
}
