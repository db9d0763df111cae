package desk

import (
	"strconv"
	"strings"

	"github.com/aldaba-hotline/aldaba/bot"
)

// contents are the texts of a decision as they would go through the outbox: each by itself, with the approved template that can
// stand for it. Where a question's options have buttons on WhatsApp, it comes last, by itself.
func (d *Desk) contents(after Decision) []bot.Content {
	b := d.brain.Load()
	if all := b.withButtons(after); all != nil {
		return d.addressed(all, after)
	}
	all := appendTexts(make([]bot.Content, 0, len(after.Texts)), after.Texts)
	if len(after.Says) == 1 && len(all) == 1 {
		all[0].Template, all[0].Values = b.template(after.Language, after.Says[0])
	}
	return d.addressed(all, after)
}

// withButtons are the texts of a decision that ends with a question whose options have buttons; nil when it does not, and when
// the question is too long for one text: WhatsApp would not take it as a template either.
func (b *Brain) withButtons(after Decision) []bot.Content {
	last := len(after.Says) - 1
	if last < 0 || after.Contact.Address.Channel != bot.WhatsApp || len(b.hotline.Templates) == 0 {
		return nil
	}
	name := b.buttons(after.Language, after.Says[last])
	if name == "" {
		return nil
	}
	question := after.worded(b, bot.WhatsApp, after.Says[last:])
	if len(question) != 1 {
		return nil
	}
	var all []bot.Content
	if first := b.foreign(after.Contact, after.Intent); first != "" {
		all = appendTexts(all, []string{first})
	}
	if last > 0 {
		all = appendTexts(all, after.answer(b, bot.WhatsApp, after.Says[:last]))
	}
	return append(all, bot.Content{Text: bot.Private(question[0]), Template: name, Buttons: true})
}

func appendTexts(all []bot.Content, texts []string) []bot.Content {
	for _, t := range texts {
		all = append(all, bot.Content{Text: bot.Private(t)})
	}
	return all
}

// addressed writes the address on texts to somebody who has just been forgotten: nothing else knows it any more.
func (d *Desk) addressed(all []bot.Content, after Decision) []bot.Content {
	if after.Erased {
		for i := range all {
			all[i].To = &after.Contact.Address
		}
	}
	return all
}

// buttons returns the name of the template that holds a question with its options as buttons, "" where there is none.
func (b *Brain) buttons(lang bot.Language, s bot.Say) string {
	flow, rest, _ := strings.Cut(s.Menu, "/")
	_, node, ok := strings.Cut(rest, "/")
	if name := flow + "/" + node; ok && b.hotline.Templates[name][lang] != "" {
		return name
	}
	return ""
}

// template returns the name of the approved template of a message and its values by number, "" where there is none.
func (b *Brain) template(lang bot.Language, s bot.Say) (string, map[string]string) {
	if b.hotline.Templates[s.Message][lang] == "" {
		return "", nil
	}
	_, names, ok := b.texts.Template(lang, s.Message)
	if !ok {
		return "", nil
	}
	values := map[string]string{}
	for i, name := range names {
		value, given := s.Args[name]
		if !given {
			value = b.common[name]
		}
		values[strconv.Itoa(i+1)] = value
	}
	return s.Message, values
}

// shown is what the recipient of a message's template reads: what the provider lists.
func (b *Brain) shown(m bot.Message) bot.Private {
	name := m.Content.Template
	if m.Content.Buttons {
		flow, node, _ := strings.Cut(name, "/")
		if f := b.library.Flow(flow); f != nil && f.Nodes[node] != nil {
			text, _ := b.texts.Text(m.Language, bot.WhatsApp, f.Nodes[node].Text, b.common)
			return bot.Private(text)
		}
		return ""
	}
	text, _, _ := b.texts.Template(m.Language, name)
	for number, value := range m.Content.Values {
		text = strings.ReplaceAll(text, "{{"+number+"}}", value)
	}
	return bot.Private(text)
}
