package store

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/desk"
)

const (
	// takeWait is how long Take waits for the first entry.
	takeWait = time.Second
	// takeMargin is how much sooner Take comes back than the caller's deadline, so that no entry is handed to somebody
	// who has stopped listening.
	takeMargin = 50 * time.Millisecond
	// finishAtOnce is how many entries one script finishes.
	finishAtOnce = 500
)

// Take implements desk.Store. A lane and its consumer group come into being with the first Take, which also finds what
// was appended before.
func (s *Store) Take(ctx context.Context, lane bot.Lane, consumer string, limit int) ([]desk.Entry, error) {
	if limit <= 0 {
		return nil, nil
	}
	entries, err := s.take(ctx, lane, consumer, limit)
	if redis.HasErrorPrefix(err, "NOGROUP") {
		if err = s.makeGroup(ctx, lane); err == nil {
			entries, err = s.take(ctx, lane, consumer, limit)
		}
	}
	if err != nil {
		return nil, failed("take from lane "+string(lane), err)
	}
	return entries, nil
}

func (s *Store) take(ctx context.Context, lane bot.Lane, consumer string, limit int) ([]desk.Entry, error) {
	wait := takeWait
	if end, ok := ctx.Deadline(); ok {
		wait = max(min(wait, time.Until(end)-takeMargin), time.Millisecond)
	}
	// Not XReadGroup, which returns the fields of an entry in no order.
	cmd := redis.NewCmd(ctx, "xreadgroup", "group", consumerGroup, consumer,
		"count", limit, "block", milliseconds(wait), "streams", s.keys.lane(lane), ">")
	if err := s.waiting.Process(ctx, cmd); errors.Is(err, redis.Nil) {
		return nil, nil
	} else if err != nil {
		return nil, err
	}
	return readEntries(cmd.Val())
}

// makeGroup makes the consumer group of a lane, and the lane. It is no error if somebody else was faster.
func (s *Store) makeGroup(ctx context.Context, lane bot.Lane) error {
	err := s.waiting.XGroupCreateMkStream(ctx, s.keys.lane(lane), consumerGroup, "0").Err()
	if redis.HasErrorPrefix(err, "BUSYGROUP") {
		return nil
	}
	return err
}

// readEntries reads the reply of XREADGROUP for one stream: [[stream, [[id, [name, value, ...]], ...]]].
func readEntries(reply any) ([]desk.Entry, error) {
	streams, _ := reply.([]any)
	if len(streams) != 1 {
		return nil, errReply
	}
	stream, _ := streams[0].([]any)
	if len(stream) != 2 {
		return nil, errReply
	}
	list, _ := stream[1].([]any)
	entries := make([]desk.Entry, 0, len(list))
	for _, item := range list {
		e, ok := readEntry(item)
		if !ok {
			return nil, errReply
		}
		entries = append(entries, e)
	}
	return entries, nil
}

func readEntry(item any) (desk.Entry, bool) {
	pair, _ := item.([]any)
	if len(pair) != 2 {
		return desk.Entry{}, false
	}
	id, isText := pair[0].(string)
	values, isList := pair[1].([]any)
	if !isText || !isList || len(values)%2 != 0 {
		return desk.Entry{}, false
	}
	e := desk.Entry{ID: id, Fields: make([]desk.Field, 0, len(values)/2)}
	for pair := range slices.Chunk(values, 2) {
		name, _ := pair[0].(string)
		value, _ := pair[1].(string)
		e.Fields = append(e.Fields, desk.Field{Name: name, Value: value})
	}
	return e, true
}

// Finish implements desk.Store.
func (s *Store) Finish(ctx context.Context, lane bot.Lane, ids ...string) error {
	for some := range slices.Chunk(ids, finishAtOnce) {
		c := s.calls.begin(s.scripts.finish)
		c.key(s.keys.lane(lane))
		c.text(consumerGroup)
		for _, id := range some {
			c.text(id)
		}
		if _, err := run(ctx, s, c, redis.NewIntCmd); err != nil {
			return failed("finish in lane "+string(lane), err)
		}
	}
	return nil
}
