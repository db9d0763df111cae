package main

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
)

// boardView is what incident list shows. Neither it nor incidentView holds a number, a text or a contact's id.
type boardView []postedView

type postedView struct {
	Number   int       `json:"number"`
	State    string    `json:"state"`
	Opened   time.Time `json:"opened"`
	Region   string    `json:"region"` // empty: not known
	Language string    `json:"language"`
	Reports  int       `json:"reports"`
	Owned    bool      `json:"owned"`

	due int64
}

func viewBoard(b bot.Board) boardView {
	v := boardView{}
	for _, p := range b.Open {
		v = append(v, postedView{p.Number, string(p.State), millis(p.Opened), p.Place.Region, string(p.Language), p.Reports, p.Owned, p.Due})
	}
	return v
}

func (v boardView) print(w io.Writer, now time.Time) error {
	t := newTable(w)
	if len(v) == 0 {
		t.row("no open incident")
		return t.Flush()
	}
	t.row("NUMBER", "STATE", "AGE", "NEXT DEADLINE", "REGION", "LANGUAGE", "REPORTS", "IN CHARGE")
	for _, p := range v {
		owned := map[bool]string{true: "somebody", false: "nobody"}[p.Owned]
		t.row(p.Number, p.State, lasting(now.Sub(p.Opened)), dueIn(p.due, now), cmp.Or(p.Region, "not known"), p.Language, p.Reports, owned)
	}
	return t.Flush()
}

// incidentView is what incident show shows.
type incidentView struct {
	postedView
	Severity string         `json:"severity"`
	Owner    string         `json:"owner,omitempty"` // first name
	Mute     bool           `json:"cannot_text_back"`
	Log      []logView      `json:"log"`
	Pages    []pageView     `json:"pages"`
	Facts    map[string]int `json:"facts"` // how many of each key
	Waits    []waitView     `json:"deadlines"`
}

type logView struct {
	At    time.Time `json:"at"`
	State string    `json:"state"`
	By    string    `json:"by"`
	Why   string    `json:"why"`
}

type pageView struct {
	At      time.Time `json:"at"`
	Who     string    `json:"who"`
	Role    string    `json:"role"`
	Asked   string    `json:"asked"` // "charge" or "go"
	State   string    `json:"state"`
	Minutes int       `json:"minutes,omitempty"` // promised
	Called  bool      `json:"called"`
}

type waitView struct {
	At   time.Time `json:"at"`
	What string    `json:"what"`
}

func viewIncident(in bot.Incident, names map[bot.ResponderID]string) incidentView {
	v := incidentView{Severity: string(in.Severity), Mute: in.Mute, Log: []logView{}, Pages: []pageView{}, Facts: map[string]int{}, Waits: []waitView{}}
	v.postedView = postedView{in.Number, string(in.State), millis(in.Opened), in.Place.Region, string(in.Language), in.Count(), in.Owner != "", nextWait(in).At}
	if in.Owner != "" {
		v.Owner = named(string(in.Owner), names)
	}
	for _, l := range in.Log {
		v.Log = append(v.Log, logView{millis(l.At), string(l.State), named(l.By, names), reworded(l.Why, names)})
	}
	for _, p := range in.Pages {
		asked := map[bool]string{true: "go", false: "charge"}[p.Deploy]
		v.Pages = append(v.Pages, pageView{millis(p.At), named(string(p.Responder), names), string(p.Role), asked, string(p.State), p.Minutes, p.Call != ""})
	}
	for _, f := range in.Facts {
		v.Facts[f.Key]++
	}
	for _, d := range in.Waits {
		v.Waits = append(v.Waits, waitView{millis(d.At), d.What})
	}
	return v
}

func (v incidentView) print(w io.Writer, now time.Time) error {
	t := newTable(w)
	t.row("incident", v.Number)
	t.row("state", v.State)
	t.row("severity", v.Severity)
	t.row("opened", instant(v.Opened)+", "+lasting(now.Sub(v.Opened))+" ago")
	t.row("region", cmp.Or(v.Region, "not known"))
	t.row("language", v.Language)
	t.row("reports", v.Reports)
	t.row("in charge", cmp.Or(v.Owner, "nobody"))
	t.row("text back", map[bool]string{true: "impossible: the reporter said STOP", false: "possible"}[v.Mute])
	t.row("facts", cmp.Or(v.facts(), "none"))
	t.row("next deadline", dueIn(v.due, now))
	t.part()
	t.row("WHEN", "STATE", "WHO", "WHY")
	for _, l := range v.Log {
		t.row(instant(l.At), l.State, l.By, l.Why)
	}
	v.printPages(t)
	return t.Flush()
}

func (v incidentView) printPages(t table) {
	t.part()
	if len(v.Pages) == 0 {
		t.row("nobody was paged")
		return
	}
	t.row("PAGED", "WHO", "ROLE", "ASKED TO", "STATE", "MINUTES", "CALLED")
	for _, p := range v.Pages {
		asked := map[string]string{"go": "go", "charge": "take charge"}[p.Asked]
		t.row(instant(p.At), p.Who, p.Role, asked, p.State, p.Minutes, map[bool]string{true: "yes", false: "no"}[p.Called])
	}
}

func (v incidentView) facts() string {
	var all []string
	for key, n := range v.Facts {
		all = append(all, fmt.Sprintf("%s %d", key, n))
	}
	slices.Sort(all)
	return strings.Join(all, ", ")
}

// firstNames are what other people of the roster see of each.
func firstNames(roster []bot.Responder) map[bot.ResponderID]string {
	names := map[bot.ResponderID]string{}
	for _, r := range roster {
		if words := strings.Fields(r.Name.Reveal()); len(words) > 0 {
			names[r.ID] = words[0]
		}
	}
	return names
}

// named is a first name; of somebody who left the roster, the beginning of their id. What is no id stays as it is: "reporter", "clock".
func named(by string, names map[bot.ResponderID]string) string {
	if name := names[bot.ResponderID(by)]; name != "" {
		return name
	}
	if messageID.MatchString(by) {
		return by[:6]
	}
	return by
}

// reworded is why something happened, with names in place of ids.
func reworded(why string, names map[bot.ResponderID]string) string {
	words := strings.Split(why, " ")
	for i, w := range words {
		words[i] = named(w, names)
	}
	return strings.Join(words, " ")
}

// nextWait is the deadline that comes first; the zero value if there is none.
func nextWait(in bot.Incident) bot.Deadline {
	if len(in.Waits) == 0 {
		return bot.Deadline{}
	}
	return slices.MinFunc(in.Waits, func(a, b bot.Deadline) int { return cmp.Compare(a.At, b.At) })
}

func lasting(d time.Duration) string { return d.Round(time.Second).String() }

// dueIn tells how long it takes to an instant in Unix milliseconds; 0: there is none.
func dueIn(at int64, now time.Time) string {
	switch left := millis(at).Sub(now); {
	case at == 0:
		return "none"
	case left < 0:
		return lasting(-left) + " ago"
	default:
		return "in " + lasting(left)
	}
}
