package book

import (
	"fmt"
	"slices"
	"strings"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/say"
)

// checkPlurals finds texts that lack a plural form which their language needs, where the default language counts.
func (s Set) checkPlurals() bot.Problems {
	var ps bot.Problems
	for _, id := range s.Texts.IDs(s.Hotline.DefaultLanguage) {
		if len(s.Texts.Forms(s.Hotline.DefaultLanguage, id)) < 2 {
			continue
		}
		for _, lang := range s.Hotline.Languages {
			if forms := s.Texts.Forms(lang, id); forms != nil {
				ps = append(ps, s.lackingForms(lang, id, forms)...)
			}
		}
	}
	return ps
}

func (s Set) lackingForms(lang bot.Language, id string, forms map[string]string) bot.Problems {
	lacking := slices.DeleteFunc(say.PluralForms(lang), func(form string) bool { return forms[form] != "" })
	if len(lacking) == 0 {
		return nil
	}
	return bot.Problems{s.textProblem(lang, id, id+" has no plural form "+strings.Join(lacking, ", "),
		fmt.Sprintf(`write all that the language needs: %q = {%s = "…"}`, id, strings.Join(say.PluralForms(lang), ` = "…", `)))}
}
