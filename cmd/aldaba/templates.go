package main

import (
	"fmt"
	"slices"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/book"
	"github.com/aldaba-hotline/aldaba/bot/flow"
	"github.com/aldaba-hotline/aldaba/bot/say"
	"github.com/aldaba-hotline/aldaba/bot/twilio"
)

// rowsAtMost is how many options WhatsApp shows in a list; a question with more is always a numbered text.
const rowsAtMost = 10

// wanted is a template that a hotline can use.
type wanted struct {
	twilio.Template
	review bool // it is for later than WhatsApp's 24 hours, and must be approved
}

// reviewed are the messages that go out by themselves, perhaps long after their recipient last wrote.
func reviewed() []string { return []string{say.TemplatePage, say.TemplateUpdate, say.TemplateCheckIn} }

// templatesOf lists the templates of a set in every published language: its questions, and the messages that need approval. Those
// that WhatsApp would not take are in refused, with the reason.
func templatesOf(s book.Set) (all []wanted, refused []string) {
	var found []wanted
	for _, lang := range s.Hotline.Languages {
		for _, id := range reviewed() {
			if t, ok := messageTemplate(s, lang, id); ok {
				found = append(found, wanted{t, true})
			}
		}
		if t, ok := lineTemplate(s, lang); ok {
			found = append(found, wanted{t, false})
		}
		for _, id := range s.Library.FlowIDs() {
			f := s.Library.Flow(id)
			for _, name := range f.Order {
				if t, ok := menuTemplate(s, lang, f, f.Nodes[name]); ok {
					found = append(found, wanted{t, false})
				}
			}
		}
	}
	for _, w := range found {
		if err := w.Check(); err != nil {
			refused = append(refused, fmt.Sprintf("%s in %s: %s", w.Name, w.Language, err))
		} else {
			all = append(all, w)
		}
	}
	return all, refused
}

// lineTemplate is any text with a button that sends a line back. A button's title must not change from one time to the next.
func lineTemplate(s book.Set, lang bot.Language) (twilio.Template, bool) {
	title, ok := s.Texts.Text(lang, bot.WhatsApp, say.SendBack, nil)
	return twilio.Template{Name: say.LineTemplate, Language: lang, Text: "{{1}}", Options: []twilio.TemplateOption{{Payload: "{{2}}", Title: title}},
		Samples: map[string]string{"1": "RR417 Reply: GO 417KDX", "2": "GO 417KDX"}}, ok
}

// messageTemplate is a message with its arguments left open. What asks for a line to be sent back has a button that sends it.
func messageTemplate(s book.Set, lang bot.Language, id string) (twilio.Template, bool) {
	text, names, ok := s.Texts.Template(lang, id)
	if !ok {
		return twilio.Template{}, false
	}
	t := twilio.Template{Name: id, Language: lang, Text: text}
	for i, name := range names {
		if t.Samples == nil {
			t.Samples = map[string]string{}
		}
		t.Samples[fmt.Sprint(i+1)] = sample(s.Hotline, name)
		if title, ok := s.Texts.Text(lang, bot.WhatsApp, say.SendBack, nil); ok && name == "Reply" {
			t.Options = []twilio.TemplateOption{{Payload: fmt.Sprintf("{{%d}}", i+1), Title: title}}
		}
	}
	return t, true
}

// sample is an example of an argument, for whoever approves the text.
func sample(h bot.Hotline, name string) string {
	switch name {
	case "Name":
		return h.Name
	case "Number":
		return "417"
	case "Reply":
		return "GO 417KDX"
	case "Region":
		return "Oakland"
	}
	return name
}

// menuTemplate is a question with its options as buttons or rows, unless it is none, or its text changes from one time to
// the next.
func menuTemplate(s book.Set, lang bot.Language, f *flow.Flow, n *flow.Node) (twilio.Template, bool) {
	common := map[string]string{"Name": s.Hotline.Name}
	text, ok := s.Texts.Text(lang, bot.WhatsApp, n.Text, common)
	if n.Kind != flow.KindChoice || len(n.Options) > rowsAtMost || !ok || changes(s, lang, n) {
		return twilio.Template{}, false
	}
	t := twilio.Template{Name: f.ID + "/" + n.Name, Language: lang, Text: text}
	for _, o := range n.Options {
		title, ok := s.Texts.Text(lang, bot.WhatsApp, o.Label, common)
		if !ok {
			return twilio.Template{}, false
		}
		t.Options = append(t.Options, twilio.TemplateOption{Payload: fmt.Sprintf("%s/%d/%s/%s", f.ID, f.Version, n.Name, o.ID), Title: title})
	}
	t.Open, ok = s.Texts.Text(lang, bot.WhatsApp, say.OpenList, common)
	return t, ok
}

// changes reports whether a question's text or options hold anything but the hotline's name.
func changes(s book.Set, lang bot.Language, n *flow.Node) bool {
	ids := []string{n.Text}
	for _, o := range n.Options {
		ids = append(ids, o.Label)
	}
	return slices.ContainsFunc(ids, func(id string) bool {
		return slices.ContainsFunc(s.Texts.Placeholders(lang, id), func(p string) bool { return p != "Name" })
	})
}
