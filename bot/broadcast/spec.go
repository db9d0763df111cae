package broadcast

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/strict"
)

// Kinds of audiences, rules for languages without a body, and for quiet hours. The first of each is what an empty one means, but for Missing:
// there, an empty one refuses.
const (
	Subscribers = "subscribers"
	Responders  = "responders"

	MissingDefault = "default"
	MissingSkip    = "skip"

	QuietDefer    = "defer"
	QuietDrop     = "drop"
	QuietOverride = "override"
)

// Limits of what an organizer may ask for.
const (
	maxName   = 60
	maxReason = 320
	minValid  = time.Minute
	maxValid  = 7 * 24 * time.Hour
	// DefaultValid is how long a broadcast is worth getting whose author did not say.
	DefaultValid = 24 * time.Hour
)

// Read reads what an organizer asks for. File is what problems call it. What makes sense by itself and cannot go out is a problem of the
// preview, not of the file.
func Read(file string, data []byte, h bot.Hotline) (bot.BroadcastSpec, bot.Problems) {
	var spec bot.BroadcastSpec
	f, ps := strict.Read(file, data, &spec)
	if ps != nil {
		return spec, ps
	}
	r := reader{f: f, h: h}
	r.check(spec)
	r.problems.Sort()
	return spec, r.problems
}

type reader struct {
	f        *strict.File
	h        bot.Hotline
	problems bot.Problems
}

func (r *reader) bad(what, remedy string, path ...any) {
	r.problems = append(r.problems, r.f.Problem(what, remedy, path...))
}

// oneOf checks a word that must be one of some, or empty.
func (r *reader) oneOf(value, key string, path []any, some ...string) {
	if value != "" && !slices.Contains(some, value) {
		r.bad(fmt.Sprintf("%s is %q", key, value), "write one of "+strings.Join(some, ", "), append(path, key)...)
	}
}

func (r *reader) check(s bot.BroadcastSpec) {
	r.name(s.Name)
	r.oneOf(s.Missing, "missing", nil, MissingDefault, MissingSkip)
	r.oneOf(s.Quiet, "quiet", nil, QuietDefer, QuietDrop, QuietOverride)
	if s.Quiet == QuietOverride && strings.TrimSpace(s.Reason) == "" {
		r.bad("quiet hours are overridden without a reason", "write reason: and why nobody can wait until the morning; it is recorded", "quiet")
	}
	if utf8.RuneCountInString(s.Reason) > maxReason {
		r.bad("the reason is too long", fmt.Sprintf("write at most %d characters", maxReason), "reason")
	}
	if slices.Contains(r.f.Keys(), "valid") && (s.Valid < minValid || s.Valid > maxValid) {
		r.bad(fmt.Sprintf("valid is %s", s.Valid), fmt.Sprintf("write how long after its start it is still worth getting, from %s to %s", minValid, maxValid), "valid")
	}
	if _, err := When(s.Start); err != nil {
		r.bad(err.Error(), `write "2026-12-24 08:00 America/Los_Angeles", or 2026-12-24T08:00:00-08:00`, "start")
	}
	if s.Template != "" && r.h.Templates[s.Template] == nil {
		r.bad(fmt.Sprintf("there is no template %q", s.Template), "name one of templates: in hotline.yaml", "template")
	}
	r.bodies(s.Bodies, s.Phrase)
	r.audience(s)
}

func (r *reader) name(name string) {
	if n := utf8.RuneCountInString(name); strings.TrimSpace(name) == "" || n > maxName || strings.ContainsFunc(name, unicode.IsControl) {
		r.bad(fmt.Sprintf("name has %d characters", n), fmt.Sprintf("write 1 to %d on one line: how organizers call it; nobody else reads it", maxName), "name")
	}
}

func (r *reader) bodies(bodies map[bot.Language]bot.Private, phrase *bot.Phrase) {
	switch {
	case phrase != nil && len(bodies) > 0:
		r.bad("there are bodies and a phrase", "keep one of them", "phrase")
	case phrase == nil && len(bodies) == 0:
		r.bad("there is no body", "write bodies: with a text for each language, such as en:", "bodies")
	}
	for _, lang := range slices.Sorted(maps.Keys(bodies)) {
		r.language(lang, "bodies", string(lang))
		switch words := bodies[lang].Reveal(); {
		case !strings.ContainsFunc(words, seen):
			r.bad(fmt.Sprintf("the body in %s is empty", lang), "write it, or remove the language", "bodies", string(lang))
		case strings.ContainsFunc(words, odd):
			r.bad(fmt.Sprintf("the body in %s holds a sign that nobody sees, or one that turns the others around", lang), "type it anew", "bodies", string(lang))
		}
	}
}

// seen reports whether a sign is more than a blank.
func seen(c rune) bool { return unicode.IsGraphic(c) && !unicode.IsSpace(c) }

// odd reports whether a sign has no business in a text: a control sign, or one that forces the direction of what follows.
func odd(c rune) bool {
	return unicode.IsControl(c) && c != '\n' && c != '\r' && c != '\t' || c == '\u202d' || c == '\u202e'
}

func (r *reader) language(lang bot.Language, path ...any) {
	if !slices.Contains(r.h.Languages, lang) {
		r.bad(fmt.Sprintf("nobody is written to in %q", lang), "name one of languages: in hotline.yaml, spelled as there", path...)
	}
}

func (r *reader) regions(all []string, path ...any) {
	for i, name := range all {
		if _, known := r.h.Regions[name]; !known {
			r.bad(fmt.Sprintf("there is no region %q", name), "name one of regions: in hotline.yaml", append(slices.Clone(path), i)...)
		}
	}
}

func (r *reader) audience(s bot.BroadcastSpec) {
	a, path := s.Audience, []any{"audience"}
	r.oneOf(a.Kind, "kind", path, Subscribers, Responders)
	r.regions(a.Regions, "audience", "regions")
	for i, lang := range a.Languages {
		r.language(lang, "audience", "languages", i)
	}
	for i, g := range a.Groups {
		if !strict.IsName(g) {
			r.bad(fmt.Sprintf("%q is no group", g), `write it as the list has it: small letters, digits, "-" and "_"`, "audience", "groups", i)
		}
	}
	for i, ch := range a.Channels {
		r.oneOf(string(ch), "channels", path, string(bot.SMS), string(bot.WhatsApp))
		if ch == "" {
			r.bad("a channel is empty", "write sms or whatsapp", "audience", "channels", i)
		}
	}
	for i, id := range a.Except {
		r.id(id, "audience", "except", i)
	}
	if s.Answers != "" {
		r.id(s.Answers, "answers")
		if a.Kind != "" || len(a.Regions)+len(a.Languages)+len(a.Groups)+len(a.Channels) > 0 {
			r.bad("it answers another broadcast and has an audience", "remove the audience: whoever got that one gets this one", "audience")
		}
	}
}

func (r *reader) id(id bot.BroadcastID, path ...any) {
	if !IsID(string(id)) {
		r.bad(fmt.Sprintf("%q is no broadcast", id), "write its number, as aldaba broadcast list tells it", path...)
	}
}

// IsID reports whether a text is the number of a broadcast.
func IsID(s string) bool {
	return len(s) > 0 && len(s) < 10 && s[0] != '0' && strings.Trim(s, "0123456789") == ""
}
