package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/book"
	"github.com/aldaba-hotline/aldaba/bot/desk"
	"github.com/aldaba-hotline/aldaba/bot/seal"
)

type doctorCmd struct {
	dataFlags
	keysetFlag
	providerFlags
	PublicURL string `env:"ALDABA_PUBLIC_URL" placeholder:"URL" help:"How the provider reaches the server, such as https://hotline.example.org."`
	RedisURL  string `env:"ALDABA_REDIS_URL" placeholder:"URL" help:"redis:// or rediss:// URL."`
	SendTo    string `placeholder:"NUMBER" help:"Text this number (whatsapp:+1... by WhatsApp) through the running server, and wait for its receipt. It costs a text."`
}

// finding is one thing that a look at a hotline found.
type finding struct {
	level  level
	what   string
	remedy string // of anything but fine
}

// level is how bad a finding is.
type level string

const (
	fine    level = "ok"
	warning level = "warning"
	serious level = "serious" // people are not heard, nobody is woken, or a report can be lost
)

// String formats the finding as one line.
func (f finding) String() string {
	if f.remedy == "" {
		return string(f.level) + ": " + f.what
	}
	return string(f.level) + ": " + f.what + "; " + f.remedy
}

// judge is a finding that is serious above one limit and a warning above another.
func judge[N cmp.Ordered](n, warn, bad N, what, remedy string) finding {
	switch {
	case n > bad:
		return finding{serious, what, remedy}
	case n > warn:
		return finding{warning, what, remedy}
	}
	return finding{fine, what, ""}
}

// Run looks at everything that a hotline needs and prints what it finds, one a line. Nothing is changed but for a few
// small writes that time Redis.
func (c *doctorCmd) Run(ctx context.Context, s streams) error {
	set, ps := c.checked()
	bad := 0
	for _, check := range []func(context.Context, book.Set) []finding{
		func(context.Context, book.Set) []finding { return dataFindings(set, ps) },
		c.redis, c.keys, c.address, c.provider, rates, c.sendTest,
	} {
		for _, f := range check(ctx, set) {
			fmt.Fprintln(s.Out, f)
			if f.level == serious {
				bad++
			}
		}
		if ctx.Err() != nil {
			return errors.New("interrupted")
		}
	}
	if bad > 0 {
		return fmt.Errorf("%d serious finding(s), named above", bad)
	}
	return nil
}

// problemsShown is how many problems of the data are told before the rest is counted.
const problemsShown = 10

// dataFindings are what is wrong with flows, texts, words and settings, expired topics and unfinished languages included: what is serious
// first, for many warnings hide what comes after them.
func dataFindings(set book.Set, ps bot.Problems) []finding {
	var all []finding
	if ps.Err() == nil {
		all = append(all, finding{fine, fmt.Sprintf("languages %v are whole", set.Hotline.Languages), ""})
	}
	ps = slices.Clone(ps)
	slices.SortStableFunc(ps, func(a, b bot.Problem) int { return cmp.Compare(rank(a), rank(b)) })
	for i, p := range ps {
		f := finding{serious, p.Error(), ""}
		if p.Warning {
			f.level = warning
		}
		if i == problemsShown {
			f.what = fmt.Sprintf("%d more problems with flows, texts, words and settings", len(ps)-i)
			f.remedy = "aldaba check names them all"
			if ps[i:].Err() != nil {
				f.level = serious
			}
			return append(all, f)
		}
		all = append(all, f)
	}
	return all
}

// rank puts what is serious before warnings, and behind it the topics, of which many grow old on one day.
func rank(p bot.Problem) int {
	switch {
	case p.Warning:
		return 2
	case strings.HasPrefix(p.File, "flows/topics/"):
		return 1
	}
	return 0
}

func (c *doctorCmd) keys(ctx context.Context, set book.Set) []finding {
	if _, err := seal.Open(c.Keyset); err != nil {
		return []finding{{serious, err.Error(), ""}} // names the remedy
	}
	if d, closeStore, err := openDesk(set, c.RedisURL, c.Keyset); err == nil {
		defer closeStore()
		if err := d.KnowsKeyset(ctx, false); errors.Is(err, desk.ErrKeyset) {
			return []finding{{serious, "the keyset " + c.Keyset + " is not the one that the hotline was started with: nothing stored can be read, and every STOP is forgotten", "set ALDABA_KEYSET to the old one"}}
		}
	}
	return []finding{{fine, "the keyset " + c.Keyset + " can be read by nobody else", ""}}
}

// address judges the address that the provider calls and signs.
func (c *doctorCmd) address(context.Context, book.Set) []finding {
	if err := checkPublicURL(c.PublicURL); err != nil {
		return []finding{{serious, err.Error(), ""}} // names the remedy
	}
	if u, err := url.Parse(c.PublicURL); err != nil || u.Scheme != "https" {
		return []finding{{serious, "ALDABA_PUBLIC_URL is not https: what people write can be read on its way", "put TLS in front of the server (deploy/Caddyfile) and write https://"}}
	}
	return []finding{{fine, "the public address is spelled with https (nobody called it)", ""}}
}

// Paging must reach everybody within a minute even when ten reports come at once.
const (
	incidentsAtOnce = 10
	segmentsOfAPage = 2
	secondsToPage   = 60
)

// rates tells how long paging takes when many reports come at once.
func rates(_ context.Context, set book.Set) []finding {
	h := set.Hotline
	if len(h.Escalation) == 0 || h.Rates.SMS <= 0 {
		return nil // dataFindings say so
	}
	sender := "sms"
	if h.Senders.Pages != "" {
		sender = "pages"
	}
	people, err := strconv.Atoi(h.Escalation[0].Page)
	if err != nil {
		return []finding{{fine, fmt.Sprintf("paging %d incidents takes as long as the roster is: the first tier pages everybody, %d segments each at %v a second from the %s sender",
			incidentsAtOnce, segmentsOfAPage, h.Rates.SMS, sender), ""}}
	}
	seconds := float64(incidentsAtOnce*people*segmentsOfAPage) / h.Rates.SMS
	what := fmt.Sprintf("paging %d incidents takes %.0f s: %d people each, %d segments a page, %v segments a second from the %s sender",
		incidentsAtOnce, seconds, people, segmentsOfAPage, h.Rates.SMS, sender)
	if seconds > secondsToPage {
		return []finding{{warning, what, "page fewer in the first tier, or get a faster sender (a short code sends 100 a second) and say so under rates"}}
	}
	return []finding{{fine, what, ""}}
}
