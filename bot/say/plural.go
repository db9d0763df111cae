package say

import (
	"slices"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"

	"github.com/aldaba-hotline/aldaba/bot"
)

// Counts is how far PluralForms counts: numbers of people and reports are smaller.
const Counts = 200

// PluralRule returns which plural form a language uses for each number from 0 to [Counts]. A language that CLDR has no rules for counts
// like English.
func PluralRule(lang bot.Language) []string {
	tag, err := language.Parse(string(lang))
	if err != nil {
		tag = language.English
	}
	m := &i18n.Message{ID: "form", Zero: "zero", One: "one", Two: "two", Few: "few", Many: "many", Other: "other"}
	b := i18n.NewBundle(tag)
	if b.AddMessages(tag, m) != nil {
		tag = language.English
		b = i18n.NewBundle(tag)
		_ = b.AddMessages(tag, m) // English has rules
	}
	localizer := i18n.NewLocalizer(b, tag.String())
	rule := make([]string, Counts+1)
	for n := range rule {
		// An error beside a text only says that another form stands in.
		rule[n], _ = localizer.Localize(&i18n.LocalizeConfig{MessageID: m.ID, PluralCount: n, TemplateParser: parser{}})
	}
	return rule
}

// PluralForms returns the plural forms that a language needs to count people and reports, in CLDR's order. "other" is always among them.
func PluralForms(lang bot.Language) []string {
	rule := PluralRule(lang)
	return slices.DeleteFunc(formNames(), func(form string) bool { return form != "other" && !slices.Contains(rule, form) })
}
