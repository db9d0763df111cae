package say

import (
	"strconv"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/text"
)

// The longest text that is sent in one piece.
const (
	MaxSegments   = 10   // of an SMS; about what providers take and phones put together
	MaxCharacters = 1600 // of a WhatsApp message; Twilio refuses more (error 21617)
)

// Text returns one message in one language: its variant for the channel when there is one, else the message
// itself. It is false when that language has no such message; it never returns another language's. A
// placeholder without an argument shows as its name in brackets. A text without placeholders costs no allocation.
func (c *Catalogue) Text(lang bot.Language, ch bot.Channel, id string, args map[string]string) (string, bool) {
	l := c.find(lang)
	w := l.wording(ch, id)
	if w == nil {
		return "", false
	}
	if text, ok := w.plain(); ok {
		return text, true
	}
	return string(w.appendTo(nil, l, values{own: args})), true
}

// Say renders one effect: the text, then the options as a numbered list, one a line, in Western digits: "1 At
// home". The effect's own arguments win over the common ones.
//
// What the language lacks is never replaced silently. When it has [NotInLanguage], that text stands for the missing
// text, and options of which a label is missing follow it in English, all of them; the text itself, if it is there,
// comes first. When it has no such notice, the whole effect is rendered in English. An id that English lacks
// too shows in brackets: [door.ask].
func (c *Catalogue) Say(lang bot.Language, ch bot.Channel, say bot.Say, common map[string]string) string {
	v := c.voice(lang, ch, common, say)
	return string(v.say(nil, say))
}

// Answer renders all effects of one answer, joined by line breaks into one text, because two messages may arrive in
// the wrong order. Only a text above [MaxSegments] or [MaxCharacters] comes as several. Languages are chosen as by
// Say, but for the answer as a whole: it is all English when one part of it would have to be, and the notice
// comes once. No effects are no text.
func (c *Catalogue) Answer(lang bot.Language, ch bot.Channel, says []bot.Say, common map[string]string) []string {
	v := c.voice(lang, ch, common, says...)
	return v.answer(says)
}

// Mixed is Answer, except that what the language lacks comes in English: behind the notice, or without it for whoever has asked for English.
func (c *Catalogue) Mixed(lang bot.Language, ch bot.Channel, says []bot.Say, common map[string]string, asked bool) []string {
	v := c.voice(lang, ch, common)
	v.mixed, v.noticed = true, asked
	return v.answer(says)
}

// answer renders all effects as one text, and splits one that is too long.
func (v *voice) answer(says []bot.Say) []string {
	buf := make([]byte, 0, 1024)
	for _, s := range says {
		before := len(buf)
		if before > 0 {
			buf = append(buf, '\n')
		}
		start := len(buf)
		if buf = v.say(buf, s); len(buf) == start {
			buf = buf[:before]
		}
	}
	limit := text.SMSLimit(MaxSegments)
	if v.channel == bot.WhatsApp {
		limit = text.CharacterLimit(MaxCharacters)
	}
	return text.Split(string(buf), limit)
}

// voice is how one answer speaks.
type voice struct {
	lang, english *Language
	channel       bot.Channel
	common        map[string]string
	notice        *wording // nil when the language has none: then nothing is missing, or lang is English
	noticed       bool     // it has been said
	mixed         bool     // what is missing is said in English
}

// voice chooses the language of an answer: the contact's own, unless something is missing in it and it cannot
// even say so.
func (c *Catalogue) voice(lang bot.Language, ch bot.Channel, common map[string]string, says ...bot.Say) voice {
	l := c.find(lang)
	v := voice{lang: l, english: c.english, channel: ch, common: common, notice: l.wording(ch, NotInLanguage)}
	if v.notice != nil {
		return v
	}
	for _, s := range says {
		if !v.hasText(s) || !v.hasLabels(s) {
			v.lang = v.english
		}
	}
	return v
}

func (v *voice) hasText(s bot.Say) bool {
	return s.Message == "" || v.lang.wording(v.channel, s.Message) != nil
}

func (v *voice) hasLabels(s bot.Say) bool {
	for _, o := range s.Options {
		if v.lang.wording(v.channel, o.Label) == nil {
			return false
		}
	}
	return true
}

// say appends one effect to buf.
func (v *voice) say(buf []byte, s bot.Say) []byte {
	start, hasText, hasLabels := len(buf), v.hasText(s), v.hasLabels(s)
	if s.Message != "" && (hasText || v.notice == nil && !v.mixed) {
		buf = v.text(buf, v.lang, s.Message, s.Args)
	}
	if !(hasText && hasLabels) && v.notice != nil && !v.noticed {
		buf = newLine(buf, start)
		buf = v.notice.appendTo(buf, v.lang, values{s.Args, v.common})
		v.noticed = true
	}
	if v.mixed && !hasText {
		buf = newLine(buf, start)
		buf = v.text(buf, v.english, s.Message, s.Args)
	}
	labels := v.lang
	if !hasLabels {
		labels = v.english
	}
	for i, o := range s.Options {
		buf = newLine(buf, start)
		buf = strconv.AppendInt(buf, int64(i+1), 10)
		buf = append(buf, ' ')
		buf = v.text(buf, labels, o.Label, s.Args)
	}
	return buf
}

// newLine appends a line break unless nothing has been written since start.
func newLine(buf []byte, start int) []byte {
	if len(buf) == start {
		return buf
	}
	return append(buf, '\n')
}

// text appends a message in a language, or its id in brackets.
func (v *voice) text(buf []byte, l *Language, id string, args map[string]string) []byte {
	w := l.wording(v.channel, id)
	if w == nil {
		return appendMissing(buf, id)
	}
	return w.appendTo(buf, l, values{args, v.common})
}
