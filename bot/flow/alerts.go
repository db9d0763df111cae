package flow

import "github.com/aldaba-hotline/aldaba/bot"

// alerts carries out an action about alerts. To leave, somebody must be on the list; to refuse them is everybody's, and is noted once, so that no list
// puts them on it later.
func (r *run) alerts(n *Node) bool {
	did := bot.SetAlerts{}
	switch n.Do {
	case "ask_alerts":
		did.What = bot.ConsentAsked
	case "join_alerts":
		did.What, did.Region = bot.ConsentJoined, r.argument(n)
		if did.Region == "" && r.e.Intent.Alerts.Regions {
			return false // a button of long ago: where it was about is forgotten
		}
	case "leave_alerts":
		if !r.e.Intent.Alerts.Alerts.Listed() {
			return false
		}
		did.What = bot.ConsentLeft
	case "refuse_alerts":
		if r.e.Intent.Alerts.Alerts == bot.AlertsLeft {
			return true
		}
		did.What = bot.ConsentLeft
	}
	r.effects = append(r.effects, did)
	return true
}

// stands answers an action that asks where somebody stands.
func (r *run) stands(what string) bool {
	in := r.e.Intent.Alerts
	switch what {
	case "has_alerts":
		return in.Alerts == bot.AlertsOn
	case "has_regions":
		return in.Regions
	case "has_stopped":
		return in.Stopped
	case "needs_sms":
		return in.ByText
	}
	return false
}
