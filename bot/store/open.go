package store

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/redis/go-redis/v9/maintnotifications"

	"github.com/aldaba-hotline/aldaba/bot"
)

// Options tune a Store. The zero value is right for production.
type Options struct {
	// PoolSize is how many connections are kept open; default 8. Messages use batchesInFlight of them however many
	// there are; the others serve timers, lanes and probes.
	PoolSize int
	// Timeout is how long Redis may take to accept a connection or to answer; default 2 s. A deadline of the caller
	// that comes sooner counts.
	Timeout time.Duration
}

const (
	defaultPoolSize = 8
	defaultTimeout  = 2 * time.Second
)

// Open connects to the Redis at a redis:// or rediss:// URL and makes sure that it answers. HotlineID is the id of
// hotline.yaml: hotlines of different ids can share a Redis. The error of a Redis that does not answer wraps
// bot.ErrUnavailable; no error shows the URL's password.
func Open(redisURL, hotlineID string, opts Options) (*Store, error) {
	if hotlineID == "" || strings.ContainsAny(hotlineID, "{}") {
		return nil, fmt.Errorf("hotline id %q: want at least one character, and no braces", hotlineID)
	}
	o, err := parse(redisURL, opts)
	if err != nil {
		return nil, err
	}
	s := &Store{
		keys:    newKeys(hotlineID),
		scripts: newScripts(),
		address: o.Addrs[0],
		client:  redis.NewUniversalClient(o),
		waiting: redis.NewUniversalClient(patient(o)),
	}
	s.batches = &batcher{client: s.client}
	if err := s.greet(2 * o.DialTimeout); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// parse makes client options of a URL, whose own parameters count most.
func parse(redisURL string, opts Options) (*redis.UniversalOptions, error) {
	if !strings.HasPrefix(redisURL, "redis://") && !strings.HasPrefix(redisURL, "rediss://") {
		return nil, errors.New("redis URL: want redis://host:port or rediss://host:port")
	}
	u, err := redis.ParseURL(redisURL)
	if whole := (*url.Error)(nil); errors.As(err, &whole) {
		err = whole.Err // without the URL
	}
	if err != nil {
		return nil, fmt.Errorf("redis URL: %w", err)
	}
	timeout := cmp.Or(opts.Timeout, defaultTimeout)
	pool := cmp.Or(u.PoolSize, opts.PoolSize, defaultPoolSize)
	return &redis.UniversalOptions{
		Addrs:      []string{u.Addr},
		DB:         u.DB,
		Username:   u.Username,
		Password:   u.Password,
		TLSConfig:  u.TLSConfig,
		ClientName: u.ClientName,

		DialTimeout:           cmp.Or(u.DialTimeout, timeout),
		ReadTimeout:           cmp.Or(u.ReadTimeout, timeout),
		WriteTimeout:          cmp.Or(u.WriteTimeout, timeout),
		PoolTimeout:           cmp.Or(u.PoolTimeout, timeout),
		ContextTimeoutEnabled: true,

		// Never send twice: a commit whose answer got lost would find its own mark and look like a duplicate.
		MaxRetries:    -1,
		DialerRetries: 1,

		// Idle connections stay open: otherwise the client closes and opens them all day.
		PoolSize:         pool,
		MinIdleConns:     pool,
		MaxIdleConns:     pool,
		ConnMaxIdleTime:  -1,
		PipelinePoolSize: -1, // batches share the pool

		// Nothing of RESP3 is of use here, and looking for its pushes costs time with every answer.
		Protocol:                 2,
		DisableIdentity:          true,
		MaintNotificationsConfig: &maintnotifications.Config{Mode: maintnotifications.ModeDisabled},
	}, nil
}

// patient is o for reads that wait for work. Its connections open when they are first used.
func patient(o *redis.UniversalOptions) *redis.UniversalOptions {
	p := *o
	p.MinIdleConns = 0
	p.PoolSize = max(p.PoolSize, 2*len(bot.Lanes())*len(bot.SenderNames())) // each queue has a reader
	p.ReadTimeout += takeWait
	return &p
}

// greet makes sure that Redis answers and knows the scripts.
func (s *Store) greet(timeout time.Duration) error {
	ctx, cancel := context.WithTimeout(context.Background(), timeout)
	defer cancel()
	_, err := s.client.Pipelined(ctx, func(p redis.Pipeliner) error {
		for _, script := range s.scripts.all() {
			p.ScriptLoad(ctx, script.source)
		}
		return nil
	})
	if err != nil {
		return failed("redis at "+s.address, err)
	}
	return nil
}

// UseLog sends what the Redis client itself has to say, such as a failed dial, to a log instead of standard error. The client
// has one such place for the whole process.
func UseLog(log *slog.Logger) { redis.SetLogger(clientLog{log}) }

type clientLog struct{ *slog.Logger }

// Printf implements the client's logger. Its messages name addresses of servers, nothing else.
func (l clientLog) Printf(ctx context.Context, format string, values ...any) {
	l.WarnContext(ctx, "redis client", "says", fmt.Sprintf(format, values...))
}
