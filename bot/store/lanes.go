package store

import (
	"context"
	"errors"
	"slices"
	"strconv"
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
)

// Take implements desk.Store. A queue and its consumer group come into being with the first Take, which also finds what
// was appended before.
func (s *Store) Take(ctx context.Context, q bot.Queue, worker string, limit int) ([]desk.Entry, error) {
	if limit <= 0 {
		return nil, nil
	}
	entries, err := s.take(ctx, q, worker, limit)
	if redis.HasErrorPrefix(err, "NOGROUP") {
		if err = s.makeGroup(ctx, q); err == nil {
			entries, err = s.take(ctx, q, worker, limit)
		}
	}
	if err != nil {
		return nil, failed("take from queue "+q.String(), err)
	}
	return entries, nil
}

func (s *Store) take(ctx context.Context, q bot.Queue, worker string, limit int) ([]desk.Entry, error) {
	wait := takeWait
	if end, ok := ctx.Deadline(); ok {
		wait = max(min(wait, time.Until(end)-takeMargin), time.Millisecond)
	}
	// Not XReadGroup: what it returns cannot be read as Claim's answer is.
	cmd := redis.NewCmd(ctx, "xreadgroup", "group", consumerGroup, worker,
		"count", limit, "block", milliseconds(wait), "streams", s.keys.queue(q), ">")
	if err := s.waiting.Process(ctx, cmd); errors.Is(err, redis.Nil) {
		return nil, nil
	} else if err != nil {
		return nil, err
	}
	streams, _ := cmd.Val().([]any)
	if len(streams) != 1 {
		return nil, errReply
	}
	stream, _ := streams[0].([]any)
	if len(stream) != 2 {
		return nil, errReply
	}
	return readEntries(q, stream[1])
}

// makeGroup makes the consumer group of a queue, and the queue. It is no error if somebody else was faster.
func (s *Store) makeGroup(ctx context.Context, q bot.Queue) error {
	err := s.waiting.XGroupCreateMkStream(ctx, s.keys.queue(q), consumerGroup, "0").Err()
	if redis.HasErrorPrefix(err, "BUSYGROUP") {
		return nil
	}
	return err
}

// readEntries reads entries as Redis tells them: [[id, [name, value, ...]], ...].
func readEntries(q bot.Queue, reply any) ([]desk.Entry, error) {
	list, ok := reply.([]any)
	if !ok {
		return nil, errReply
	}
	entries := make([]desk.Entry, 0, len(list))
	for _, item := range list {
		e, ok := readEntry(item)
		if !ok {
			return nil, errReply
		}
		e.Queue = q
		entries = append(entries, e)
	}
	return entries, nil
}

// readEntry reads one entry. What nobody could have written as a ticket becomes one for no message, which is finished and
// forgotten.
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
	e := desk.Entry{ID: id}
	for pair := range slices.Chunk(values, 2) {
		name, _ := pair[0].(string)
		value, _ := pair[1].(string)
		switch name {
		case "m":
			e.Message = bot.MessageID(value)
		case "n":
			e.Tries, _ = strconv.Atoi(value)
		}
	}
	return e, true
}

// Claim implements desk.Store.
func (s *Store) Claim(ctx context.Context, q bot.Queue, worker string, limit int) ([]desk.Entry, error) {
	c := s.calls.begin(s.scripts.claim)
	c.key(s.keys.queue(q))
	c.text(consumerGroup)
	c.text(worker)
	c.number(int64(limit))
	c.text(s.keys.leases())
	cmd, err := run(ctx, s, c, redis.NewSliceCmd)
	if err == nil {
		var entries []desk.Entry
		if entries, err = readEntries(q, cmd.Val()); err == nil {
			return entries, nil
		}
	}
	return nil, failed("claim from queue "+q.String(), err)
}

// Renew implements desk.Store.
func (s *Store) Renew(ctx context.Context, worker string, lease time.Duration, first bool) (bool, error) {
	command, condition := "set", "xx"
	if first {
		condition = "nx"
	}
	if lease <= 0 {
		command = "del"
	}
	c := s.calls.plain(command)
	c.text(s.keys.lease(worker))
	if lease > 0 {
		c.text("1")
		c.text("px")
		c.number(milliseconds(lease))
		c.text(condition)
	}
	_, err := run(ctx, s, c, redis.NewCmd)
	if errors.Is(err, redis.Nil) {
		return false, nil
	}
	if err != nil {
		return false, failed("renew a lease", err)
	}
	return true, nil
}

// MoveDue implements desk.Store.
func (s *Store) MoveDue(ctx context.Context, limit int) (int, error) {
	c := s.calls.begin(s.scripts.later)
	c.key(s.keys.later())
	c.number(int64(limit))
	c.text(s.keys.lanes())
	cmd, err := run(ctx, s, c, redis.NewIntCmd)
	if err != nil {
		return 0, failed("move due tickets", err)
	}
	return int(cmd.Val()), nil
}

// Read implements desk.Store.
func (s *Store) Read(ctx context.Context, refs ...desk.Ref) ([]desk.Document, error) {
	if len(refs) == 0 {
		return nil, nil
	}
	c := s.calls.plain("mget")
	for _, r := range refs {
		c.text(s.keys.document(r))
	}
	cmd, err := run(ctx, s, c, redis.NewSliceCmd)
	if err != nil {
		return nil, failed("read documents", err)
	}
	docs, fields := make([]desk.Document, len(refs)), make([]desk.Field, 0, 4*len(refs))
	for i, v := range cmd.Val() {
		packed, _ := v.(string)
		docs[i].Ref = refs[i]
		if err := unpack(packed, &docs[i], &fields); err != nil {
			docs[i] = desk.Document{Ref: refs[i]} // one that somebody broke keeps nobody from reading the others
		}
	}
	return docs, nil
}
