package desk

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
)

// patience is how long a message waits for earlier ones of its contact. The provider gives up after 15 s in all.
const patience = 8 * time.Second

// inFlight is how many messages of one contact are worked on at the same time. More would only meet conflicts.
const inFlight = 2

// doors lets a few messages of each contact through at a time; the others wait their turn.
type doors struct {
	mu   *sync.Mutex
	open map[string]*door
}

type door struct {
	places chan struct{}
	users  int // inside or waiting
}

func newDoors() doors { return doors{mu: new(sync.Mutex), open: map[string]*door{}} }

// enter waits for a place and returns the function that gives it back.
func (d doors) enter(ctx context.Context, who string) (leave func(), err error) {
	at := d.arrive(who)
	if err := at.enter(ctx); err != nil {
		d.depart(who, at)
		return nil, fmt.Errorf("wait for earlier messages of the same contact: %w: %w", bot.ErrUnavailable, err)
	}
	return func() { <-at.places; d.depart(who, at) }, nil
}

func (at *door) enter(ctx context.Context) error {
	select {
	case at.places <- struct{}{}: // nearly always: no timer needed
		return nil
	default:
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	select {
	case at.places <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (d doors) arrive(who string) *door {
	d.mu.Lock()
	defer d.mu.Unlock()
	at := d.open[who]
	if at == nil {
		at = &door{places: make(chan struct{}, inFlight)}
		d.open[who] = at
	}
	at.users++
	return at
}

// depart forgets a door that nobody uses any more.
func (d doors) depart(who string, at *door) {
	d.mu.Lock()
	defer d.mu.Unlock()
	at.users--
	if at.users == 0 {
		delete(d.open, who)
	}
}
