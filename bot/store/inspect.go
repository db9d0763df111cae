package store

import (
	"bufio"
	"context"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Inspection is what a Redis tells of itself. A managed Redis may keep some of it to itself: such a value is Untold, or
// -1 for a number.
type Inspection struct {
	Version     string // such as "7.0.15"
	AppendOnly  string // appendonly: "yes" or "no"
	AppendFsync string // appendfsync: "always", "everysec" or "no"
	Eviction    string // maxmemory-policy, such as "noeviction"
	MaxMemory   int64  // bytes; 0: no limit of its own
	UsedMemory  int64  // bytes
	Replica     string // "yes": it copies another Redis and takes no writes; or "no"

	Refused error         // why it took none of the small writes of this look; nil: it took them
	Median  time.Duration // of the round trips of those writes
	Worst   time.Duration
	Skew    time.Duration // Redis' clock minus this machine's
}

// Untold is the value of a setting that Redis does not tell.
const Untold = ""

// inspectionProbes is how many small writes an inspection times.
const inspectionProbes = 20

// Inspect looks at the Redis behind the store: its settings, a few small writes, and its clock. The error of one that does not
// answer wraps bot.ErrUnavailable; one that answers but takes no writes is no error, see Refused.
func (s *Store) Inspect(ctx context.Context) (Inspection, error) {
	in := Inspection{MaxMemory: -1, UsedMemory: -1}
	if err := s.client.Ping(ctx).Err(); err != nil {
		return in, failed("inspect", err)
	}
	in.read(s.told(ctx))
	if err := s.compareClocks(ctx, &in); err != nil {
		return in, err
	}
	var took []time.Duration
	for range inspectionProbes {
		begin := time.Now()
		if in.Refused = s.Probe(ctx); in.Refused != nil {
			break
		}
		took = append(took, time.Since(begin))
	}
	if len(took) > 0 {
		slices.Sort(took)
		in.Median, in.Worst = took[len(took)/2], took[len(took)-1]
	}
	return in, ctx.Err()
}

// told returns what INFO and CONFIG say, by the names of CONFIG and of INFO. Either may be forbidden.
func (s *Store) told(ctx context.Context) map[string]string {
	all := map[string]string{}
	if info, err := s.client.Info(ctx).Result(); err == nil {
		lines := bufio.NewScanner(strings.NewReader(info))
		for lines.Scan() {
			if key, value, ok := strings.Cut(lines.Text(), ":"); ok {
				all[key] = value
			}
		}
	}
	for _, name := range []string{"appendonly", "appendfsync", "maxmemory-policy", "maxmemory"} {
		if set, err := s.client.ConfigGet(ctx, name).Result(); err == nil {
			for key, value := range set {
				all[key] = value
			}
		}
	}
	return all
}

// read keeps what was told. Where CONFIG is forbidden, INFO tells all but appendfsync.
func (in *Inspection) read(told map[string]string) {
	first := func(names ...string) string {
		for _, n := range names {
			if told[n] != "" {
				return told[n]
			}
		}
		return Untold
	}
	in.Version = first("redis_version")
	in.AppendFsync = first("appendfsync")
	in.Eviction = first("maxmemory-policy", "maxmemory_policy")
	in.AppendOnly = yesNo(first("appendonly", "aof_enabled"), "yes", "1")
	in.Replica = yesNo(first("role"), "slave", "replica")
	in.MaxMemory = number(first("maxmemory"))
	in.UsedMemory = number(first("used_memory"))
}

// yesNo is whether a told value is one of those that mean yes.
func yesNo(value string, yes ...string) string {
	switch {
	case value == Untold:
		return Untold
	case slices.Contains(yes, value):
		return "yes"
	}
	return "no"
}

func number(value string) int64 {
	n, err := strconv.ParseInt(value, 10, 64)
	if err != nil {
		return -1
	}
	return n
}

// compareClocks asks for the time a few times and believes the quickest answer, whose middle is the least uncertain.
func (s *Store) compareClocks(ctx context.Context, in *Inspection) error {
	const asked = 5
	quickest := time.Duration(-1)
	for range asked {
		begin := time.Now()
		theirs, err := s.client.Time(ctx).Result()
		took := time.Since(begin)
		if err != nil {
			return failed("inspect", err)
		}
		if quickest < 0 || took < quickest {
			quickest, in.Skew = took, theirs.Sub(begin.Add(took/2))
		}
	}
	return nil
}
