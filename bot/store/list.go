package store

import (
	"context"
	"strconv"

	"github.com/redis/go-redis/v9"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/desk"
)

// Walk implements desk.Store. It goes by the ids themselves, not by a place in the list or a cursor of Redis': what comes and goes
// meanwhile makes it neither skip nor repeat anything else, and it goes on after a restart.
func (s *Store) Walk(ctx context.Context, l desk.List, after string, limit int) ([]string, error) {
	c := s.calls.plain("zrangebylex")
	c.text(s.keys.list(l))
	if after == "" {
		c.text("-")
	} else {
		c.text("(" + after)
	}
	c.text("+")
	c.text("limit")
	c.number(0)
	c.number(int64(limit))
	cmd, err := run(ctx, s, c, redis.NewStringSliceCmd)
	if err != nil {
		return nil, failed("walk a list", err)
	}
	return cmd.Val(), nil
}

// Tidy implements desk.Store.
func (s *Store) Tidy(ctx context.Context, ids []string) error {
	if len(ids) == 0 {
		return nil
	}
	c := s.calls.begin(s.scripts.tidy)
	c.key(s.keys.list(desk.ListSubscribers))
	for _, id := range ids {
		c.key(s.keys.contact(bot.ContactID(id)))
	}
	for _, id := range ids {
		c.text(id)
	}
	if _, err := run(ctx, s, c, redis.NewIntCmd); err != nil {
		return failed("tidy a list", err)
	}
	return nil
}

// Tallied implements desk.Store.
func (s *Store) Tallied(ctx context.Context, id bot.BroadcastID) (map[string]int64, error) {
	c := s.calls.plain("hgetall")
	c.text(s.keys.tally(id))
	cmd, err := run(ctx, s, c, redis.NewMapStringStringCmd)
	if err != nil {
		return nil, failed("read a tally", err)
	}
	all := make(map[string]int64, len(cmd.Val()))
	for name, value := range cmd.Val() {
		n, err := strconv.ParseInt(value, 10, 64)
		if err != nil {
			return nil, failed("read a tally", errReply)
		}
		all[name] = n
	}
	return all, nil
}
