package main

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/aldaba-hotline/aldaba/bot/book"
	"github.com/aldaba-hotline/aldaba/bot/store"
)

// redisFloor is the oldest Redis that the hotline is tested with.
const redisFloor = "7.0.15"

const (
	slowRedis, stuckRedis   = 10 * time.Millisecond, 100 * time.Millisecond
	skewedClock, wrongClock = time.Second, 30 * time.Second
	fullOf100               = 80 // percent of maxmemory
)

func (c *doctorCmd) redis(ctx context.Context, set book.Set) []finding {
	if c.RedisURL == "" {
		return []finding{{serious, errNoRedis.Error(), ""}} // names the remedy
	}
	kept, err := store.Open(c.RedisURL, cmp.Or(set.Hotline.ID, "doctor"), store.Options{PoolSize: 1})
	if err != nil {
		return []finding{{serious, err.Error(), "start Redis, or correct ALDABA_REDIS_URL"}}
	}
	defer kept.Close()
	in, err := kept.Inspect(ctx)
	if err != nil {
		return []finding{{serious, err.Error(), "see why Redis stopped answering"}}
	}
	return slices.Concat(redisSettings(in), redisHealth(in))
}

// redisSettings judges how Redis keeps what it is given.
func redisSettings(in store.Inspection) []finding {
	all := []finding{
		setting("appendonly", in.AppendOnly, "yes", "reports are lost when Redis stops"),
		setting("appendfsync", in.AppendFsync, "always", "reports of the last second or more are lost when the machine stops"),
		setting("maxmemory-policy", in.Eviction, "noeviction", "Redis throws away reports when its memory is full"),
	}
	switch {
	case in.Version == store.Untold:
		all = append(all, finding{warning, "Redis does not tell its version", "make sure that it is " + redisFloor + " or newer"})
	case olderThan(in.Version, redisFloor):
		all = append(all, finding{serious, "Redis is " + in.Version, "install " + redisFloor + " or newer"})
	default:
		all = append(all, finding{fine, "Redis is " + in.Version, ""})
	}
	switch in.Replica {
	case "yes":
		all = append(all, finding{serious, "this Redis is a replica, which takes no writes", "let ALDABA_REDIS_URL name the primary"})
	case "no":
		all = append(all, finding{fine, "this Redis is a primary", ""})
	}
	return all
}

// setting judges one setting of Redis. Harm is what happens with another value.
func setting(name, is, want, harm string) finding {
	switch is {
	case want:
		return finding{fine, "Redis has " + name + " " + is, ""}
	case store.Untold:
		return finding{warning, "Redis does not tell its " + name, "ask whoever runs it: it must be " + want + ", else " + harm}
	}
	return finding{serious, fmt.Sprintf("Redis has %s %s: %s", name, is, harm), fmt.Sprintf("set %s %s (deploy/redis.conf)", name, want)}
}

// redisHealth judges how Redis does right now.
func redisHealth(in store.Inspection) []finding {
	var all []finding
	if in.Refused != nil && in.Replica != "yes" {
		all = append(all, finding{serious, "Redis takes no writes: " + in.Refused.Error(), "see its log: its memory or disk may be full"})
	}
	if in.Refused == nil {
		all = append(all, judge(in.Median, slowRedis, stuckRedis, fmt.Sprintf("a write to Redis takes %v (the slowest %v)", round(in.Median), round(in.Worst)),
			"bring Redis nearer, give it a faster disk, or see what else keeps it busy"))
	}
	all = append(all, judge(in.Skew.Abs(), skewedClock, wrongClock, fmt.Sprintf("this machine's clock and Redis' are %v apart", round(in.Skew.Abs())),
		"let both follow NTP: deadlines and quiet hours go by these clocks"))
	if in.MaxMemory > 0 && in.UsedMemory >= 0 {
		used := int(in.UsedMemory * 100 / in.MaxMemory)
		all = append(all, judge(used, fullOf100, 100, fmt.Sprintf("Redis uses %d %% of its memory", used), "raise maxmemory: when it is full, nothing more is taken"))
	}
	return all
}

func round(d time.Duration) time.Duration {
	if d < time.Millisecond {
		return d.Round(10 * time.Microsecond)
	}
	return d.Round(time.Millisecond)
}

// olderThan compares versions such as 7.0.15 part by part; what is no number counts as 0.
func olderThan(is, floor string) bool {
	parts := func(v string) []int {
		var all []int
		for p := range strings.SplitSeq(v, ".") {
			n, _ := strconv.Atoi(p)
			all = append(all, n)
		}
		return all
	}
	return slices.Compare(parts(is), parts(floor)) < 0
}
