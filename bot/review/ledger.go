package review

import (
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"slices"

	"github.com/aldaba-hotline/aldaba/bot"
)

// Act is what somebody did about a text.
type Act string

// The acts.
const (
	Drafted    Act = "drafted"
	Translated Act = "translated" // made from the English text of the source hash
	Approved   Act = "approved"   // by a lawyer, for a jurisdiction
	Withdrawn  Act = "withdrawn"
)

// Entry is one row of the ledger.
type Entry struct {
	ID           string // message id as in the file of texts, with the suffix of a channel
	Language     bot.Language
	Hash         string // of the text, see [Hash]
	SourceHash   string // of the English text that it was made from or compared with; empty for English
	Act          Act
	By           string // a person's or office's name
	On           string // the day, 2006-01-02
	Jurisdiction string // for which it was approved
	Bar          string // where the lawyer is admitted, such as "CA 12345"
	Comment      string
}

// State is what the ledger makes of a text.
type State string

// The states.
const (
	StateDrafted    State = "drafted"
	StateTranslated State = "translated"
	StateStale      State = "stale" // a translation, perhaps approved, of an English text that has changed since
	StateApproved   State = "approved"
	StateWithdrawn  State = "withdrawn"
)

// States lists the states from the best to the worst.
func States() []State {
	return []State{StateApproved, StateTranslated, StateDrafted, StateStale, StateWithdrawn}
}

// Standing is the state of a text, and the entry that it rests on: the zero value where no row speaks of it.
type Standing struct {
	State State
	Entry
}

// Ledger is an immutable list of entries. A nil one is empty. It is safe for concurrent use.
type Ledger struct {
	entries []Entry
	byText  map[key][]Entry
}

type key struct {
	id   string
	lang bot.Language
}

// New makes a ledger of entries in their order.
func New(entries []Entry) *Ledger {
	l := &Ledger{entries: entries, byText: map[key][]Entry{}}
	for _, e := range entries {
		k := key{e.ID, e.Language}
		l.byText[k] = append(l.byText[k], e)
	}
	return l
}

// Entries returns all entries in their order.
func (l *Ledger) Entries() []Entry {
	if l == nil {
		return nil
	}
	return slices.Clone(l.entries)
}

// Standing tells the state of a text by its present hash, and that of the English text that it is a translation of: empty for English
// itself.
//
// An act counts for the wording it was about. A withdrawal counts until somebody records a later act about another wording, or
// approves this one: whoever merely edits the file does not bring a withdrawn text back, and a withdrawn wording that comes back later is
// still withdrawn.
func (l *Ledger) Standing(id string, lang bot.Language, hash, sourceHash string) Standing {
	now := Standing{State: StateDrafted}
	if l == nil {
		return now
	}
	var gone *Entry // this very wording was withdrawn
	for _, e := range l.byText[key{id, lang}] {
		switch {
		case e.Act == Withdrawn:
			now = Standing{StateWithdrawn, e}
			if e.Hash == hash {
				gone = &e
			}
		case now.State == StateWithdrawn && e.Act != Approved && e.Hash == now.Hash:
		case e.Hash == hash:
			now = of(e, now, sourceHash)
			if e.Act == Approved {
				gone = nil
			}
		default:
			now = Standing{State: StateDrafted}
		}
	}
	if gone != nil {
		return Standing{StateWithdrawn, *gone}
	}
	return now
}

// of is the standing after an act about the present wording. An approval is not undone by a later record of the same translation, but by a
// lawyer who sends the text back: drafted, with a bar.
func of(e Entry, before Standing, sourceHash string) Standing {
	fresh := e.SourceHash == sourceHash || e.SourceHash == ""
	switch {
	case e.Act == Drafted && e.Bar == "" && before.State != StateDrafted && before.State != StateWithdrawn:
		return before
	case e.Act == Drafted:
		return Standing{StateDrafted, e}
	case !fresh:
		return Standing{StateStale, e}
	case e.Act == Translated && before.State == StateApproved:
		return before
	case e.Act == Translated:
		return Standing{StateTranslated, e}
	}
	return Standing{StateApproved, e}
}

const hashDigits = 12

// Hash is the hash of a text: twelve hexadecimal digits of SHA-256 over its plural forms by name. Equal texts have equal hashes,
// others have different ones but for one pair in 2^48.
func Hash(forms map[string]string) string {
	h := sha256.New()
	for _, name := range slices.Sorted(maps.Keys(forms)) {
		h.Write([]byte(name + "\x00" + forms[name] + "\x00"))
	}
	return hex.EncodeToString(h.Sum(nil))[:hashDigits]
}
