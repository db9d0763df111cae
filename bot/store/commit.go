package store

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/desk"
)

// withdrawnTTL is how long it is remembered that nobody wants a message any more: longer than the record of one that waits is kept.
const withdrawnTTL = 31 * 24 * time.Hour

// Replies of commit.lua.
const (
	replyWritten   = 0
	replyDuplicate = 1
	replyConflict  = 2
)

// Commit implements desk.Store. It is never sent twice: a commit whose answer was lost would find its own mark.
func (s *Store) Commit(ctx context.Context, c *desk.Commit) error {
	if err := check(c); err != nil {
		return fmt.Errorf("commit: %w", err)
	}
	ask := s.calls.begin(s.scripts.commit)
	s.commitKeys(ask, c)
	s.commitArguments(ask, c)
	cmd, err := run(ctx, s, ask, redis.NewIntCmd)
	if err != nil {
		return failed("commit", err)
	}
	switch cmd.Val() {
	case replyWritten:
		return nil
	case replyDuplicate:
		return fmt.Errorf("commit: %w", bot.ErrDuplicate)
	case replyConflict:
		return fmt.Errorf("commit: %w", bot.ErrConflict)
	}
	return failed("commit", errReply)
}

// commitKeys adds the keys of commit.lua, in the order of its contract.
func (s *Store) commitKeys(ask *call, c *desk.Commit) {
	if c.Claim != nil {
		for _, m := range c.Claim.Marks {
			ask.key(s.keys.mark(m))
		}
		ask.key(s.keys.answer(c.Claim.Marks[0]))
	}
	for i := range c.Write {
		ask.key(s.keys.document(c.Write[i].Ref))
	}
	for i := range c.Touch {
		ask.key(s.keys.document(c.Touch[i].Ref))
	}
	for i := range c.Append {
		ask.key(s.keys.queue(c.Append[i].Queue))
	}
	for i := range c.Finish {
		ask.key(s.keys.queue(c.Finish[i].Queue))
	}
	if len(c.Set)+len(c.Clear) > 0 {
		ask.key(s.keys.timers())
	}
	if len(c.Later) > 0 {
		ask.key(s.keys.later())
	}
	for i := range c.Debit {
		ask.key(s.keys.bucket(c.Debit[i].Sender))
	}
	for _, id := range c.Withdraw {
		ask.key(s.keys.withdrawn(id))
	}
	if len(c.Dead)+len(c.Undead) > 0 {
		ask.key(s.keys.dead())
	}
	for i := range c.Write {
		if c.Write[i].Listing.List != "" {
			ask.key(s.keys.list(c.Write[i].Listing.List))
		}
	}
	if c.Tally != nil {
		ask.key(s.keys.tally(c.Tally.Of))
	}
	if len(c.Count) > 0 {
		ask.key(s.keys.counts())
	}
}

// commitArguments adds the arguments of commit.lua, in the order of its contract.
func (s *Store) commitArguments(ask *call, c *desk.Commit) {
	ask.text(sizes(c))
	for i := range c.Write {
		ask.number(c.Write[i].Expect)
	}
	if c.Claim != nil {
		claimArguments(ask, c.Claim)
	}
	for _, n := range c.Count {
		ask.text(n.Name)
		ask.number(n.Add)
	}
	for i := range c.Append {
		ask.text(string(c.Append[i].Message))
		ask.number(int64(c.Append[i].Tries))
	}
	for _, t := range c.Set {
		ask.text(timerMember(t.Timer))
		ask.number(max(t.After, 0).Microseconds())
	}
	for _, t := range c.Clear {
		ask.text(timerMember(t))
	}
	outboxArguments(ask, c)
	for i := range c.Write {
		writeArguments(ask, &c.Write[i])
	}
	for i := range c.Touch {
		ask.number(milliseconds(c.Touch[i].TTL))
	}
}

// sizes is the first argument of commit.lua.
func sizes(c *desk.Commit) string {
	marks := 0
	if c.Claim != nil {
		marks = len(c.Claim.Marks)
	}
	listings, tallies := 0, 0
	for i := range c.Write {
		if c.Write[i].Listing.List != "" {
			listings++
		}
	}
	if c.Tally != nil {
		tallies = len(c.Tally.Add)
	}
	b := make([]byte, 0, 30)
	for _, n := range [...]int{
		marks, len(c.Write), len(c.Touch), len(c.Append), len(c.Set), len(c.Clear), len(c.Count),
		len(c.Finish), len(c.Later), len(c.Debit), len(c.Withdraw), len(c.Dead), len(c.Undead),
		listings, tallies,
	} {
		b = binary.BigEndian.AppendUint16(b, uint16(n))
	}
	return string(b)
}

func claimArguments(ask *call, c *desk.Claim) {
	keepAnswer := milliseconds(c.KeepAnswer)
	if c.Answer == "" {
		keepAnswer = 0
	}
	ask.number(milliseconds(c.Keep))
	ask.number(keepAnswer)
	ask.text(c.Answer)
}

func writeArguments(ask *call, w *desk.Write) {
	if w.Keep {
		ask.number(0)
	} else {
		ask.number(milliseconds(w.TTL))
	}
	if w.Delete {
		ask.text("")
		return
	}
	ask.text(pack(w))
}

func outboxArguments(ask *call, c *desk.Commit) {
	for i := range c.Later {
		ask.text(ticketMember(c.Later[i].Ticket))
		ask.number(max(c.Later[i].After, 0).Microseconds())
	}
	for _, d := range c.Debit {
		ask.number(d.Cost.Microseconds())
	}
	for range c.Withdraw {
		ask.number(milliseconds(withdrawnTTL))
	}
	for _, d := range c.Dead {
		ask.text(string(d.Message))
		ask.text(d.Why)
	}
	if len(c.Finish) > 0 {
		ask.text(consumerGroup)
	}
	for i := range c.Finish {
		ask.text(c.Finish[i].ID)
	}
	for _, id := range c.Undead {
		ask.text(id)
	}
	listArguments(ask, c)
}

func listArguments(ask *call, c *desk.Commit) {
	for i := range c.Write {
		if w := &c.Write[i]; w.Listing.List != "" {
			ask.text(w.ID)
			ask.flag(w.Listing.On && !w.Delete)
		}
	}
	if c.Tally == nil {
		return
	}
	ask.number(milliseconds(c.Tally.Keep))
	for _, n := range c.Tally.Add {
		ask.text(n.Name)
		ask.number(n.Add)
	}
}

// milliseconds rounds up: what is kept is never kept for a shorter time than asked for.
func milliseconds(d time.Duration) int64 {
	return int64((d + time.Millisecond - 1) / time.Millisecond)
}

// check refuses a commit that breaks the contract of desk.Commit in a way that Redis would notice too late or not at
// all.
func check(c *desk.Commit) error {
	if max(len(c.Write), len(c.Touch), len(c.Append), len(c.Set), len(c.Clear), len(c.Count),
		len(c.Finish), len(c.Later), len(c.Debit), len(c.Withdraw), len(c.Dead), len(c.Undead)) > math.MaxUint16 {
		return errors.New("too large")
	}
	if c.Claim != nil && (len(c.Claim.Marks) == 0 || c.Claim.Keep <= 0 || c.Claim.KeepAnswer < 0) {
		return errors.New("claim without a mark or a lifetime")
	}
	for i := range c.Write {
		if err := checkWrite(&c.Write[i]); err != nil {
			return err
		}
	}
	for _, t := range c.Touch {
		if t.TTL <= 0 {
			return fmt.Errorf("touch of a document of kind %q without a lifetime", t.Kind)
		}
	}
	return checkOutbox(c)
}

func checkOutbox(c *desk.Commit) error {
	for _, t := range c.Append {
		if !sound(t) {
			return errors.New("ticket without a message or a queue")
		}
	}
	for _, l := range c.Later {
		if !sound(l.Ticket) {
			return errors.New("ticket for later without a message or a queue")
		}
	}
	for _, e := range c.Finish {
		if !isEntryID(e.ID) || e.Queue.Lane == "" || e.Queue.Sender == "" {
			return fmt.Errorf("entry %q to finish is none of a queue", e.ID)
		}
	}
	for _, d := range c.Debit {
		if d.Sender == "" || d.Cost < 0 {
			return errors.New("debit without a sender, or of less than nothing")
		}
	}
	if t := c.Tally; t != nil && (t.Of == "" || t.Keep <= 0 || len(t.Add) == 0 || len(t.Add) > math.MaxUint16) {
		return errors.New("tally of no broadcast, without a lifetime, or of nothing")
	}
	for _, id := range c.Undead {
		if !isEntryID(id) {
			return fmt.Errorf("entry %q to remove is none of the dead letters", id)
		}
	}
	return nil
}

// sound reports whether a ticket will read back as it is: see later.lua.
func sound(t desk.Ticket) bool {
	return t.Message != "" && t.Queue.Lane != "" && t.Queue.Sender != "" && t.Tries >= 0 &&
		!strings.Contains(string(t.Message), ":")
}

// isEntryID reports whether Redis could have given an id to an entry: two decimal numbers.
func isEntryID(id string) bool {
	ms, n, _ := strings.Cut(id, "-")
	_, badMS := strconv.ParseUint(ms, 10, 64)
	_, badN := strconv.ParseUint(n, 10, 64)
	return badMS == nil && badN == nil
}

func checkWrite(w *desk.Write) error {
	switch {
	case w.Delete && w.Expect >= desk.AnyVersion:
		return nil
	case w.Expect < 0:
		return fmt.Errorf("document of kind %q is expected at version %d", w.Kind, w.Expect)
	case w.TTL <= 0 && !w.Keep:
		return fmt.Errorf("document of kind %q without a lifetime", w.Kind)
	case w.Next <= w.Expect:
		return fmt.Errorf("document of kind %q goes from version %d to %d", w.Kind, w.Expect, w.Next)
	}
	for i := range w.Fields {
		if name := w.Fields[i].Name; name == "" || strings.ContainsAny(name, "=:") {
			return fmt.Errorf("document of kind %q has a field called %q", w.Kind, name)
		}
	}
	return nil
}
