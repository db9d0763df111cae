package say

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/strict"
)

// A text may hold pieces that are kept in one place for all texts: {{say.entry}} is the message say.entry of the same language, a
// sentence to say to an officer, with its sound-spelling; {{link.locator}} is the address or number locator of links.yaml. Pieces are put in
// when texts are loaded.

// SayPrefix begins the ids of the sentences to say to an officer.
const SayPrefix = "say."

const linkPrefix = "link."

// LinksFile is the name of the list of addresses and numbers, in the folder of texts; it may be missing.
const LinksFile = "links.yaml"

// Link is an address or an official number that texts name.
type Link struct {
	Value    string `yaml:"value"`         // as people type or dial it
	What     string `yaml:"what"`          // what is there
	Source   string `yaml:"source"`        // who says so
	Verified string `yaml:"last_verified"` // when a person called or opened it, as 2026-11-28; or "never"
}

// Never is the date of a link that nobody has opened or called.
const Never = "never"

// Links are the addresses and numbers by id.
type Links struct {
	byID map[string]Link
	file *strict.File
}

// LoadLinks reads links.yaml. A folder without one has no links.
func LoadLinks(fsys fs.FS) (Links, bot.Problems) {
	data, err := fs.ReadFile(fsys, LinksFile)
	if errors.Is(err, fs.ErrNotExist) {
		return Links{}, nil
	}
	if err != nil {
		return Links{}, bot.Problems{{File: Folder + LinksFile, What: err.Error(), Remedy: "make it readable"}}
	}
	var content struct {
		Links map[string]Link `yaml:"links"`
	}
	file, ps := strict.Read(Folder+LinksFile, data, &content)
	l := Links{byID: content.Links, file: file}
	if ps != nil {
		return l, ps
	}
	for _, id := range l.IDs() {
		ps = append(ps, l.check(id)...)
	}
	return l, ps
}

func (l Links) check(id string) bot.Problems {
	k := l.byID[id]
	var ps bot.Problems
	if strings.TrimSpace(k.Value) == "" || k.What == "" || k.Source == "" {
		ps = append(ps, l.Problem(id, "value, what or source of "+id+" is missing", "say what to dial or open, what is there, and who says so"))
	}
	if ps == nil && !plainLink.MatchString(k.Value) {
		ps = append(ps, l.Problem(id, fmt.Sprintf("value is %q, which people cannot type or dial", k.Value), "use letters without accents, digits, dots, slashes and dashes, such as locator.ice.gov or 520-623-7874"))
	}
	if k.Verified != Never && !dateOnly.MatchString(k.Verified) {
		ps = append(ps, l.Problem(id, fmt.Sprintf("last_verified is %q", k.Verified), "write the day on which a person called or opened it, such as 2026-11-28, or never"))
	}
	return ps
}

// plainLink is what any phone can type. It leaves no room for letters that only look like others, for placeholders or for other schemes.
var plainLink = regexp.MustCompile(`^(https?://)?[A-Za-z0-9+][A-Za-z0-9+._~%?=&#/-]*$`)

var dateOnly = regexp.MustCompile(`^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$`)

// IDs returns the ids of all links, sorted.
func (l Links) IDs() []string { return slices.Sorted(maps.Keys(l.byID)) }

// Get returns a link by id.
func (l Links) Get(id string) (Link, bool) {
	k, ok := l.byID[id]
	return k, ok
}

// Problem describes a mistake in a link for checks that live elsewhere.
func (l Links) Problem(id, what, remedy string) bot.Problem {
	return l.file.Problem(what, remedy, "links", id)
}

var piece = regexp.MustCompile(`\{\{\s*((?:say|link)\.[A-Za-z0-9_.-]+)\s*\}\}`)

// piecesOf returns the names of the pieces of a text as written, sorted.
func piecesOf(written map[string]string) []string {
	var names []string
	for _, form := range written {
		for _, m := range piece.FindAllStringSubmatch(form, -1) {
			names = append(names, m[1])
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// expand puts the pieces into a text. It names the first one that does not exist.
func (r *reader) expand(written string) (string, error) {
	var unknown error
	text := piece.ReplaceAllStringFunc(written, func(found string) string {
		name := piece.FindStringSubmatch(found)[1]
		value, ok := r.pieceValue(name)
		if !ok && unknown == nil {
			unknown = fmt.Errorf("names the piece %s, which does not exist", name)
		}
		return value
	})
	return text, unknown
}

// pieceValue is what stands for a piece. A sentence is taken as written: it holds no pieces itself.
func (r *reader) pieceValue(name string) (string, bool) {
	if id, isLink := strings.CutPrefix(name, linkPrefix); isLink {
		k, ok := r.links.byID[id]
		return k.Value, ok
	}
	value, ok := r.raw[name].(string)
	return strings.TrimSpace(value), ok && !piece.MatchString(value)
}
