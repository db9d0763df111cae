package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/signal"
	"runtime"
	"runtime/debug"
	"sync"
	"syscall"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/desk"
	"github.com/aldaba-hotline/aldaba/bot/seal"
	"github.com/aldaba-hotline/aldaba/bot/store"
	"github.com/aldaba-hotline/aldaba/bot/twilio"
	"github.com/aldaba-hotline/aldaba/bot/web"
)

type serveCmd struct {
	dataFlags
	keysetFlag
	providerFlags
	Listen      string `env:"ALDABA_LISTEN" default:"127.0.0.1:8080" help:"Public address to listen on."`
	AdminListen string `env:"ALDABA_ADMIN_LISTEN" default:"127.0.0.1:9090" help:"Address of metrics; never expose it."`
	PublicURL   string `env:"ALDABA_PUBLIC_URL" placeholder:"URL" help:"How the provider reaches this server, such as https://hotline.example.org: what signatures are checked against."`
	RedisURL    string `env:"ALDABA_REDIS_URL" placeholder:"URL" help:"redis:// or rediss:// URL."`
	Instance    string `env:"ALDABA_INSTANCE" placeholder:"NAME" help:"What this process is called among those that share a Redis (default: its host:port)."`
	Pprof       bool   `env:"ALDABA_PPROF" help:"Serve profiles on the admin address."`
}

// gcPercent lets the heap grow to five times what is in use before it is cleaned. In use are a few megabytes, so this
// costs some ten more and saves a tenth of the time a message takes.
const gcPercent = 400

// headroom is how much memory the server may take beyond what it holds when it is ready. Then it cleans up more often: a broadcast that goes out
// as fast as it can makes much that is soon of no use.
const headroom = 56 << 20

// limitMemory lets the heap grow by the headroom, unless GOMEMLIMIT says something else.
func limitMemory() {
	if os.Getenv("GOMEMLIMIT") != "" {
		return
	}
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	debug.SetMemoryLimit(int64(m.HeapAlloc) + headroom)
}

// Run answers webhooks until it is interrupted. SIGHUP reads flows, texts, words and settings again.
func (c *serveCmd) Run(ctx context.Context, s streams) error {
	log := slog.New(slog.NewTextHandler(s.Err, nil))
	debug.SetGCPercent(gcPercent)
	store.UseLog(log)
	if err := c.complete(); err != nil {
		return err
	}
	b, ps := c.brain()
	if err := refuse(ps); err != nil {
		return err
	}
	warn(log, ps)
	if c.Config == "" {
		log.Warn("no settings are named: everything is stored under the default id, and nothing has a sender; set ALDABA_CONFIG to your hotline.yaml", "id", b.Hotline().ID)
	}
	keys, err := seal.Open(c.Keyset)
	if err != nil {
		return err
	}
	kept, err := store.Open(c.RedisURL, b.Hotline().ID, store.Options{})
	if err != nil {
		return fmt.Errorf("%w; start Redis, or correct ALDABA_REDIS_URL", err)
	}
	defer kept.Close()
	return c.serve(ctx, b, keys, kept, log)
}

// complete checks what has no default.
func (c *serveCmd) complete() error {
	if c.RedisURL == "" {
		return errNoRedis
	}
	if c.Tokens == "" {
		return errors.New("the provider's token is missing; set TWILIO_AUTH_TOKEN")
	}
	return checkPublicURL(c.PublicURL)
}

// sender is what hands messages to the provider. Without an account there is none: answers go out, and nothing else does.
func (c *serveCmd) sender(h bot.Hotline, log *slog.Logger) (*twilio.Client, error) {
	if !c.given() {
		log.Warn("nothing is sent but direct answers: the provider's account is missing; set TWILIO_ACCOUNT_SID")
		return nil, nil //nolint:nilnil // no account is no error
	}
	config := c.config(h, c.PublicURL)
	config.AnswersStop = h.ProviderAnswersStop
	return twilio.NewClient(config)
}

func (c *serveCmd) serve(ctx context.Context, b *desk.Brain, keys *seal.Keyset, kept *store.Store, log *slog.Logger) error {
	metrics := web.NewMetrics()
	metrics.Traffic(kept.Traffic)
	ports := desk.Ports{Store: kept, Sealer: keys, Meter: metrics, Log: log}
	provider, err := c.sender(b.Hotline(), log)
	if err != nil {
		return err
	}
	if provider != nil {
		ports.Sender, ports.Inbox = provider, provider
	}
	d := desk.New(b, ports)
	if err := d.KnowsKeyset(ctx, true); err != nil {
		log.Error("what is stored cannot be read", "id", b.Hotline().ID, "err", err)
	}
	server := web.New(web.Options{Listen: c.Listen, Admin: c.AdminListen, Log: log, Pprof: c.Pprof, Metrics: metrics, Checks: []web.Check{
		{Name: "store", Func: kept.Probe}, {Name: "timers", Func: d.TimersRun}, {Name: "outbox", Func: d.OutboxRuns}}})
	if err := mountInbound(server, account{c.PublicURL, c.Tokens, c.Account}, b.Hotline(), d, log); err != nil {
		return err
	}
	if err := server.Listen(); err != nil {
		return fmt.Errorf("%w; free the port, or choose others with --listen and --admin-listen", err)
	}
	hangup := make(chan os.Signal, 1)
	signal.Notify(hangup, syscall.SIGHUP)
	defer signal.Stop(hangup)
	var workers sync.WaitGroup
	working, stop := context.WithCancel(ctx)
	workers.Go(func() { d.RunTimers(working) })
	workers.Go(func() { d.RunAuditor(working) })
	workers.Go(func() { d.RunNotices(working) })
	workers.Go(func() { c.reloadOn(working, hangup, d, log) })
	limitMemory()
	instance := cmp.Or(c.Instance, server.Addr())
	if provider != nil {
		workers.Go(func() { d.RunOutbox(working, instance) })
		workers.Go(func() { d.RunReconciliation(working) })
		workers.Go(func() { d.RunRoster(working) })
		workers.Go(func() { d.RunBroadcasts(working) })
	}
	log.Info("ready", "id", b.Hotline().ID, "config", cmp.Or(c.Config, "none"), "instance", instance, "listen", server.Addr(), "admin", server.AdminAddr(), "languages", b.Hotline().Languages)
	err = server.Run(ctx)
	stop()
	workers.Wait()
	return err
}

// reloadOn reads the data again at every signal; a set with problems is refused and the old one stays.
func (c *serveCmd) reloadOn(ctx context.Context, hangup <-chan os.Signal, d *desk.Desk, log *slog.Logger) {
	id := d.Brain().Hotline().ID
	for {
		select {
		case <-ctx.Done():
			return
		case <-hangup:
		}
		b, ps := c.brain()
		warn(log, ps)
		if b == nil {
			log.Error("reload refused: the old set stays in use", "problems", len(ps))
			continue
		}
		if b.Hotline().ID != id {
			log.Error("reload refused: put the old id back; under a new one everybody is a stranger, and every STOP is forgotten", "id", id)
			continue
		}
		if needsRestart(d.Brain().Hotline(), b.Hotline()) {
			log.Warn("senders, messaging_service and provider_answers_stop change with a restart only")
		}
		d.Use(b)
		log.Info("reloaded", "languages", b.Hotline().Languages)
	}
}

// needsRestart reports whether settings differ that are read at the start only.
func needsRestart(a, b bot.Hotline) bool {
	return a.Senders != b.Senders || a.MessagingService != b.MessagingService || a.ProviderAnswersStop != b.ProviderAnswersStop
}

func warn(log *slog.Logger, ps bot.Problems) {
	for _, p := range ps {
		level := slog.LevelWarn
		if p.Loud {
			level = slog.LevelError
		}
		log.Log(context.Background(), level, "data", "problem", p.Error())
	}
}
