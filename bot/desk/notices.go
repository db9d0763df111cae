package desk

import (
	"sync"
	"time"
)

// noticeEvery is how often whoever keeps the hotline hears the same about a text.
const noticeEvery = time.Hour

// notices remembers what was told, and when. There are no more of them than texts.
type notices struct {
	mu   sync.Mutex
	told map[Notice]time.Time
}

// due reports whether something is to be told now, and remembers that it is.
func (n *notices) due(what Notice, now time.Time) bool {
	n.mu.Lock()
	defer n.mu.Unlock()
	if last, ok := n.told[what]; ok && now.Sub(last) < noticeEvery {
		return false
	}
	if n.told == nil {
		n.told = map[Notice]time.Time{}
	}
	n.told[what] = now
	return true
}

// notice tells whoever keeps the hotline about texts, once a decision is committed: each once an hour from each process.
func (d *Desk) notice(all []Notice, now time.Time) {
	for _, n := range all {
		if d.notices.due(n, now) {
			d.Meter.Noticed(n.About)
			d.Log.Warn("text", "about", n.About, "message", n.Message, "language", n.Language, "remedy", "aldaba review status")
		}
	}
}
