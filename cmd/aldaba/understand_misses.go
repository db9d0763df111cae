package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/aldaba-hotline/aldaba/bot/desk"
)

const (
	maxMissTexts = 5   // shown of a group
	alike        = 0.5 // how like the first of a group a text must be
)

// listMisses prints the texts that nothing matched, those that are alike together, the biggest group first.
func (c *understandCmd) listMisses(ctx context.Context, s streams) error {
	return c.with(func(d *desk.Desk) error {
		if err := d.KnowsKeyset(ctx, false); err != nil {
			return err
		}
		all, err := d.Misses(ctx)
		if err != nil {
			return err
		}
		if !d.Brain().Hotline().KeepMisses {
			fmt.Fprintln(s.Err, "warning: the hotline keeps no such texts now; write keep_misses: true in hotline.yaml")
		}
		v := groupMisses(all, d.Brain().Reader().Key)
		if c.JSON {
			return printJSON(s.Out, v)
		}
		return v.print(s.Out)
	})
}

// missesView is what understand --misses shows.
type missesView []missGroup

// missGroup are texts that are alike.
type missGroup struct {
	Count     int      `json:"count"`
	Languages []string `json:"languages"`
	Days      []string `json:"days"`
	Texts     []string `json:"texts"` // at most five, no two in the same words; the most frequent first
}

// phrasing is texts that say the same in the same words.
type phrasing struct {
	key    string
	misses []desk.Miss
}

// groupMisses puts like texts together. The most frequent phrasings lead; each other one joins the leader that it is most like, or leads itself. A word that
// fewer phrasings have counts more.
func groupMisses(all []desk.Miss, key func(string) string) missesView {
	phrasings := phrasingsOf(all, key)
	l := leaders{led: map[string][]int{}, weight: weigh(phrasings)}
	v := missesView{}
	for _, p := range phrasings {
		at := l.join(wordsOf(p.key))
		if at == len(v) {
			v = append(v, missGroup{Languages: []string{}, Days: []string{}, Texts: []string{}})
		}
		v[at].add(p)
	}
	slices.SortStableFunc(v, func(a, b missGroup) int { return cmp.Compare(b.Count, a.Count) })
	return v
}

// phrasingsOf are the phrasings, the most frequent first. The order does not depend on that of the texts.
func phrasingsOf(all []desk.Miss, key func(string) string) []phrasing {
	byKey := map[string][]desk.Miss{}
	for _, m := range all {
		k := key(m.Text.Reveal())
		byKey[k] = append(byKey[k], m)
	}
	var found []phrasing
	for k, misses := range byKey {
		slices.SortFunc(misses, func(a, b desk.Miss) int { return cmp.Compare(a.Text, b.Text) })
		found = append(found, phrasing{k, misses})
	}
	slices.SortFunc(found, func(a, b phrasing) int {
		return cmp.Or(cmp.Compare(len(b.misses), len(a.misses)), cmp.Compare(a.key, b.key))
	})
	return found
}

// weigh says how much each word counts.
func weigh(all []phrasing) map[string]float64 {
	in := map[string]float64{}
	for _, p := range all {
		for _, word := range wordsOf(p.key) {
			in[word]++
		}
	}
	for word, n := range in {
		in[word] = math.Log(1 + float64(len(all))/n)
	}
	return in
}

// wordsOf are the words of a key, each once, in order.
func wordsOf(key string) []string {
	words := strings.Fields(key)
	slices.Sort(words)
	return slices.Compact(words)
}

// leaders are the phrasings that groups are formed around.
type leaders struct {
	led    map[string][]int   // by word: the groups whose leader has it
	weight map[string]float64 // of words
	heavy  []float64          // of each leader: the weight of its words
	shared []float64          // room: with each leader
}

// join returns the group that a phrasing belongs to; the next new one if it is like no leader. How like two are is twice what they share, as a part of what
// both have.
func (l *leaders) join(words []string) int {
	clear(l.shared)
	sum := 0.0
	for _, word := range words {
		sum += l.weight[word]
		for _, g := range l.led[word] {
			l.shared[g] += l.weight[word]
		}
	}
	best, most := len(l.heavy), alike
	for g, s := range l.shared {
		if like := 2 * s / (sum + l.heavy[g]); like >= most && (best == len(l.heavy) || like > most) {
			best, most = g, like
		}
	}
	if best == len(l.heavy) {
		l.lead(words, sum)
	}
	return best
}

func (l *leaders) lead(words []string, heavy float64) {
	for _, word := range words {
		l.led[word] = append(l.led[word], len(l.heavy))
	}
	l.heavy, l.shared = append(l.heavy, heavy), append(l.shared, 0)
}

func (g *missGroup) add(w phrasing) {
	g.Count += len(w.misses)
	for _, m := range w.misses {
		g.Languages = withName(g.Languages, string(m.Language))
		g.Days = withName(g.Days, time.Unix(m.Day*24*60*60, 0).UTC().Format(time.DateOnly))
	}
	if len(g.Texts) < maxMissTexts {
		g.Texts = append(g.Texts, w.misses[0].Text.Reveal())
	}
}

// withName adds a name to an ordered list, once.
func withName(to []string, name string) []string {
	at, has := slices.BinarySearch(to, name)
	if has {
		return to
	}
	return slices.Insert(to, at, name)
}

func (v missesView) print(w io.Writer) error {
	if len(v) == 0 {
		_, err := fmt.Fprintln(w, "no unanswered questions")
		return err
	}
	for _, g := range v {
		when := g.Days[0]
		if last := g.Days[len(g.Days)-1]; last != when {
			when += " to " + last
		}
		if _, err := fmt.Fprintf(w, "%d  %s  %s\n", g.Count, strings.Join(g.Languages, ", "), when); err != nil {
			return err
		}
		for _, t := range g.Texts {
			if _, err := fmt.Fprintf(w, "    %q\n", t); err != nil {
				return err
			}
		}
	}
	return nil
}
