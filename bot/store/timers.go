package store

import (
	"context"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/aldaba-hotline/aldaba/bot/desk"
)

// Due implements desk.Store. Timers are set and cleared by Commit.
func (s *Store) Due(ctx context.Context, limit int, lease time.Duration) ([]desk.Timer, error) {
	if limit <= 0 {
		return nil, nil
	}
	c := s.calls.begin(s.scripts.due)
	c.key(s.keys.timers())
	c.number(int64(limit))
	c.number(max(milliseconds(lease), 1))
	cmd, err := run(ctx, s, c, redis.NewStringSliceCmd)
	if err != nil {
		return nil, failed("due timers", err)
	}
	var due []desk.Timer
	for _, member := range cmd.Val() {
		// Nobody but commit.lua writes timers. Should there be anything else, it must not keep the others from ringing.
		if t, ok := parseTimer(member); ok {
			due = append(due, t)
		}
	}
	return due, nil
}
