package desk

import (
	"context"
	"slices"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/dispatch"
)

// What may be pressed during a call.
const (
	pressAccept  = "1"
	pressDecline = "2"
)

// pressed says what a call is about and waits for 1 or 2. Whoever presses 1 has answered as if they had texted; the rest comes by
// text. A call that nobody needs any more says so.
func (d *Desk) pressed(ctx context.Context, m bot.Message, digits string) (bot.Speech, error) {
	if m.Incident == "" {
		return aboutNothing(m, digits), nil
	}
	var said bot.Speech
	err := d.inTurn(ctx, func(own *turn) error {
		var err error
		said, err = d.press(ctx, own, m, digits)
		return err
	})
	return said, err
}

// aboutNothing is a call that nobody has to answer, such as a test.
func aboutNothing(m bot.Message, digits string) bot.Speech {
	if digits == pressAccept || digits == pressDecline || m.Content.Text == "" {
		return bot.Speech{}
	}
	return bot.Speech{Language: m.Language, Say: []string{m.Content.Text.Reveal()}, Gather: true}
}

// press is one try.
func (d *Desk) press(ctx context.Context, own *turn, m bot.Message, digits string) (bot.Speech, error) {
	s, err := d.gather(ctx, own, incidentsOf(m)...)
	if err != nil {
		return bot.Speech{}, err
	}
	in := s.room.Incidents[m.Incident]
	call, order, wanted := called(s.room, in, m)
	answered := digits == pressAccept || digits == pressDecline
	switch {
	case !wanted && digits == pressAccept && accepted(in, m): // the provider asks again
		return d.speech(m, dispatch.CallAccepted), nil
	case !wanted:
		return d.speech(m, dispatch.CallLate), nil
	case digits == pressDecline && call.Message == dispatch.CallSOS: // nothing is given up by it, and the others are still called
		return d.speech(m, dispatch.CallDeclined), nil
	case !answered:
		w := d.wording(d.brain.Load(), s.room, in.ID, call, s.now)
		again := d.speech(m, dispatch.CallAgain).Say[0] + " " + w.Words
		if digits != "" {
			w.Words = again
		}
		return bot.Speech{Language: w.Lang, Say: []string{w.Words}, Gather: true, Repeat: again}, nil
	case digits == pressDecline:
		order = bot.VerbNo
	}
	room := s.room.begin()
	room.step(in.ID, dispatch.Said{By: call.To, Order: bot.Order{Verb: order, Code: bot.Code{Number: in.Number}}}, d.brain.Load().rules(room), s.now)
	if err := d.perform(ctx, &Commit{}, s, &room); err != nil {
		return bot.Speech{}, err
	}
	return d.speech(m, outcome(room.Incidents[in.ID], m, digits)), nil
}

// called finds what is said to whom, and what it means when they accept. It is not wanted any more once somebody else has the place.
func called(r Room, in bot.Incident, m bot.Message) (call dispatch.Text, accept bot.Verb, wanted bool) {
	for _, p := range in.Pages {
		if p.Call != m.ID {
			continue
		}
		call, accept = dispatch.Text{To: p.Responder, Message: dispatch.CallCharge, Call: true}, bot.VerbTake
		if p.Deploy {
			call.Message, accept = dispatch.CallDeploy, bot.VerbGo
		}
		_, member := find(r.People, p.Responder)
		return call, accept, member && p.State.Live() && in.State.Open()
	}
	for _, p := range r.People { // a call for help is about no page of theirs
		if slices.Contains(p.Contacts, m.Contact) {
			return dispatch.Text{To: p.ID, Message: dispatch.CallSOS, Call: true}, bot.VerbMore, true
		}
	}
	return call, "", false
}

// outcome is what is said to whoever has pressed.
func outcome(in bot.Incident, m bot.Message, digits string) string {
	if digits == pressDecline {
		return dispatch.CallDeclined
	}
	if slices.ContainsFunc(in.Pages, func(p bot.Page) bool { return p.Call == m.ID }) && !accepted(in, m) {
		return dispatch.CallLate
	}
	return dispatch.CallAccepted
}

// accepted reports whether the page that a call is about has been accepted.
func accepted(in bot.Incident, m bot.Message) bool {
	return slices.ContainsFunc(in.Pages, func(p bot.Page) bool { return p.Call == m.ID && p.State.Holds() })
}

func (d *Desk) speech(m bot.Message, id string) bot.Speech {
	return bot.Speech{Language: m.Language, Say: []string{d.brain.Load().word(m.Language, id, nil)}}
}
