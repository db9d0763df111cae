package sim

import (
	"context"
	"fmt"
	"regexp"
	"strings"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/dispatch"
	"github.com/aldaba-hotline/aldaba/bot/roster"
)

// got is a text or call that has arrived on a phone.
type got struct {
	id   bot.MessageID
	text string
	call bool
	p    bot.Parcel
}

// Volunteer is somebody of the roster with a phone.
type Volunteer struct {
	story   *Story
	name    string
	number  bot.Private
	channel bot.Channel
	lang    bot.Language
	Last    string // the last text that was expected
	code    string
}

// Crew makes a roster, one line a person as in the CSV without its header, and returns the people in the same order.
func (s *Story) Crew(lines ...string) []*Volunteer {
	s.t.Helper()
	csv := "name,phone,channel,languages,regions,roles,shifts\n" + strings.Join(lines, "\n") + "\n"
	people, ps := roster.Read("story.csv", []byte(csv), s.Desk.Brain().Hotline())
	if ps.Err() != nil {
		s.t.Fatalf("the roster: %v", ps)
	}
	if err := s.Desk.SetRoster(context.Background(), people); err != nil {
		s.t.Fatalf("the roster: %v", err)
	}
	var crew []*Volunteer
	for _, p := range people {
		crew = append(crew, &Volunteer{story: s, name: p.Name.Reveal(), number: p.Addresses[0].Value, channel: p.Addresses[0].Channel,
			lang: roster.WrittenIn(p, s.Desk.Brain().Hotline())})
	}
	s.crew = append(s.crew, crew...)
	return crew
}

// Says sends words; "417?" stands for the id of the last page.
func (v *Volunteer) Says(words string) *Volunteer {
	v.story.t.Helper()
	return v.sends(bot.Event{Text: bot.Private(strings.ReplaceAll(words, "?", v.Code()))})
}

// Taps taps a button that sends a line back.
func (v *Volunteer) Taps(line string) *Volunteer {
	v.story.t.Helper()
	return v.sends(bot.Event{Text: "button", Button: line})
}

// Parcel returns what was handed to the provider last, as it was, and drops it with all that came before.
func (v *Volunteer) Parcel() bot.Parcel {
	v.story.t.Helper()
	v.story.mu.Lock()
	defer v.story.mu.Unlock()
	all := v.story.got[v.number]
	if len(all) == 0 {
		v.story.t.Fatalf("%s gets nothing", v.name)
	}
	v.story.got[v.number] = nil
	return all[len(all)-1].p
}

func (v *Volunteer) sends(e bot.Event) *Volunteer {
	v.story.t.Helper()
	s := v.story
	s.mu.Lock()
	s.sent++
	id := fmt.Sprintf("SM%032x", s.sent)
	s.mu.Unlock()
	e.Kind, e.ID, e.From = bot.Received, id, bot.Address{Channel: v.channel, Value: v.number}
	replies, err := s.Desk.Receive(context.Background(), e)
	if err != nil {
		s.t.Fatalf("the hotline does not answer: %v", err)
	}
	s.mu.Lock()
	for _, r := range replies {
		s.got[v.number] = append(s.got[v.number], got{text: r.Text})
		s.reports = append(s.reports, bot.Receipt{Message: r.ID, SID: "SMd" + id[3:], State: bot.MessageDelivered})
	}
	s.mu.Unlock()
	s.deliver()
	return v
}

// Unreachable lets nothing reach the phone any more: the provider reports a code.
func (v *Volunteer) Unreachable(code int) {
	v.story.mu.Lock()
	defer v.story.mu.Unlock()
	v.story.dead[v.number] = code
}

// noReceipt is no code of the provider's: nothing is heard of what was sent.
const noReceipt = -1

// Vanishes lets nothing reach the phone any more, and nobody hear of it.
func (v *Volunteer) Vanishes() { v.Unreachable(noReceipt) }

// Code is the id that the last text with one held.
func (v *Volunteer) Code() string { return v.code }

var idInText = regexp.MustCompile(`\b[0-9]{3,6}[A-Z]{3}\b`)

// Hears checks all texts and calls since the last time, by message id, in their order. A call is "(call) id".
func (v *Volunteer) Hears(want ...string) *Volunteer {
	v.story.t.Helper()
	v.story.mu.Lock()
	all := v.story.got[v.number]
	v.story.got[v.number] = nil
	v.story.mu.Unlock()
	for i, g := range all {
		if i >= len(want) {
			v.story.t.Fatalf("%s did not expect %q", v.name, g.text)
		}
		id, call := strings.CutPrefix(want[i], "(call) ")
		if call != g.call || !v.story.worded(v.lang, id, g.text) {
			v.story.t.Fatalf("%s hears %q, want %s", v.name, g.text, want[i])
		}
		v.Last = g.text
		if code := idInText.FindString(g.text); code != "" {
			v.code = code
		}
	}
	if len(all) < len(want) {
		v.story.t.Fatalf("%s does not hear %v", v.name, want[len(all):])
	}
	return v
}

// Waiting is how many texts and calls have come that nobody has looked at.
func (v *Volunteer) Waiting() int {
	v.story.mu.Lock()
	defer v.story.mu.Unlock()
	return len(v.story.got[v.number])
}

// Read returns all texts and calls since the last time, whatever they are.
func (v *Volunteer) Read() []string {
	v.story.mu.Lock()
	defer v.story.mu.Unlock()
	var words []string
	for _, g := range v.story.got[v.number] {
		words = append(words, g.text)
		if code := idInText.FindString(g.text); code != "" {
			v.code = code
		}
	}
	v.story.got[v.number] = nil
	return words
}

// Skips drops everything that has come since the last time: what a volunteer hears as a texter.
func (v *Volunteer) Skips() *Volunteer {
	v.story.mu.Lock()
	defer v.story.mu.Unlock()
	v.story.got[v.number] = nil
	return v
}

// Presses answers the call that has come, which was not expected otherwise, and presses a digit; "" is a mailbox.
func (v *Volunteer) Presses(digit string) bot.Speech {
	v.story.t.Helper()
	v.story.mu.Lock()
	var call got
	for _, g := range v.story.got[v.number] {
		if g.call {
			call = g
		}
	}
	v.story.mu.Unlock()
	if !call.call {
		v.story.t.Fatalf("nobody calls %s", v.name)
	}
	said, err := v.story.Desk.Answer(context.Background(), call.id, digit)
	if err != nil {
		v.story.t.Fatalf("answer the call: %v", err)
	}
	v.story.deliver()
	return said
}

// Gets checks the texts that came by themselves since the last time, by message id.
func (x *Texter) Gets(want ...string) *Texter {
	x.story.t.Helper()
	x.story.mu.Lock()
	all := x.story.got[x.address.Value]
	x.story.got[x.address.Value] = nil
	lang := x.lang
	x.story.mu.Unlock()
	for i, g := range all {
		if i >= len(want) || !x.story.worded(lang, want[i], g.text) {
			x.story.t.Fatalf("the reporter gets %q, want %v", g.text, want)
		}
	}
	if len(all) != len(want) {
		x.story.t.Fatalf("the reporter gets %d texts, want %v", len(all), want)
	}
	return x
}

// worded reports whether a text is a message of the catalogue, whatever its placeholders hold.
func (s *Story) worded(lang bot.Language, id, words string) bool {
	blanks := map[string]string{"Name": "\x00"}
	for _, name := range dispatch.Texts()[id] {
		blanks[name] = "\x00"
	}
	for _, count := range []string{"1", "2"} { // singular and plural
		if _, counts := blanks["Count"]; counts {
			blanks["Count"] = count
		}
		text, ok := s.Desk.Brain().Texts().Text(lang, bot.SMS, id, blanks)
		if !ok {
			s.t.Fatalf("no text %q in %s", id, lang)
		}
		pattern := strings.ReplaceAll(regexp.QuoteMeta(text), "\x00", "(?s:.*)")
		if _, counts := blanks["Count"]; counts {
			pattern = strings.ReplaceAll(pattern, count, "[0-9]+")
		}
		if regexp.MustCompile("^" + pattern + "$").MatchString(words) {
			return true
		}
	}
	return false
}
