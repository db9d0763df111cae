package store

import (
	"context"
	"errors"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/aldaba-hotline/aldaba/bot/desk"
)

// Store implements desk.Store on Redis. It is safe for concurrent use and recovers by itself when Redis comes back.
type Store struct {
	keys    keys
	scripts scripts
	calls   calls
	address string // host and port, for messages
	client  redis.UniversalClient
	batches *batcher
	memory  memory
	// waiting has a pool of its own, so that reads that wait for work never keep a message waiting for a connection.
	waiting redis.UniversalClient
}

var _ desk.Store = (*Store)(nil)

// probeTTL is how long the write of a Probe stays.
const probeTTL = 10 * time.Second

// Probe implements desk.Store.
func (s *Store) Probe(ctx context.Context) error {
	c := s.calls.begin(s.scripts.probe)
	c.key(s.keys.probe())
	c.number(milliseconds(probeTTL))
	if _, err := run(ctx, s, c, redis.NewIntCmd); err != nil {
		return failed("probe", err)
	}
	return nil
}

// Now implements desk.Store.
func (s *Store) Now(ctx context.Context) (time.Time, error) {
	now, err := s.client.Time(ctx).Result()
	if err != nil {
		return time.Time{}, failed("ask for the time", err)
	}
	return now.UTC(), nil
}

// Close closes the connections. What is under way fails with bot.ErrUnavailable.
func (s *Store) Close() error {
	return errors.Join(s.client.Close(), s.waiting.Close())
}
