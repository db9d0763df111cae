package sim

import (
	"context"
	"errors"
	"fmt"

	"github.com/aldaba-hotline/aldaba/bot"
)

// ErrNoCall means that a phone does not ring, or not any more.
var ErrNoCall = errors.New("no such call")

// Pressed carries the digit that was pressed during a phone call to the hotline, and returns what the voice says then.
type Pressed func(ctx context.Context, digit string) (says string, err error)

// Ring calls a phone. The voice says its words at once; whoever has the phone may press one digit, or let it ring.
func (ps *Phones) Ring(number, says string, pressed Pressed) error {
	ps.mu.Lock()
	defer ps.mu.Unlock()
	p, _, err := ps.put(number, Bubble{FromHotline: true, Text: says, Media: "call"})
	if err == nil {
		p.ringing[len(p.bubbles)] = pressed
	}
	return err
}

// Press presses a digit during the call that a bubble shows, and shows what the voice says then. The call is over, unless the hotline
// did not take the digit.
func (ps *Phones) Press(ctx context.Context, number string, bubble int, digit string) error {
	pressed, err := ps.pickUp(number, bubble)
	if err != nil {
		return err
	}
	says, err := pressed(ctx, digit)
	if err != nil {
		ps.hangBack(number, bubble, pressed)
		return fmt.Errorf("press a digit: %w", err)
	}
	if _, _, err := ps.show(number, Bubble{Text: digit}); err != nil || says == "" {
		return err
	}
	_, _, err = ps.show(number, Bubble{FromHotline: true, Text: says})
	return err
}

// pickUp takes a call, so that it is answered once.
func (ps *Phones) pickUp(number string, bubble int) (Pressed, error) {
	ps.mu.Lock()
	defer ps.mu.Unlock()
	p := ps.phones[number]
	if p == nil || p.ringing[bubble] == nil {
		return nil, ErrNoCall
	}
	pressed := p.ringing[bubble]
	delete(p.ringing, bubble)
	return pressed, nil
}

func (ps *Phones) hangBack(number string, bubble int, pressed Pressed) {
	ps.mu.Lock()
	defer ps.mu.Unlock()
	ps.phones[number].ringing[bubble] = pressed
}

// Address returns a phone's address; the zero value when it does not exist.
func (ps *Phones) Address(number string) bot.Address {
	ps.mu.Lock()
	defer ps.mu.Unlock()
	if p := ps.phones[number]; p != nil {
		return p.address
	}
	return bot.Address{}
}

// call lets a phone ring. What is said is asked for at once, as if somebody had answered.
func (ps *Phones) call(ctx context.Context, p bot.Parcel) bot.Result {
	says, number := p.Text.Reveal(), p.To.Value.Reveal()
	var pressed Pressed
	if ps.network != nil {
		var err error
		if says, err = ps.network.Answered(ctx, p.ID, p.To, ""); err != nil {
			return bot.Result{Outcome: bot.Unreached, Err: err}
		}
		pressed = func(ctx context.Context, digit string) (string, error) {
			return ps.network.Answered(ctx, p.ID, p.To, digit)
		}
	}
	if err := ps.Ring(number, says, pressed); err != nil {
		return bot.Result{Outcome: bot.Permanent, Err: err}
	}
	return bot.Result{Outcome: bot.Accepted, SID: "CA" + string(p.ID)}
}
