package say

import (
	"fmt"
	"io/fs"
	"slices"

	"golang.org/x/text/language"

	"github.com/aldaba-hotline/aldaba/bot"
)

// English is the language of last resort. [Catalogue.Say] and [Catalogue.Answer] fall back to it; nothing else does.
const English bot.Language = "en"

// Folder is where authors know the files to be; it begins the file names in the problems of [Load].
const Folder = "i18n/"

// Catalogue holds the texts of all languages. Languages are found by the tag in their file's name and by any
// tag that is canonically the same: "fil" finds active.tl.toml.
type Catalogue struct {
	byName  map[bot.Language]*Language
	byTag   map[language.Tag]*Language
	names   []bot.Language
	english *Language // nil when there is none
	links   Links
}

// Load reads every active.<lang>.toml in the root of fsys. The catalogue holds all that could be read; it must
// not be used to answer people when the problems have an Err.
func Load(fsys fs.FS) (*Catalogue, bot.Problems) {
	files, err := fs.Glob(fsys, "active.*.toml")
	if err != nil || len(files) == 0 {
		c, problems := New()
		return c, append(problems, bot.Problem{File: Folder, What: "holds no file active.<lang>.toml", Remedy: "name the folder that holds the texts"})
	}
	var langs []*Language
	links, problems := LoadLinks(fsys)
	for _, name := range files {
		data, err := fs.ReadFile(fsys, name)
		if err != nil {
			problems = append(problems, bot.Problem{File: Folder + name, Language: named(name), What: "cannot be read: " + err.Error(), Remedy: "check its permissions"})
			continue
		}
		lang, found := LoadLanguage(Folder+name, data, links)
		langs, problems = append(langs, lang), append(problems, found...)
	}
	c, found := New(langs...)
	c.links = links
	return c, append(problems, found...)
}

// New makes a catalogue of languages that were loaded before; nil ones are left out. Two files of canonically
// the same language are a problem, and the first one counts.
func New(langs ...*Language) (*Catalogue, bot.Problems) {
	c := &Catalogue{byName: map[bot.Language]*Language{}, byTag: map[language.Tag]*Language{}}
	var problems bot.Problems
	for _, l := range langs {
		if l == nil {
			continue
		}
		if first := c.byTag[l.tag]; first != nil {
			problems = append(problems, bot.Problem{
				File:     l.file,
				Language: l.name,
				What:     fmt.Sprintf("is the same language as %s", first.file),
				Remedy:   "move its texts there and delete it",
			})
			continue
		}
		c.byName[l.name], c.byTag[l.tag] = l, l
		c.names = append(c.names, l.name)
	}
	slices.Sort(c.names)
	c.english = c.find(English)
	return c, problems
}

// find returns a language or nil.
func (c *Catalogue) find(lang bot.Language) *Language {
	if l := c.byName[lang]; l != nil {
		return l
	}
	tag, err := language.Parse(string(lang))
	if err != nil {
		return nil
	}
	return c.byTag[tag]
}

// Languages returns the languages of the catalogue as their files' names spell them, sorted.
func (c *Catalogue) Languages() []bot.Language { return slices.Clone(c.names) }

// FileOf is the name of the file that holds the texts of a language, as problems call it.
func FileOf(lang bot.Language) string { return Folder + "active." + string(lang) + ".toml" }

// File returns the name of a language's file, or "".
func (c *Catalogue) File(lang bot.Language) string {
	if l := c.find(lang); l != nil {
		return l.file
	}
	return ""
}

// Spelling returns a language as its file's name spells it, and one that is not there as it is.
func (c *Catalogue) Spelling(lang bot.Language) bot.Language {
	if l := c.find(lang); l != nil {
		return l.name
	}
	return lang
}

// Without returns the catalogue without some texts, as if their languages lacked them. Ids are those of the files: one with a channel's suffix
// is that variant alone, and the general wording stands for it then.
func (c *Catalogue) Without(gone func(lang bot.Language, id string) bool) *Catalogue {
	var left []*Language
	for _, name := range c.names {
		left = append(left, c.byName[name].without(func(id string) bool { return gone(name, id) }))
	}
	less, _ := New(left...) // the same languages as before, no two of them the same
	less.links = c.links
	return less
}

// IDs returns the ids of a language exactly as its file holds them, with channel suffixes, sorted. [Base] takes
// the suffix off.
func (c *Catalogue) IDs(lang bot.Language) []string {
	if l := c.find(lang); l != nil {
		return slices.Clone(l.ids)
	}
	return nil
}

// Speaks reports whether there is any text in a language.
func (c *Catalogue) Speaks(lang bot.Language) bool {
	l := c.find(lang)
	return l != nil && len(l.ids) > 0
}

// Has reports whether a language has the message for every channel: without suffix, or with each. An id with
// a suffix asks for just that variant.
func (c *Catalogue) Has(lang bot.Language, id string) bool {
	l := c.find(lang)
	return l.wording(bot.SMS, id) != nil && l.wording(bot.WhatsApp, id) != nil
}

// Line returns the line on which a message stands in its language's file, 1-based; 0 when it has no such id. An id
// that exists with channel suffixes only is found where the first of them stands.
func (c *Catalogue) Line(lang bot.Language, id string) int {
	line := 0
	for _, w := range c.find(lang).wordings(id) {
		if line == 0 || w.line < line {
			line = w.line
		}
	}
	return line
}

// Placeholders returns the names of the arguments that a message uses in any of its forms and variants, sorted.
func (c *Catalogue) Placeholders(lang bot.Language, id string) []string {
	var names []string
	for _, w := range c.find(lang).wordings(id) {
		names = append(names, w.placeholders()...)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// Forms returns a message as written, by plural form; one without plural forms has only "other". The id is
// taken literally: it names a message without suffix or one variant. It is nil when there is no such id.
func (c *Catalogue) Forms(lang bot.Language, id string) map[string]string {
	l := c.find(lang)
	if l == nil {
		return nil
	}
	m := l.messages[id]
	if m == nil || m.general == nil {
		return nil
	}
	return m.general.sources()
}

// Written is Forms with the pieces named instead of put in: {{say.entry}}, {{link.locator}}.
func (c *Catalogue) Written(lang bot.Language, id string) map[string]string {
	l := c.find(lang)
	if l == nil || l.messages[id] == nil || l.messages[id].general == nil {
		return nil
	}
	if w := l.messages[id].general; w.written != nil {
		return w.written
	}
	return c.Forms(lang, id)
}

// Pieces returns the names of the pieces that a message holds in any of its forms and variants, such as "say.entry" and "link.locator",
// sorted.
func (c *Catalogue) Pieces(lang bot.Language, id string) []string {
	var names []string
	for _, w := range c.find(lang).wordings(id) {
		names = append(names, w.pieces...)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// Links returns the addresses and numbers that texts name.
func (c *Catalogue) Links() Links { return c.links }
