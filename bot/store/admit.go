package store

import (
	"context"
	"strconv"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/desk"
)

// Admit implements desk.Store.
func (s *Store) Admit(ctx context.Context, a *desk.Admission) (desk.Admitted, error) {
	c := s.calls.begin(s.scripts.admit)
	s.askAdmit(c, a)
	cmd, err := run(ctx, s, c, redis.NewStringSliceCmd)
	if err != nil {
		return desk.Admitted{}, failed("admit messages", err)
	}
	admitted, err := readAdmitted(cmd.Val(), a)
	if err != nil {
		return desk.Admitted{}, failed("admit messages", err)
	}
	return admitted, nil
}

// askAdmit puts the keys and arguments of admit.lua together.
func (s *Store) askAdmit(c *call, a *desk.Admission) {
	c.key(s.keys.bucket(a.Sender))
	c.key(s.keys.lease(a.Worker))
	for i := range a.Messages {
		m := &a.Messages[i]
		c.key(s.keys.document(m.Write.Ref))
		c.key(s.keys.contact(m.Contact))
		c.key(s.keys.withdrawn(bot.MessageID(m.Write.ID)))
		c.key(s.keys.own(m.Contact))
		if m.Broadcast != "" {
			c.key(s.keys.broadcast(m.Broadcast))
		} else {
			c.key(s.keys.document(m.Write.Ref))
		}
	}
	c.number(a.Depth.Microseconds())
	c.flag(a.Bulk)
	for i := range a.Messages {
		candidateArguments(c, &a.Messages[i])
	}
}

func candidateArguments(c *call, m *desk.Candidate) {
	c.number(m.Write.Expect)
	c.text(pack(&m.Write))
	c.number(milliseconds(m.Write.TTL))
	c.number(m.Cost.Microseconds())
	switch {
	case m.Regardless:
		c.text("1")
	case m.Subscribed:
		c.text("2")
	default:
		c.text("")
	}
	c.number(int64(m.MaxStrikes))
	c.number(m.Own.Microseconds())
	c.number(m.OwnDepth.Microseconds())
	c.flag(m.Broadcast != "")
}

// readAdmitted reads the reply of admit.lua.
func readAdmitted(reply []string, a *desk.Admission) (desk.Admitted, error) {
	var out desk.Admitted
	if len(reply) < 4 || len(reply)%2 != 0 || (len(reply)-4)/2 > len(a.Messages) {
		return out, errReply
	}
	numbers := make([]int64, 4)
	for i := range numbers {
		n, err := strconv.ParseInt(reply[i], 10, 64)
		if err != nil {
			return out, errReply
		}
		numbers[i] = n
	}
	out.Now = time.Unix(numbers[0], numbers[1]*int64(time.Microsecond)).UTC()
	out.Expired = numbers[2] < 0
	out.Wait = max(0, time.Duration(numbers[2])*time.Microsecond)
	fields := make([]desk.Field, 0, 8*len(a.Messages))
	out.Probing = numbers[3] > 0
	for i := 4; i < len(reply); i += 2 {
		j, err := readJudged(reply[i], reply[i+1], a.Messages[len(out.Judged)].Contact, &fields)
		if err != nil {
			return out, err
		}
		out.Judged = append(out.Judged, j)
	}
	return out, nil
}

func readJudged(code, more string, contact bot.ContactID, fields *[]desk.Field) (desk.Judged, error) {
	n, err := strconv.Atoi(code)
	if err != nil {
		return desk.Judged{}, errReply
	}
	j := desk.Judged{Verdict: desk.Verdict(n)}
	switch j.Verdict {
	case desk.VerdictGo:
		j.Contact.Ref = desk.Ref{Kind: desk.KindContact, ID: string(contact)}
		err = unpack(more, &j.Contact, fields)
	case desk.VerdictWait:
		var micros int64
		micros, err = strconv.ParseInt(more, 10, 64)
		j.Wait = time.Duration(micros) * time.Microsecond
	}
	return j, err
}

// Hold implements desk.Store.
func (s *Store) Hold(ctx context.Context, sender bot.SenderName, h desk.Holding) (bool, error) {
	c := s.calls.begin(s.scripts.slow)
	c.key(s.keys.bucket(sender))
	c.number(h.All.Microseconds())
	c.flag(h.Slow)
	c.number(h.Bulk.Microseconds())
	c.flag(h.Probe)
	c.flag(h.Free)
	cmd, err := run(ctx, s, c, redis.NewIntCmd)
	if err != nil {
		return false, failed("hold a sender back", err)
	}
	return cmd.Val() == 1, nil
}

// Traffic implements desk.Store. Its figures are not all of one moment.
func (s *Store) Traffic(ctx context.Context) (desk.Traffic, error) {
	p := s.client.Pipeline()
	clock, later, dead := p.Time(ctx), p.ZCard(ctx, s.keys.later()), p.XLen(ctx, s.keys.dead())
	waiting, buckets := map[bot.Queue]*redis.IntCmd{}, map[bot.SenderName]*redis.StringCmd{}
	for _, sender := range bot.SenderNames() {
		buckets[sender] = p.Get(ctx, s.keys.bucket(sender))
		for _, lane := range bot.Lanes() {
			q := bot.Queue{Lane: lane, Sender: sender}
			waiting[q] = p.XLen(ctx, s.keys.queue(q))
		}
	}
	_, _ = p.Exec(ctx) // every command has its own error; a bucket may not exist
	for _, cmd := range []redis.Cmder{clock, later, dead} {
		if err := cmd.Err(); err != nil {
			return desk.Traffic{}, failed("look at the queues", err)
		}
	}
	t := desk.Traffic{Later: later.Val(), Dead: dead.Val(), Waiting: map[bot.Queue]int64{},
		Busy: map[bot.SenderName]time.Duration{}, Held: map[bot.SenderName]time.Duration{}, Still: map[bot.SenderName]time.Duration{}}
	for q, cmd := range waiting {
		t.Waiting[q] = cmd.Val()
	}
	for sender, cmd := range buckets {
		t.Busy[sender], t.Held[sender], t.Still[sender] = ahead(cmd.Val(), 0, clock.Val()), ahead(cmd.Val(), 1, clock.Val()), ahead(cmd.Val(), 4, clock.Val())
	}
	return t, nil
}
