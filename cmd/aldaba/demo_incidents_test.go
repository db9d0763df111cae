package main

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/desk"
	"github.com/aldaba-hotline/aldaba/bot/sim"
	"github.com/aldaba-hotline/aldaba/bot/web"
)

// paperBoard is a board with incidents, and the roster that was put up beside it.
type paperBoard struct {
	board     bot.Board
	incidents map[bot.IncidentID]bot.Incident
	roster    []bot.Responder
	err       error
}

func (p *paperBoard) Board(context.Context) (bot.Board, error) { return p.board, p.err }

func (p *paperBoard) Incident(_ context.Context, id bot.IncidentID) (bot.Incident, bool, error) {
	in, known := p.incidents[id]
	return in, known, p.err
}

func (p *paperBoard) SetRoster(_ context.Context, all []bot.Responder) error {
	p.roster = all
	return p.err
}

func (p *paperBoard) Roster(context.Context) (desk.Roster, error) {
	return desk.Roster{People: p.roster}, p.err
}

var raidNames = map[bot.ResponderID]string{rosaID: "Rosa", anaID: "Ana"}

func TestTheCardShowsTheNewestFirstAndNoExactPlace(t *testing.T) {
	b := raidBoard()
	newer := bot.Incident{ID: "0f", Number: 420, State: bot.StateNew, Opened: minute(5)}
	b.Open = append(b.Open, bot.Posted{Incident: newer.ID, Number: 420, Opened: minute(5)}, bot.Posted{Incident: "gone", Number: 419, Opened: minute(6)})
	p := &paperBoard{board: b, incidents: map[bot.IncidentID]bot.Incident{raidID: raid(), newer.ID: newer}}
	all, err := demoIncidents{p, raidNames}.Open(t.Context())
	if err != nil || len(all) != 2 || all[0].Number != 420 || all[1].Number != 417 {
		t.Fatalf("%+v, %v", all, err)
	}
	c := all[1]
	if c.Block != raidNeigh || c.Reports != 2 || c.Owner != "Rosa" || c.Next == nil || c.Next.At != minute(14) || c.Next.What != "here" {
		t.Errorf("%+v", c)
	}
	if c.Paged[1] != (web.IncidentPage{Name: "Ana", Role: "verifier", State: "accepted", Minutes: 8}) || c.Log[1].By != "Rosa" || c.Log[0].By != "reporter" {
		t.Errorf("%+v", c)
	}
	if all[0].Next != nil || all[0].Hint.Do != "place" {
		t.Errorf("the new one: %+v", all[0])
	}
	p.err = errors.New("the store is away")
	if _, err := (demoIncidents{p, raidNames}).Open(t.Context()); err == nil {
		t.Error("an error is hidden")
	}
}

func TestTheActivityIsWhatWasToldLast(t *testing.T) {
	in := raid()
	if got := activityOf(in); got != "" {
		t.Errorf("nobody told it, and it is %q", got)
	}
	in.Facts = append(in.Facts, bot.Fact{Key: "doing", Text: "they knock"}, bot.Fact{Key: "doing", Text: "they shout"}, bot.Fact{Key: "doing"})
	if got := activityOf(in); got != "they shout" {
		t.Errorf("it is %q", got)
	}
}

func TestTheHintFollowsTheStory(t *testing.T) {
	charge := func(s bot.PageState) bot.Page { return bot.Page{Responder: rosaID, State: s} }
	deploy := func(s bot.PageState) bot.Page { return bot.Page{Responder: anaID, Deploy: true, State: s} }
	place := bot.Place{Words: raidPlace}
	for _, c := range []struct {
		what string
		in   bot.Incident
		want web.IncidentHint
	}{
		{"nobody knows where", bot.Incident{}, web.IncidentHint{Do: "place"}},
		{"nobody was paged yet", bot.Incident{Place: place}, web.IncidentHint{Do: "wait"}},
		{"Rosa was paged", bot.Incident{Place: place, Pages: []bot.Page{charge(bot.PageWaiting)}}, web.IncidentHint{Do: "take", Who: "Rosa"}},
		{"Rosa cannot", bot.Incident{Place: place, Pages: []bot.Page{charge(bot.PageDeclined)}}, web.IncidentHint{Do: "wait"}},
		{"Rosa took it", bot.Incident{Owner: rosaID, Pages: []bot.Page{charge(bot.PageAccepted)}}, web.IncidentHint{Do: "send", Who: "Rosa"}},
		{"Ana was paged", bot.Incident{Owner: rosaID, Need: 1, Pages: []bot.Page{charge(bot.PageAccepted), deploy(bot.PageWaiting)}}, web.IncidentHint{Do: "go", Who: "Ana"}},
		{"Ana goes", bot.Incident{Owner: rosaID, Need: 1, Pages: []bot.Page{deploy(bot.PageAccepted)}}, web.IncidentHint{Do: "here", Who: "Ana"}},
		{"Ana is there", bot.Incident{Owner: rosaID, Need: 1, Pages: []bot.Page{deploy(bot.PageHere)}}, web.IncidentHint{Do: "tell", Who: "Ana"}},
		{"Ana has told", bot.Incident{Owner: rosaID, Need: 1, Pages: []bot.Page{deploy(bot.PageDone)}}, web.IncidentHint{Do: "close", Who: "Rosa"}},
		{"they have left", bot.Incident{Owner: rosaID, State: bot.StateAllClear, Pages: []bot.Page{deploy(bot.PageHere)}}, web.IncidentHint{Do: "close", Who: "Rosa"}},
	} {
		if got := hintFor(c.in, raidNames); got != c.want {
			t.Errorf("%s: %+v, want %+v", c.what, got, c.want)
		}
	}
}

func TestTheDemoHiresRosaAndAna(t *testing.T) {
	tr := &trial{phones: sim.NewPhones(nil)}
	var d web.Demo
	p := &paperBoard{}
	if err := tr.staffed(t.Context(), &d, p, p); err != nil {
		t.Fatal(err)
	}
	if len(d.Staff) != 2 || d.Staff[0].Name != "Rosa" || d.Staff[1].Role != bot.RoleVerifier || d.Incidents == nil {
		t.Errorf("%+v", d)
	}
	for i, r := range p.roster {
		if r.Addresses[0] != (bot.Address{Channel: bot.SMS, Value: bot.Private(d.Staff[i].Number)}) || !tr.phones.Has(d.Staff[i].Number) || !r.Shifts[0].Always {
			t.Errorf("%+v", r)
		}
	}
	p.err = errors.New("the store is away")
	if err := tr.staffed(t.Context(), &d, p, p); err == nil || !strings.Contains(err.Error(), "roster") {
		t.Errorf("the error is %v", err)
	}
}

func TestADemoPhoneRingsAndIsAnsweredOnce(t *testing.T) {
	phones := demoPhones{sim.NewPhones(nil)}
	ana := phones.New(bot.SMS, "es")
	away := true
	pressed := func(_ context.Context, digit string) (string, error) {
		if away {
			return "", errors.New("the hotline is away")
		}
		return "you pressed " + digit, nil
	}
	if err := phones.Ring(ana, "press 1 or 2", pressed); err != nil {
		t.Fatal(err)
	}
	if err := phones.Press(t.Context(), ana, 1, "1"); err == nil || errors.Is(err, web.ErrNoCall) {
		t.Errorf("while the hotline is away: %v", err)
	}
	away = false
	if err := phones.Press(t.Context(), ana, 1, "1"); err != nil {
		t.Errorf("it rings still, and: %v", err)
	}
	if err := phones.Press(t.Context(), ana, 1, "1"); !errors.Is(err, web.ErrNoCall) {
		t.Errorf("the second time: %v", err)
	}
	if err := phones.Press(t.Context(), "+15550000000", 1, "1"); !errors.Is(err, web.ErrUnknownPhone) {
		t.Errorf("nobody's phone: %v", err)
	}
	past, _, stop, err := phones.Listen(ana, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer stop()
	if len(past) != 3 || past[0].Kind != "call" || past[0].Segments != 0 || past[1].FromHotline || past[2].Text != "you pressed 1" {
		t.Errorf("%+v", past)
	}
	if err := phones.Ring("+15550000000", "press 1 or 2", pressed); err == nil {
		t.Error("nobody's phone rings")
	}
}

func TestTheLogNamesPeople(t *testing.T) {
	gone := strings.Repeat("0f3", 10) + "00"
	for why, want := range map[string]string{
		string(rosaID) + " is called":                         "Rosa is called",
		"the page of " + string(anaID) + " did not arrive":    "the page of Ana did not arrive",
		"the call of " + gone + " did not arrive, code 30003": "the call of 0f30f3 did not arrive, code 30003",
		"tier 1 is paged": "tier 1 is paged",
	} {
		if got := reworded(why, raidNames); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
