package store

import (
	"context"
	"strconv"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/desk"
)

// DeadLetters implements desk.Store.
func (s *Store) DeadLetters(ctx context.Context, limit int) ([]desk.DeadEntry, error) {
	if limit <= 0 {
		return nil, nil
	}
	found, err := s.client.XRevRangeN(ctx, s.keys.dead(), "+", "-", int64(limit)).Result()
	if err != nil {
		return nil, failed("read the dead letters", err)
	}
	all := make([]desk.DeadEntry, len(found))
	for i, m := range found {
		if all[i], err = readDead(m); err != nil {
			return nil, failed("read the dead letters", err)
		}
	}
	return all, nil
}

// readDead reads one dead letter. The first number of its id is the time in milliseconds.
func readDead(m redis.XMessage) (desk.DeadEntry, error) {
	first, _, _ := strings.Cut(m.ID, "-")
	ms, err := strconv.ParseInt(first, 10, 64)
	if err != nil {
		return desk.DeadEntry{}, errReply
	}
	id, _ := m.Values["m"].(string)
	why, _ := m.Values["w"].(string)
	return desk.DeadEntry{ID: m.ID, At: time.UnixMilli(ms).UTC(), DeadLetter: desk.DeadLetter{Message: bot.MessageID(id), Why: why}}, nil
}
