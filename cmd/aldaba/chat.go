package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/desk"
	"github.com/aldaba-hotline/aldaba/bot/web"
)

type chatCmd struct {
	dataFlags
	Lang    string `placeholder:"LANG" help:"Speak this language from the start, such as es; otherwise it is guessed."`
	Channel string `enum:"sms,whatsapp" default:"sms" help:"sms or whatsapp."`
}

const chatHelp = `Write as a texter would. /location LAT LONG  /photo  /voice  /wait 10m  /new  /why  /quit
/rosa and /ana, and then what the dispatcher and the verifier text: /rosa TAKE 417KDX`

// Run talks with the hotline in the terminal.
func (c *chatCmd) Run(ctx context.Context, s streams) error {
	set, err := c.tried(s)
	if err != nil {
		return err
	}
	if err := c.speak(&set.Hotline, set.Reviewed().Languages()); err != nil {
		return err
	}
	ch := &chat{channel: bot.Channel(c.Channel), out: s.Out}
	t, err := newTrial(brainOf(set), web.Options{Listen: "127.0.0.1:0", Log: quiet}, ch.watch)
	if err != nil {
		return err
	}
	defer t.close()
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	go t.store.Run(ctx)
	ch.trial = t
	if ch.crew, err = hireCrew(ctx, t); err != nil {
		return err
	}
	fmt.Fprintln(s.Err, chatHelp)
	ch.begin()
	lines := bufio.NewScanner(s.In)
	for ctx.Err() == nil && lines.Scan() {
		if err := ch.line(ctx, lines.Text()); err != nil {
			if errors.Is(err, io.EOF) {
				return nil
			}
			fmt.Fprintln(s.Err, err)
		}
	}
	return lines.Err()
}

// chat is one conversation in the terminal.
type chat struct {
	trial   *trial
	channel bot.Channel
	out     io.Writer
	number  string
	seen    int
	crew    []*colleague
	mu      sync.Mutex // guards last: the webhook decides on another goroutine
	last    desk.Decision
}

func (c *chat) watch(d desk.Decision) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.last = d
}

// speak makes the chosen language the one that somebody new is answered in.
func (c *chatCmd) speak(h *bot.Hotline, published []bot.Language) error {
	if c.Lang == "" {
		return nil
	}
	if !slices.Contains(published, bot.Language(c.Lang)) {
		return fmt.Errorf("language %q is not published; use one of %v, or see what keeps it back: aldaba review status", c.Lang, published)
	}
	h.DefaultLanguage = bot.Language(c.Lang)
	return nil
}

// begin takes a new phone.
func (c *chat) begin() { c.number, c.seen = c.trial.phones.New(c.channel), 0 }

// line takes one line of input.
func (c *chat) line(ctx context.Context, line string) error {
	word, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
	switch word {
	case "/help":
		fmt.Fprintln(c.out, chatHelp)
		return nil
	case "/quit":
		return io.EOF
	case "/new":
		c.begin()
		return nil
	case "/why":
		c.why()
		return nil
	case "/wait":
		return c.wait(ctx, rest)
	case "/photo":
		return c.say(ctx, bot.Event{Text: bot.Private(rest), Media: photo()})
	case "/voice":
		return c.say(ctx, bot.Event{Media: voice()})
	case "/location":
		var at bot.Location
		if _, err := fmt.Sscan(rest, &at.Latitude, &at.Longitude); err != nil {
			return fmt.Errorf("write /location LATITUDE LONGITUDE, such as /location 37.8044 -122.2712")
		}
		return c.say(ctx, bot.Event{Location: &at})
	}
	if m := c.colleague(word); m != nil {
		return c.text(ctx, m.Number, bot.Event{Text: bot.Private(rest)})
	}
	if strings.HasPrefix(word, "/") {
		return fmt.Errorf("unknown: %s. %s", word, chatHelp)
	}
	return c.say(ctx, bot.Event{Text: bot.Private(line)})
}

func (c *chat) say(ctx context.Context, e bot.Event) error { return c.text(ctx, c.number, e) }

// text lets a phone write to the hotline.
func (c *chat) text(ctx context.Context, number string, e bot.Event) error {
	if err := c.trial.phones.Say(ctx, number, e); err != nil {
		return err
	}
	return errors.Join(c.trial.deliver(ctx), c.read())
}

// read prints what has arrived.
func (c *chat) read() error {
	bubbles, _, err := c.trial.phones.Since(c.number, c.seen)
	for _, b := range bubbles {
		c.seen = b.Seq
		if b.FromHotline {
			fmt.Fprintf(c.out, "\n%s\n\n", b.Text)
		}
	}
	return errors.Join(err, c.overhear())
}

// wait lets time pass, a second at a time while anything could come due.
func (c *chat) wait(ctx context.Context, how string) error {
	d, err := time.ParseDuration(how)
	if err != nil || d <= 0 {
		return fmt.Errorf("write /wait and a duration, such as /wait 10m")
	}
	for step := max(time.Second, d/1000); d > 0; d -= step {
		c.trial.store.Advance(min(step, d))
		if err := c.trial.desk.WorkTimers(ctx); err != nil {
			return err
		}
		if err := c.trial.deliver(ctx); err != nil {
			return err
		}
	}
	return c.read()
}

// why explains the last decision.
func (c *chat) why() {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, w := range c.last.Intent.Why {
		fmt.Fprintln(c.out, w)
	}
	for _, e := range c.last.Edges {
		fmt.Fprintln(c.out, "went", e)
	}
	for _, say := range c.last.Says {
		fmt.Fprintln(c.out, "said", say.Message)
	}
}
