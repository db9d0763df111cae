// Command aldaba runs the hotline and the tools of those who write for it. Each verb has a file of its own; this is the
// only place that wires the packages together.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"slices"
	"syscall"
	_ "time/tzdata" // the hotline's zones must load on a machine without them

	"github.com/alecthomas/kong"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/store"
)

// Exit statuses.
const (
	exitOK     = 0
	exitFailed = 1
	exitUsage  = 2
)

// verbs is the command line. Every variable of the environment is a flag too.
type verbs struct {
	Demo        demoCmd        `cmd:"" help:"Try the whole hotline in a browser, from the first text of a frightened person to the volunteer at the door. Nothing is kept."`
	Chat        chatCmd        `cmd:"" help:"Try the conversation in this terminal."`
	Serve       serveCmd       `cmd:"" help:"Answer the provider's webhooks. Needs Redis, a keyset and the provider's token."`
	Check       checkCmd       `cmd:"" help:"Check that flows, texts, words and settings fit together."`
	Test        testCmd        `cmd:"" help:"Play the transcripts."`
	Understand  understandCmd  `cmd:"" help:"Say what texts mean: JSON lines in, JSON lines out."`
	Setup       setupCmd       `cmd:"" help:"Set the provider's account up: webhooks and WhatsApp templates."`
	Doctor      doctorCmd      `cmd:"" help:"Look at everything that a hotline needs, and say what is wrong."`
	Outbox      outboxCmd      `cmd:"" help:"Say what became of each message, and decide about those that are held."`
	Roster      rosterCmd      `cmd:"" help:"Who is on call: import, look, override, test."`
	Incident    incidentCmd    `cmd:"" help:"Say what became of each report, and who was asked."`
	Review      reviewCmd      `cmd:"" help:"What lawyers have approved: status, approvals, withdrawals, a sheet to fill in."`
	Keys        keysCmd        `cmd:"" help:"Make the keys that seal what people write."`
	Init        initCmd        `cmd:"" help:"Write an annotated hotline.yaml to start from."`
	I18n        i18nCmd        `cmd:"" name:"i18n" help:"For translators: export all texts and words, import what comes back."`
	Render      renderCmd      `cmd:"" help:"Write what Twilio shall answer while it cannot reach the hotline."`
	Broadcast   broadcastCmd   `cmd:"" help:"One text to many: draft, preview, approve, stop, report."`
	Notice      noticeCmd      `cmd:"" help:"What is told to whoever asks about a place: draft, show, approve, withdraw."`
	Version     versionCmd     `cmd:"" help:"Print the version."`
	User        userCmd        `cmd:"" help:"Who may draft and approve what goes out to many."`
	Subscribers subscribersCmd `cmd:"" help:"Who gets alerts: import, export, count."`
}

// streams are where a verb reads and writes: results to Out, everything else to Err.
type streams struct {
	In       io.Reader
	Out, Err io.Writer
}

func main() {
	store.UseLog(slog.New(slog.DiscardHandler)) // a failed dial is told once, by the verb's error; serve has a log for it
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second signal ends the process at once
	code := run(ctx, os.Args[1:], streams{os.Stdin, os.Stdout, os.Stderr})
	stop()
	os.Exit(code)
}

// helped ends the parsing after --help has been printed.
type helped struct{}

// run parses a command line, performs its verb, and returns the exit status.
func run(ctx context.Context, args []string, s streams) (code int) {
	defer func() {
		if e := recover(); e != nil {
			if _, ok := e.(helped); !ok {
				panic(e)
			}
			code = exitOK
		}
	}()
	var v verbs
	parser := kong.Must(&v, kong.Name("aldaba"), kong.Writers(s.Out, s.Err), kong.Exit(func(int) { panic(helped{}) }),
		kong.Description("A hotline by text: rights in your own words and language."), kong.UsageOnError(),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true}))
	if len(args) == 0 {
		args = []string{"--help"}
	}
	if i := slices.Index(args, "-update"); i >= 0 {
		args[i] = "--update" // go test's spelling is in everybody's fingers
	}
	parsed, err := parser.Parse(args)
	if err != nil {
		fmt.Fprintf(s.Err, "aldaba: %s; see aldaba --help\n", err)
		return exitUsage
	}
	parsed.BindTo(ctx, (*context.Context)(nil))
	if err := parsed.Run(s); err != nil {
		fmt.Fprintf(s.Err, "aldaba: %s\n", err)
		return exitFailed
	}
	return exitOK
}

// report prints problems, warnings included, and returns an error that counts those that are not.
func report(w io.Writer, ps bot.Problems) error {
	failed := 0
	for _, p := range ps {
		mark := ""
		if p.Warning {
			mark = "warning: "
		} else {
			failed++
		}
		fmt.Fprintf(w, "%s%s\n", mark, p.Error())
	}
	if failed == 0 {
		return nil
	}
	return fmt.Errorf("%d problem(s), named above", failed)
}

var errNoRedis = errors.New("no Redis is configured; set ALDABA_REDIS_URL, such as redis://127.0.0.1:6379 (Debian: apt install redis-server; " +
	"settings: deploy/redis.conf). To try Aldaba without one: aldaba demo")
