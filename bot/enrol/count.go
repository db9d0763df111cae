package enrol

import "github.com/aldaba-hotline/aldaba/bot"

// Few is how many people a count must have so that it is told: of fewer, somebody might guess who.
const Few = 5

// AllRegions is what those are counted under who want alerts of every region.
const AllRegions = "all"

// Count tells how many are on the list. No count tells who.
type Count struct {
	Total      int             `json:"total"`
	Subscribed int             `json:"subscribed"`
	ToAsk      int             `json:"to_ask"`
	Stopped    int             `json:"stopped"`
	ByLanguage map[string]*int `json:"by_language"` // of those who get broadcasts; nil: there are few
	ByRegion   map[string]*int `json:"by_region"`   // the same; somebody may be in several
}

// Counter counts.
type Counter struct {
	count              Count
	languages, regions map[string]int
}

// NewCounter begins a count.
func NewCounter() *Counter {
	return &Counter{languages: map[string]int{}, regions: map[string]int{}}
}

// Add counts some of those on the list.
func (n *Counter) Add(some []bot.Contact) {
	for _, c := range some {
		n.count.Total++
		switch {
		case c.Consent == bot.ConsentStopped:
			n.count.Stopped++
		case c.Alerts == bot.AlertsAsk:
			n.count.ToAsk++
		case c.Subscribed():
			n.count.Subscribed++
			n.place(c)
		}
	}
}

func (n *Counter) place(c bot.Contact) {
	lang := c.Language
	if lang == "" {
		lang = bot.Undetermined
	}
	n.languages[string(lang)]++
	if c.Regions == "" {
		n.regions[AllRegions]++
	}
	for _, r := range c.Regions.List() {
		n.regions[r]++
	}
}

// Count is the result.
func (n *Counter) Count() Count {
	c := n.count
	c.ByLanguage, c.ByRegion = discreet(n.languages), discreet(n.regions)
	return c
}

func discreet(exact map[string]int) map[string]*int {
	all := map[string]*int{}
	for name, n := range exact {
		all[name] = nil
		if n >= Few {
			all[name] = &n
		}
	}
	return all
}
