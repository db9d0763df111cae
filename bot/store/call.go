package store

import (
	"context"
	"strings"
	"sync"

	"github.com/redis/go-redis/v9"
)

// call is a script with its keys and arguments. Calls are used again: in a warm process, putting one together costs no
// memory but the names of its keys.
type call struct {
	script script
	args   []any // EVALSHA and what follows; points into texts and numbers, so that nothing is boxed
	texts  []string
	nums   []int64
	keys   int64
}

// calls lends out calls.
type calls struct{ pool sync.Pool }

// begin lends a call of a script. Keys come first, then arguments.
func (cs *calls) begin(s script) *call {
	c := cs.lend()
	c.script = s
	c.texts = append(c.texts, s.digest)
	c.args = append(c.args, "evalsha", &c.texts[0], &c.keys)
	return c
}

// plain lends a call of a command that is no script. Its arguments are texts.
func (cs *calls) plain(command string) *call {
	c := cs.lend()
	c.args = append(c.args, command)
	return c
}

func (cs *calls) lend() *call {
	if c, ok := cs.pool.Get().(*call); ok {
		return c
	}
	return &call{args: make([]any, 0, 64), texts: make([]string, 0, 64), nums: make([]int64, 0, 32)}
}

// end takes a call back. It must not be given back while a command made of it can still be on its way.
func (cs *calls) end(c *call) {
	clear(c.args)
	clear(c.texts)
	c.args, c.texts, c.nums, c.keys = c.args[:0], c.texts[:0], c.nums[:0], 0
	cs.pool.Put(c)
}

func (c *call) key(name string) {
	c.keys++
	c.text(name)
}

// text adds a value of any bytes. When texts moves to make room, the pointers taken before keep pointing at the old
// place, which nobody changes any more.
func (c *call) text(s string) {
	c.texts = append(c.texts, s)
	c.args = append(c.args, &c.texts[len(c.texts)-1])
}

// flag adds "1" or "".
func (c *call) flag(on bool) {
	if on {
		c.text("1")
	} else {
		c.text("")
	}
}

func (c *call) number(n int64) {
	c.nums = append(c.nums, n)
	c.args = append(c.args, &c.nums[len(c.nums)-1])
}

// bySource makes the call carry the script itself, for a Redis that has not seen it since its start.
func (c *call) bySource() {
	c.args[0], c.args[1] = "eval", &c.script.source
}

// run makes a command of a call, sends it, and takes the call back. A Redis that has not seen the script since its
// start is sent the script itself.
func run[C redis.Cmder](
	ctx context.Context, s *Store, c *call, command func(context.Context, ...any) C,
) (cmd C, err error) {
	cmd = command(ctx, c.args...)
	err = refusal(cmd, s.batches.do(ctx, cmd))
	if redis.HasErrorPrefix(err, "NOSCRIPT") {
		c.bySource()
		cmd = command(ctx, c.args...)
		err = refusal(cmd, s.batches.do(ctx, cmd))
	}
	if err == nil {
		s.calls.end(c)
	}
	return cmd, err
}

// refused is an error that Redis answered with.
type refused string

func (r refused) Error() string { return string(r) }

// RedisError makes it a redis.Error.
func (refused) RedisError() {}

// refusal is the error of a command that was sent. A raw reply comes without one, even when it tells of one.
func refusal(cmd redis.Cmder, err error) error {
	raw, ok := cmd.(*redis.RawCmd)
	if !ok || err != nil || len(raw.Val()) == 0 || raw.Val()[0] != '-' {
		return err
	}
	return refused(strings.TrimSuffix(string(raw.Val()[1:]), "\r\n"))
}
