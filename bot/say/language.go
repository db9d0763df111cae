package say

import (
	"strings"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"

	"github.com/aldaba-hotline/aldaba/bot"
)

// Language is the texts of one language.
type Language struct {
	name     bot.Language // as the file's name spells it
	tag      language.Tag // canonical
	file     string
	ids      []string // as in the file, sorted
	messages map[string]*message
	plurals  *i18n.Localizer // over a bundle of this language alone
}

// message is the wordings of one id. An id with a channel suffix is a message of its own and also the variant
// of another.
type message struct {
	general, sms, whatsapp *wording
}

const (
	smsSuffix      = ".sms"
	whatsappSuffix = ".whatsapp"
)

// Base splits an id into the message and the channel that it is a variant for; the channel is empty for an id
// without such a suffix.
func Base(id string) (string, bot.Channel) {
	if base, ok := strings.CutSuffix(id, smsSuffix); ok {
		return base, bot.SMS
	}
	if base, ok := strings.CutSuffix(id, whatsappSuffix); ok {
		return base, bot.WhatsApp
	}
	return id, ""
}

// add registers a wording under its id and as a variant.
func (l *Language) add(w *wording) {
	l.ids = append(l.ids, w.id)
	l.message(w.id).general = w
	switch base, ch := Base(w.id); ch {
	case bot.SMS:
		l.message(base).sms = w
	case bot.WhatsApp:
		l.message(base).whatsapp = w
	}
}

// without is the language without some texts.
func (l *Language) without(gone func(id string) bool) *Language {
	less := &Language{name: l.name, tag: l.tag, file: l.file, messages: map[string]*message{}, plurals: l.plurals}
	for _, id := range l.ids {
		if !gone(id) {
			less.add(l.messages[id].general)
		}
	}
	return less
}

func (l *Language) message(id string) *message {
	m := l.messages[id]
	if m == nil {
		m = &message{}
		l.messages[id] = m
	}
	return m
}

// wording returns what a message is on a channel, or nil. A nil language has no texts.
func (l *Language) wording(ch bot.Channel, id string) *wording {
	if l == nil {
		return nil
	}
	m := l.messages[id]
	switch {
	case m == nil:
		return nil
	case ch == bot.SMS && m.sms != nil:
		return m.sms
	case ch == bot.WhatsApp && m.whatsapp != nil:
		return m.whatsapp
	}
	return m.general
}

// wordings returns every wording of a message.
func (l *Language) wordings(id string) []*wording {
	if l == nil || l.messages[id] == nil {
		return nil
	}
	var all []*wording
	m := l.messages[id]
	for _, w := range []*wording{m.general, m.sms, m.whatsapp} {
		if w != nil {
			all = append(all, w)
		}
	}
	return all
}
