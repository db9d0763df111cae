package settings

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/aldaba-hotline/aldaba/bot"
)

// sid is how the provider's ids go on after their two capital letters.
const sid = `[0-9a-f]{32}`

func (c *checker) messagingService() {
	s := c.hotline.MessagingService
	if s != "" && !regexp.MustCompile("^MG"+sid+"$").MatchString(s) {
		c.bad(fmt.Sprintf("messaging_service %q is not the id of a Messaging Service", s),
			"write MG and 32 digits and letters from a to f, as the account shows it, or remove the key", "messaging_service")
	}
}

// templates checks the names, languages and ids, and writes the languages as the list of languages does.
func (c *checker) templates() {
	valid := regexp.MustCompile(`^[A-Za-z0-9._-]+(?:/[A-Za-z0-9._-]+)?$`)
	lines := keyLines(c.data, "templates")
	for _, name := range c.file.Keys("templates") {
		if !valid.MatchString(name) {
			c.note(bot.Problem{File: c.file.Name, Line: lines[name],
				What:   fmt.Sprintf("template %q is not a valid name", name),
				Remedy: "use the id of a message, such as template.page, or flow/node for the buttons of a question"})
		}
		if len(c.hotline.Templates[name]) == 0 {
			c.bad(fmt.Sprintf("template %s has no language", name), "give it the id for each language, such as {en: HX…}, or remove it", "templates", name)
			continue
		}
		c.template(name)
	}
}

// template checks the languages of one template and their ids.
func (c *checker) template(name string) {
	valid := regexp.MustCompile("^HX" + sid + "$")
	settled := map[bot.Language]string{}
	for _, lang := range slices.Sorted(maps.Keys(c.hotline.Templates[name])) {
		id, written := c.hotline.Templates[name][lang], lang
		if !valid.MatchString(id) {
			c.bad(fmt.Sprintf("%q is not the id of a template", id),
				"write HX and 32 digits and letters from a to f; aldaba setup prints them", "templates", name, string(written))
		}
		if !c.offered(&lang, "templates", name, string(written)) {
			continue
		}
		if _, twice := settled[lang]; twice {
			c.bad(fmt.Sprintf("template %s has the language %q twice", name, lang), "remove one", "templates", name, string(written))
		}
		settled[lang] = id
	}
	c.hotline.Templates[name] = settled
}

// offered settles the spelling of a language and reports whether the hotline can use it: one of the listed languages, or any
// where none are listed.
func (c *checker) offered(l *bot.Language, path ...any) bool {
	if !c.tag(l, path...) {
		return false
	}
	languages := c.hotline.Languages
	if len(languages) == 0 {
		return true
	}
	same := func(other bot.Language) bool { return canonical(other) == canonical(*l) }
	i := slices.IndexFunc(languages, same)
	if i < 0 {
		c.bad(fmt.Sprintf("%q is not among languages", *l), "add it to languages, or use one of "+joined(languages), path...)
		return false
	}
	*l = languages[i]
	return true
}

func joined(languages []bot.Language) string {
	names := make([]string, len(languages))
	for i, l := range languages {
		names[i] = string(l)
	}
	return strings.Join(names, ", ")
}
