package broadcast

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/text"
)

// Preview is what would happen if a broadcast went out.
type Preview struct {
	ID          bot.BroadcastID            `json:"id"`
	Name        string                     `json:"name"`
	State       bot.BroadcastState         `json:"state"`
	Recipients  int                        `json:"recipients"`
	ByLanguage  map[bot.Language]*Language `json:"by_language"`
	Segments    int                        `json:"segments"`
	Cost        float64                    `json:"cost"`
	Currency    string                     `json:"currency"`
	Unpriced    int                        `json:"unpriced"` // recipients whose text has no known price
	Seconds     float64                    `json:"seconds"`  // from the first text to the last at the senders' rates
	Quiet       int                        `json:"quiet"`    // recipients who would be in quiet hours at the start
	Dropped     int                        `json:"dropped"`  // those of them who would not get it: it is to be dropped then, or stale by the morning
	Terms       []string                   `json:"terms"`    // to whom it goes, when and how
	Unreachable map[Fate]int               `json:"unreachable"`
	Missing     map[bot.Language]int       `json:"missing"` // by language: people for whom there is no body
	Blockers    []string                   `json:"blockers"`
	Warnings    []string                   `json:"warnings"`
	Hash        string                     `json:"hash"`
	Author      string                     `json:"author"`
}

// Language is the part of a preview that is about one language: that of the text.
type Language struct {
	Recipients int                 `json:"recipients"`
	ByChannel  map[bot.Channel]int `json:"by_channel"`
	Segments   int                 `json:"segments"` // of all of them together
	Each       int                 `json:"each"`     // of one text by SMS, with the region that makes it longest
	UCS2       []Spelling          `json:"ucs2"`     // what makes it cost more
	Text       string              `json:"text"`     // as it goes out by SMS; {region} is still in it
}

// Count puts a preview together, one contact after the other.
type Count struct {
	Preview
	rule  *Rule
	clock *Clock
	now   time.Time           // of the look
	first time.Time           // when it would go if it were approved now …
	stale time.Time           // … and since when nobody would get it any more
	ready map[bot.Channel]int // segments, or messages, that the senders need to send
}

// NewCount begins a preview. Start is what the draft says, the zero time for as soon as it is approved.
func NewCount(r *Rule, now, start time.Time) *Count {
	first, stale := goes(r.Script.Spec, start, now, r.hotline.Broadcast.Hold)
	c := &Count{rule: r, clock: NewClock(r.hotline), now: now, first: first, stale: stale, ready: map[bot.Channel]int{}, Preview: Preview{
		Name: r.Script.Spec.Name, ByLanguage: map[bot.Language]*Language{}, Currency: r.hotline.Prices.Currency, Unreachable: map[Fate]int{},
		Terms: terms(r.Script.Spec), Missing: map[bot.Language]int{}, Hash: Hash(r.Script), Blockers: []string{}, Warnings: []string{},
	}}
	for lang, words := range r.Script.Texts {
		filled := Fill(words, "").Reveal()
		c.ByLanguage[lang] = &Language{ByChannel: map[bot.Channel]int{}, Each: r.longest(lang), UCS2: spellings(filled), Text: words.Reveal()}
	}
	return c
}

// Add counts somebody whom the rule means, with what it decided.
func (c *Count) Add(who bot.Contact, to Recipient, fate Fate) {
	switch fate {
	case Gets:
	case Outside:
		return
	case NoLanguage:
		c.Missing[to.Reads]++
		fallthrough
	default:
		c.Unreachable[fate]++
		return
	}
	lang := c.ByLanguage[to.Language]
	c.Recipients++
	lang.Recipients++
	lang.ByChannel[to.Channel]++
	lang.Segments += to.Segments
	c.Segments += to.Segments
	c.ready[to.Channel] += to.Segments
	c.price(who.Route, to)
	c.night(who.Regions)
}

// night counts somebody who would be in quiet hours.
func (c *Count) night(regions bot.Names) {
	spec := c.rule.Script.Spec
	end := c.clock.Quiet(regions, c.first)
	if end.IsZero() {
		return
	}
	c.Quiet++
	if spec.Quiet == QuietDrop || spec.Quiet != QuietOverride && !end.Before(c.stale) {
		c.Dropped++
	}
}

func (c *Count) price(route bot.Route, to Recipient) {
	table := c.rule.hotline.Prices.SMS
	if to.Channel == bot.WhatsApp {
		table = c.rule.hotline.Prices.WhatsApp
	}
	each, known := table[route.Code()]
	if !known {
		c.Unpriced++
	}
	c.Cost += each * float64(to.Segments)
}

// segments is what one text costs its sender.
func (r *Rule) segments(to Recipient) int {
	if to.Channel == bot.WhatsApp {
		return 1
	}
	key := sized{to.Language, to.Channel, to.Region}
	n, known := r.size[key]
	if !known {
		n = text.Segments(Fill(r.Script.Texts[to.Language], to.Region).Reveal()).Segments
		r.size[key] = n
	}
	return n
}

// Most is how many segments the longest text has.
func (r *Rule) Most() int {
	most := 1
	for lang := range r.Script.Texts {
		most = max(most, r.longest(lang))
	}
	return most
}

// places are all that {region} may become.
func (r *Rule) places() []string {
	all := []string{r.hotline.Name}
	for id := range r.hotline.Regions {
		all = append(all, bot.RegionName(id))
	}
	return all
}

// longest is how many segments the text in a language has at most, whatever region it names.
func (r *Rule) longest(lang bot.Language) (most int) {
	for _, place := range r.places() {
		most = max(most, r.segments(Recipient{Language: lang, Channel: bot.SMS, Region: place}))
	}
	return most
}

// characters is how many characters the text in a language has at most, whatever region it names.
func (r *Rule) characters(lang bot.Language) (most int) {
	for _, place := range r.places() {
		most = max(most, utf8.RuneCountInString(Fill(r.Script.Texts[lang], place).Reveal()))
	}
	return most
}

// Done ends the count: time, cost, and what stands in the way. Others are blockers of which only the caller knows.
func (c *Count) Done(others []string) Preview {
	rates := map[bot.Channel]float64{bot.SMS: c.rule.hotline.Rates.SMS, bot.WhatsApp: c.rule.hotline.Rates.WhatsApp}
	for ch, n := range c.ready {
		c.Seconds = max(c.Seconds, float64(n)/rates[ch])
	}
	if most := c.rule.hotline.Broadcast.CapPerHour; most > 0 && c.Recipients > most {
		c.Seconds = max(c.Seconds, 3600*math.Floor(float64(c.Recipients-1)/float64(most)))
	}
	c.Cost = math.Round(c.Cost*10000) / 10000
	c.block(others)
	return c.Preview
}

// block says what stands in the way, and what to do about it.
func (c *Count) block(others []string) {
	spec := c.rule.Script.Spec
	if c.Recipients == 0 {
		c.stop("empty_audience: nobody would get it; widen the audience, or see what keeps people from it under unreachable")
	}
	for _, m := range unknownMarks(spec.Bodies) {
		c.stop(fmt.Sprintf("unknown_placeholder: nothing fills %s; write {region}, {hotline}, or the word itself", m))
	}
	for _, lang := range slices.Sorted(maps.Keys(c.rule.Script.Texts)) {
		if n := c.rule.characters(lang); n > bot.MaxText {
			c.stop(fmt.Sprintf("too_long: the text in %s has up to %d characters with its last line and the region; %d is the most", lang, n, bot.MaxText))
		}
	}
	if spec.Missing == "" {
		for _, lang := range slices.Sorted(maps.Keys(c.Missing)) {
			c.stop(fmt.Sprintf("missing_language: %d people read %s, and there is no body in it; write one, or say missing: default or missing: skip", c.Missing[lang], lang))
		}
	}
	if spec.Missing == MissingDefault && c.rule.Script.Texts[c.rule.hotline.DefaultLanguage] == "" {
		c.stop(fmt.Sprintf("missing_language: there is no body in %s, the default language; write one, or say missing: skip", c.rule.hotline.DefaultLanguage))
	}
	if n := c.Unreachable[NoSender]; n > 0 {
		c.stop(fmt.Sprintf("no_sender: %d people are on a channel on which the hotline has no sender; set senders: in hotline.yaml, or name the others in audience.channels", n))
	}
	if n := c.Unreachable[WindowShut]; n > 0 {
		c.stop(fmt.Sprintf("window_closed: %d people on WhatsApp have not written for a day; name an approved template, or leave WhatsApp out of audience.channels", n))
	}
	if c.Dropped > 0 && c.Dropped == c.Recipients {
		c.stop(c.asleep())
	}
	for _, why := range others {
		c.stop(why)
	}
	c.late()
	c.warn()
}

// mostEarly is how long before its start a broadcast may be approved: it is kept for little longer while nothing happens to it.
const mostEarly = 28 * 24 * time.Hour

// late refuses what would arrive stale, or is forgotten before it goes.
func (c *Count) late() {
	if !c.stale.After(c.first) {
		c.stop("late: its start is over for longer than it is valid; give it another start")
		return
	}
	if c.first.After(c.now.Add(mostEarly)) {
		c.stop(fmt.Sprintf("early: it starts in more than %.0f days, and until then it would be forgotten; draft it later", mostEarly.Hours()/24))
	}
	if left := c.stale.Sub(c.first).Seconds(); c.Seconds > left {
		c.stop(fmt.Sprintf("late: sending takes %.0f s, and from when it can go it is valid for %.0f s; shorten it, make the audience smaller, or say valid: with a longer time", c.Seconds, left))
	}
}

// asleep says that quiet hours keep it from people for good.
func (c *Count) asleep() string {
	why := "would be stale in the morning: say valid: with a longer time"
	if c.rule.Script.Spec.Quiet == QuietDrop {
		why = "is dropped then, as quiet: says: say quiet: defer"
	}
	return fmt.Sprintf("quiet_hours: %d of %d people are in quiet hours at its start and would never get it, since it %s, give it another start, or say quiet: override with a reason", c.Dropped, c.Recipients, why)
}

func (c *Count) warn() {
	if c.Dropped > 0 && c.Dropped < c.Recipients {
		c.Warnings = append(c.Warnings, c.asleep())
	}
	if n := c.Unreachable[USWhatsApp]; n > 0 {
		c.Warnings = append(c.Warnings, fmt.Sprintf("whatsapp_us: WhatsApp delivers such texts to no US number; %d people can be reached by SMS only, and must join there", n))
	}
	if c.Unpriced > 0 {
		c.Warnings = append(c.Warnings, fmt.Sprintf("unpriced: hotline.yaml has no price for the texts to %d people; see prices: there", c.Unpriced))
	}
	if c.rule.Script.Spec.Quiet == QuietOverride && c.Quiet > 0 {
		c.Warnings = append(c.Warnings, fmt.Sprintf("override: %d people get it in quiet hours", c.Quiet))
	}
}

func (c *Count) stop(why string) { c.Blockers = append(c.Blockers, strings.TrimSpace(why)) }

// Valid is how long after its start a broadcast is worth getting.
func Valid(spec bot.BroadcastSpec) time.Duration {
	if spec.Valid > 0 {
		return spec.Valid
	}
	return DefaultValid
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
