package settings

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/language"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/strict"
)

// maxName is the longest name of a hotline, in characters: it is repeated in texts that are paid by length.
const maxName = 60

func (c *checker) identity() {
	h := c.hotline
	if !regexp.MustCompile(`^[a-z][a-z0-9-]{1,30}$`).MatchString(h.ID) {
		c.bad(fmt.Sprintf("id %q is not a valid name", h.ID),
			"use 2 to 31 small letters, digits and hyphens, a letter first", "id")
	}
	length := utf8.RuneCountInString(h.Name)
	if strings.TrimSpace(h.Name) == "" || length > maxName || strings.ContainsFunc(h.Name, unicode.IsControl) {
		c.bad(fmt.Sprintf("name has %d characters", length),
			fmt.Sprintf("write 1 to %d printable characters on one line", maxName), "name")
	}
}

// languages checks the tags and writes them in their usual letter case, as the data files do.
func (c *checker) languages() {
	h := c.hotline
	if c.given("languages") && len(h.Languages) == 0 {
		c.bad("languages is empty", "list at least one, such as [en, es]", "languages")
	}
	seen := map[string]bool{}
	for i, l := range h.Languages {
		c.tag(&h.Languages[i], "languages", i)
		same := canonical(l)
		if seen[same] {
			c.bad(fmt.Sprintf("language %q is listed twice", l), "remove one", "languages", i)
		}
		seen[same] = true
	}
	c.defaultLanguage()
}

func (c *checker) defaultLanguage() {
	h := c.hotline
	where := "default_language"
	if !c.given(where) {
		where = "languages"
	}
	if !c.tag(&h.DefaultLanguage, where) || len(h.Languages) == 0 {
		return
	}
	if !slices.Contains(h.Languages, h.DefaultLanguage) {
		c.bad(fmt.Sprintf("default_language %q is not among languages", h.DefaultLanguage),
			"add it to languages or choose one of them", where)
	}
}

// tag checks one BCP 47 tag and settles its letter case; it reports whether the tag is valid.
func (c *checker) tag(l *bot.Language, path ...any) bool {
	settled, ok := strict.Language(string(*l))
	if !ok {
		c.bad(fmt.Sprintf("%q is not a language", *l), "use a BCP 47 tag such as en, es or zh-Hans", path...)
		return false
	}
	*l = settled
	return true
}

// canonical is equal for tags that mean the same language, such as tl and fil.
func canonical(l bot.Language) string {
	tag, err := language.Parse(string(l))
	if err != nil {
		return strings.ToLower(string(l))
	}
	return tag.String()
}

func (c *checker) countries() {
	if len(c.hotline.Countries) == 0 {
		c.bad("countries is empty", "list the countries that texts may go to, such as [US]", "countries")
	}
	seen := map[string]bool{}
	for i, code := range c.hotline.Countries {
		region, err := language.ParseRegion(code)
		if err != nil || len(code) != 2 || region.String() != code || !region.IsCountry() {
			c.bad(fmt.Sprintf("%q is not a country", code),
				"use two capital letters of ISO 3166, such as US", "countries", i)
		}
		if seen[code] {
			c.bad(fmt.Sprintf("country %q is listed twice", code), "remove one", "countries", i)
		}
		seen[code] = true
	}
}
