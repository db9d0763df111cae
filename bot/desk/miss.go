package desk

import (
	"context"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/text"
	"github.com/aldaba-hotline/aldaba/bot/understand"
)

// Miss is a text that nothing matched, kept for whoever maintains the words. Nothing leads from it to who wrote it, so DELETE and STOP
// cannot reach it either: it goes by its age. See deploy/adr/0015-misses.md.
type Miss struct {
	Day      int64        `json:"d"` // since 1970-01-01, UTC
	Language bot.Language `json:"l"` // as far as it is known
	Text     bot.Private  `json:"t"` // without names, status and numbers
}

const (
	keepMissDays = 14  // the day of the text is the first
	maxMiss      = 300 // characters of a text
	leastMiss    = 2   // letters
	maxNameWords = 4
	leastDigits  = 4 // that may be a number by which somebody is found
)

// missed is what is kept of a text that nothing matched; nil when that is nothing.
func (b *Brain) missed(before State, d *Decision, e bot.Event, now time.Time) *Miss {
	if !b.hotline.KeepMisses || !asked(d.Intent, e) || !b.mayKeep(before, d, now) {
		return nil
	}
	words := d.words.Reveal()
	if !b.reader.Asks(words) || b.answers[b.reader.Key(words)] || b.tellsWho(words) {
		return nil
	}
	clean := b.nameless(words)
	if letters(clean) < leastMiss {
		return nil
	}
	return &Miss{Day: now.Unix() / secondsADay, Language: d.Intent.Language, Text: bot.Private(text.Clean(clean, maxMiss))}
}

// asked reports whether words were read, and nothing matched them.
func asked(in bot.Intent, e bot.Event) bool {
	return e.Kind == bot.Received && in.Action == bot.ActMenu && e.Button == "" && e.Location == nil
}

// mayKeep reports whether what is said at this place of a conversation may be read by others than those it was said to: it belongs to no report,
// record or crisis, does not tell where somebody is, and comes from nobody who said STOP.
func (b *Brain) mayKeep(before State, d *Decision, now time.Time) bool {
	if d.Erased || before.Contact.Consent == bot.ConsentStopped || d.Contact.Consent == bot.ConsentStopped {
		return false
	}
	for _, s := range []bot.Session{before.Session, d.Session} {
		if s.Report != "" || s.Held != nil || b.grave[s.Flow] || slices.ContainsFunc(s.Stack, func(f bot.Frame) bool { return b.grave[f.Flow] }) {
			return false
		}
	}
	p := b.library.Pending(before.Session, now)
	return !p.Report && !p.Past && !p.State && !slices.ContainsFunc(d.Effects, func(x bot.Effect) bool { _, told := x.(bot.Tell); return told })
}

// tellsWho reports whether a text is nothing but a name, as far as capitals tell, or says where somebody could be sent to.
func (b *Brain) tellsWho(words string) bool {
	if _, placed := b.atlas.Read(bot.Private(words), nil, false); placed {
		return true
	}
	all := strings.Fields(words)
	return len(all) > 1 && len(all) <= maxNameWords && !slices.ContainsFunc(all, func(w string) bool {
		runes := []rune(w)
		return len(runes) < 2 || !unicode.IsUpper(runes[0]) || !unicode.IsLower(runes[1])
	})
}

// How numbers and addresses look by which somebody is found.
var (
	numbers   = regexp.MustCompile(`\p{Nd}[\p{Nd} .()/+-]*`)
	addresses = regexp.MustCompile(`\S*(@|://|www\.)\S*`)
)

// nameless is a text without names, status, numbers and addresses of the net. "…" stands where they were.
func (b *Brain) nameless(words string) string {
	words, _ = b.reader.Redact(words)
	words = addresses.ReplaceAllString(words, "…")
	return numbers.ReplaceAllStringFunc(words, func(n string) string {
		digits := len([]rune(n)) - len([]rune(strings.Map(notDigit, n)))
		if digits < leastDigits {
			return n
		}
		return "…" + n[len(strings.TrimRight(n, " ")):]
	})
}

// notDigit drops digits.
func notDigit(r rune) rune {
	if unicode.IsDigit(r) {
		return -1
	}
	return r
}

func letters(s string) (n int) {
	for _, r := range s {
		if unicode.IsLetter(r) {
			n++
		}
	}
	return n
}

// learnMisses prepares a brain to tell misses: what is an answer to some question, and which flows belong to a crisis.
func (b *Brain) learnMisses(words []understand.Words) {
	if !b.hotline.KeepMisses {
		return
	}
	b.answers, b.grave = map[string]bool{}, map[string]bool{}
	for _, names := range b.labels {
		for _, n := range names {
			b.answers[b.reader.Key(n)] = true
		}
	}
	for _, w := range words {
		for id := range w.Crisis {
			if t := b.library.Topic(id); t != nil && t.Flow != "" {
				b.grave[t.Flow] = true
			}
		}
	}
}

// missWrite writes a miss. Neither its id, its version nor its end tells when that was: it goes with the midnight after its last day.
func (d *Desk) missWrite(m Miss, now time.Time) (Write, error) {
	w := Write{Ref: Ref{KindMiss, newID()}, Next: 1}
	w.TTL = time.Unix((m.Day+keepMissDays)*secondsADay, 0).Sub(now)
	body, err := d.sealJSON(w.Ref, fieldBody, m)
	w.Fields = []Field{body}
	return w, err
}

// Misses returns all texts that nothing matched, in no order. It looks at every key of the store: it is for a person's command, not for a
// server. Those that no key opens are left out, and logged.
func (d *Desk) Misses(ctx context.Context) ([]Miss, error) {
	refs, err := d.Store.List(ctx, KindMiss)
	if err != nil {
		return nil, err
	}
	var all []Miss
	for some := range slices.Chunk(refs, readAtOnce) {
		docs, err := d.Store.Read(ctx, some...)
		if err != nil {
			return nil, err
		}
		for _, doc := range docs {
			var m Miss
			known, err := d.openBody(doc, &m)
			if err != nil {
				return nil, err
			}
			if known {
				all = append(all, m)
			}
		}
	}
	return all, nil
}
