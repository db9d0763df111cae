package store

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/store/redistest"
)

func inspect(t *testing.T, s *Store) Inspection {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	in, err := s.Inspect(ctx)
	if err != nil {
		t.Fatal(err)
	}
	return in
}

func openAt(t *testing.T, url string) *Store {
	t.Helper()
	s, err := Open(url, "inspected", Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func TestInspectTellsHowRedisIsSet(t *testing.T) {
	t.Parallel()
	server := redistest.New(t, "--appendonly", "yes", "--appendfsync", "always", "--maxmemory-policy", "noeviction", "--maxmemory", "64mb")
	in := inspect(t, openAt(t, server.URL()))
	if in.AppendOnly != "yes" || in.AppendFsync != "always" || in.Eviction != "noeviction" || in.MaxMemory != 64<<20 || in.Replica != "no" {
		t.Errorf("%+v", in)
	}
	if strings.Count(in.Version, ".") != 2 || in.UsedMemory <= 0 || in.Refused != nil {
		t.Errorf("%+v", in)
	}
	if in.Median <= 0 || in.Worst < in.Median || in.Skew.Abs() > time.Second {
		t.Errorf("median %v, worst %v, skew %v", in.Median, in.Worst, in.Skew)
	}
}

func TestInspectWithoutCONFIGKnowsLess(t *testing.T) {
	t.Parallel()
	in := inspect(t, openAt(t, redistest.New(t, "--maxmemory-policy", "allkeys-lru", "--rename-command", "CONFIG", "").URL()))
	if in.AppendOnly != "no" || in.AppendFsync != Untold || in.Eviction != "allkeys-lru" || in.MaxMemory != 0 || in.Refused != nil {
		t.Errorf("%+v", in)
	}
}

func TestInspectWithoutINFOAndCONFIGStillMeasures(t *testing.T) {
	t.Parallel()
	in := inspect(t, openAt(t, redistest.New(t, "--rename-command", "CONFIG", "", "--rename-command", "INFO", "").URL()))
	if in.Version != Untold || in.AppendOnly != Untold || in.Eviction != Untold || in.Replica != Untold ||
		in.MaxMemory != -1 || in.UsedMemory != -1 || in.Refused != nil || in.Median <= 0 {
		t.Errorf("%+v", in)
	}
}

func TestInspectOfAReplicaSaysThatItTakesNoWrites(t *testing.T) {
	t.Parallel()
	primary := redistest.New(t)
	host, port, _ := strings.Cut(strings.TrimSuffix(strings.TrimPrefix(primary.URL(), "redis://"), "/0"), ":")
	in := inspect(t, openAt(t, redistest.New(t, "--replicaof", host, port).URL()))
	if in.Replica != "yes" || in.Refused == nil || in.Median != 0 {
		t.Errorf("%+v", in)
	}
}

func TestInspectOfTheEmbeddedRedis(t *testing.T) {
	t.Parallel()
	e, err := OpenEmbedded("inspected")
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	e.Advance(time.Hour)
	in := inspect(t, e.Store)
	if in.Version != Untold || in.AppendOnly != Untold || in.Refused != nil || in.Median <= 0 {
		t.Errorf("%+v", in)
	}
	if in.Skew < 59*time.Minute || in.Skew > 61*time.Minute {
		t.Errorf("its clock is %v ahead, want an hour", in.Skew)
	}
}

func TestInspectOfARedisThatIsGone(t *testing.T) {
	t.Parallel()
	server := redistest.New(t)
	s := openAt(t, server.URL())
	server.Kill()
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	if _, err := s.Inspect(ctx); !errors.Is(err, bot.ErrUnavailable) {
		t.Errorf("%v", err)
	}
}
