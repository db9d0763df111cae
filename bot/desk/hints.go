package desk

import (
	"sync"
	"time"
)

// hintEvery is how often whoever keeps the hotline hears the same about a text.
const hintEvery = time.Hour

// hints remembers what was told, and when. There are no more of them than texts.
type hints struct {
	mu   sync.Mutex
	told map[Hint]time.Time
}

// due reports whether something is to be told now, and remembers that it is.
func (n *hints) due(what Hint, now time.Time) bool {
	n.mu.Lock()
	defer n.mu.Unlock()
	if last, ok := n.told[what]; ok && now.Sub(last) < hintEvery {
		return false
	}
	if n.told == nil {
		n.told = map[Hint]time.Time{}
	}
	n.told[what] = now
	return true
}

// hint tells whoever keeps the hotline about texts, once a decision is committed: each once an hour from each process.
func (d *Desk) hint(all []Hint, now time.Time) {
	for _, n := range all {
		if d.hints.due(n, now) {
			d.Meter.Hinted(n.About)
			d.Log.Warn("text", "about", n.About, "message", n.Message, "language", n.Language, "remedy", "aldaba review status")
		}
	}
}
