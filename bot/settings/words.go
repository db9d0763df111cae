package settings

import (
	"fmt"
	"regexp"
	"strconv"

	"github.com/aldaba-hotline/aldaba/bot"
)

// plain rewrites the decoder's talk of Go types for people who do not program.
func plain(problems bot.Problems) bot.Problems {
	wrongType := regexp.MustCompile("^cannot unmarshal !!\\w+(?: `(.*)`)? into (\\S+)$")
	expected := map[string][2]string{
		"float64":        {"a number", "write digits only, such as 100"},
		"int":            {"a whole number", "write digits only, such as 8"},
		"bool":           {"true or false", "write true or false"},
		"string":         {"a single text", "write one text, in quotes"},
		"bot.Language":   {"a language", "write a tag such as es"},
		"[]string":       {"a list", "write it in brackets: [one, two]"},
		"[]bot.Language": {"a list of languages", "write it in brackets: [en, es]"},

		"map[bot.Language]string": {"an id for each language", "write them in braces: {en: HX…, es: HX…}"},
	}
	for i, p := range problems {
		m := wrongType.FindStringSubmatch(p.What)
		if m == nil {
			continue
		}
		want, ok := expected[m[2]]
		if !ok {
			want = [2]string{"what belongs here", "see hotline.example.yaml for how this key is written"}
		}
		value := "the value"
		if m[1] != "" {
			value = strconv.Quote(m[1])
		}
		problems[i].What, problems[i].Remedy = fmt.Sprintf("%s is not %s", value, want[0]), want[1]
	}
	return problems
}
