package main

import (
	"strings"
	"testing"

	"github.com/aldaba-hotline/aldaba/bot/book"
	"github.com/aldaba-hotline/aldaba/bot/flow"
	"github.com/aldaba-hotline/aldaba/bot/say"
)

// shipped is a fresh copy of the built-in data.
func shipped(t *testing.T) book.Set {
	t.Helper()
	set, ps := dataFlags{Data: made(t, twoLanguages)}.set()
	if ps.Err() != nil {
		t.Fatal(ps)
	}
	return set
}

func templateNamed(all []wanted, name string) *wanted {
	for i := range all {
		if all[i].Name == name && all[i].Language == "en" {
			return &all[i]
		}
	}
	return nil
}

func TestShippedQuestionsHaveTemplates(t *testing.T) {
	t.Parallel()
	all, refused := templatesOf(shipped(t))
	w := templateNamed(all, "door/ask")
	if len(refused) > 0 || w == nil || w.review || len(w.Options) != 5 || w.Options[1].Payload != "door/2/ask/paper" || w.Open == "" {
		t.Fatalf("%v, %+v", refused, w)
	}
	page := templateNamed(all, say.TemplatePage)
	if page == nil || !page.review || page.Samples["1"] == "" || page.Samples["3"] == "" || len(page.Samples) != 3 {
		t.Errorf("%+v", page)
	}
}

func TestQuestionsThatNoTemplateCanHold(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change  func(*flow.Node)
		refused string // why; empty: left out without a word
	}{
		"a text with arguments":    {func(n *flow.Node) { n.Text = say.TemplatePage }, ""},
		"an option with arguments": {func(n *flow.Node) { n.Options[0].Label = say.TemplatePage }, ""},
		"no text":                  {func(n *flow.Node) { n.Text = "no.such.text" }, ""},
		"an option without text":   {func(n *flow.Node) { n.Options[0].Label = "no.such.text" }, ""},
		"eleven options": {func(n *flow.Node) {
			for len(n.Options) < 11 {
				n.Options = append(n.Options, n.Options[0])
			}
		}, ""},
		"an option too long": {func(n *flow.Node) { n.Options[0].Label = say.TemplateUpdate }, "24 fit"},
		"no question":        {func(n *flow.Node) { n.Kind = flow.KindAsk }, ""},
	} {
		set := shipped(t)
		c.change(set.Library.Flow("door").Nodes["ask"])
		all, refused := templatesOf(set)
		why := strings.Join(refused, "\n")
		if templateNamed(all, "door/ask") != nil || templateNamed(all, "door/then") == nil || (why != "") != (c.refused != "") || !strings.Contains(why, c.refused) {
			t.Errorf("%s: refused %q", name, why)
		}
	}
}

// The hotline's name is the same every time, so a template can hold it.
func TestATemplateHoldsTheHotlinesName(t *testing.T) {
	t.Parallel()
	set := shipped(t)
	set.Hotline.Name = "Línea Clara"
	set.Library.Flow("door").Nodes["ask"].Text = "help.text"
	all, _ := templatesOf(set)
	if w := templateNamed(all, "door/ask"); w == nil || !strings.Contains(w.Text, "Línea Clara") {
		t.Errorf("%+v", w)
	}
}
