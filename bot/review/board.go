package review

import (
	"strings"

	"github.com/aldaba-hotline/aldaba/bot"
)

// Source is the language that all others are translated from.
const Source bot.Language = "en"

// Texts are what a ledger speaks of; the catalogue of package say is one.
type Texts interface {
	// Spelling is a language as its file's name spells it.
	Spelling(bot.Language) bot.Language
	// Forms returns a text by plural form, nil for none.
	Forms(lang bot.Language, id string) map[string]string
	// Pieces returns the names of what a text takes from elsewhere, such as "say.entry" for the message say.entry.
	Pieces(lang bot.Language, id string) []string
}

// Board is a ledger beside the texts of today.
type Board struct {
	ledger *Ledger
	texts  Texts
}

// Over puts a ledger, which may be nil, beside texts.
func (l *Ledger) Over(t Texts) Board { return Board{l, t} }

// Hashes returns the hash of a text and of the English text that it is a translation of: of its own variant for a channel, else of the
// general wording. The second is empty for English.
func (b Board) Hashes(lang bot.Language, id string) (hash, source string) {
	hash = Hash(b.texts.Forms(lang, id))
	if b.texts.Spelling(lang) == Source {
		return hash, ""
	}
	return hash, Hash(b.Source(id))
}

// Source returns the English text of an id, by plural form: of its own variant for a channel, else of the general wording.
func (b Board) Source(id string) map[string]string {
	if forms := b.texts.Forms(Source, id); forms != nil {
		return forms
	}
	return b.texts.Forms(Source, general(id))
}

func general(id string) string {
	return strings.TrimSuffix(strings.TrimSuffix(id, ".sms"), ".whatsapp")
}

// Standing is the standing of a text of today. One that takes a withdrawn sentence from elsewhere is withdrawn with it.
func (b Board) Standing(lang bot.Language, id string) Standing {
	for _, piece := range b.texts.Pieces(lang, id) {
		if now := b.own(lang, piece); now.State == StateWithdrawn {
			return now
		}
	}
	return b.own(lang, id)
}

func (b Board) own(lang bot.Language, id string) Standing {
	hash, source := b.Hashes(lang, id)
	return b.ledger.Standing(id, b.texts.Spelling(lang), hash, source)
}

// Entry is an act about a text of today, without who did it and when.
func (b Board) Entry(lang bot.Language, id string, a Act) Entry {
	hash, source := b.Hashes(lang, id)
	return Entry{ID: id, Language: b.texts.Spelling(lang), Hash: hash, SourceHash: source, Act: a}
}
