package book

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/review"
	"github.com/aldaba-hotline/aldaba/bot/say"
	"github.com/aldaba-hotline/aldaba/bot/understand"
)

// Serve is the set as a running hotline goes on with it, and what there is to know of it; found are the problems of reading the files. A mistake
// in one language costs the others nothing: a text with a mistake counts as missing, so that a language whose core has one is not published, nor
// is one whose files cannot be used. Words that could be read are understood all the same. The default language and English, which stands in
// for what others lack, have to be whole, and so has everything that is no language's alone: else the problems have an Err, and nobody may serve.
func Serve(s Set, found bot.Problems, today time.Time) (Set, bot.Problems) {
	s, ps := Spare(s, found)
	if ps.Err() != nil {
		return s, ps
	}
	s.serving = true
	ps = append(ps, s.spare(Check(s, today))...)
	r := s.Reviewed()
	for _, lang := range s.Hotline.Languages {
		ps = append(ps, s.checkPublished(r, lang)...)
		ps = append(ps, s.leftOut(r, lang)...)
	}
	ps.Sort()
	return s, ps
}

// Spare is Serve without the rules between the parts, for those who work beside a running hotline: it does without what could not be read.
func Spare(s Set, found bot.Problems) (Set, bot.Problems) {
	if s.Library == nil || s.Texts == nil {
		return s, found // which say why
	}
	ps := s.spare(found)
	s.Words = slices.DeleteFunc(slices.Clone(s.Words), func(w understand.Words) bool { return s.broken[understand.FileOf(w.Language)] })
	return s, ps
}

// mistakes are what a running hotline does without: files that no language can be published with, by name, and texts that count as missing.
type mistakes map[string]bool

// textKey is how a text is named among the mistakes. No file has a blank in its name.
func (s Set) textKey(lang bot.Language, id string) string {
	return string(s.Texts.Spelling(lang)) + " " + plainID(id)
}

// Broken is why a text or file with a mistake stands in the way of publishing a language: a running hotline does without it.
const Broken review.State = "broken"

// spare makes warnings of the problems that a running hotline can live with, and remembers what it does without for it.
func (s *Set) spare(ps bot.Problems) bot.Problems {
	all := slices.Clone(ps)
	s.broken = maps.Clone(s.broken)
	if s.broken == nil {
		s.broken = mistakes{}
	}
	for i, p := range all {
		switch {
		case p.Warning || p.Language == "" || s.leansOn(p):
			continue
		case p.Message == "":
			s.broken[p.File] = true
		default:
			s.broken[s.textKey(p.Language, p.Message)] = true
		}
		all[i].Warning = true
	}
	return all
}

// leansOn reports whether a problem is one of a language that a hotline cannot do without.
func (s *Set) leansOn(p bot.Problem) bool {
	for _, lang := range []bot.Language{s.Hotline.DefaultLanguage, say.English} {
		if s.Texts.Spelling(p.Language) == s.Texts.Spelling(lang) || p.File == understand.FileOf(lang) {
			return true
		}
	}
	return false
}

// leftOut tells of the texts with mistakes of a language that is published without them.
func (s Set) leftOut(r *Reviewed, lang bot.Language) bot.Problems {
	if len(r.Blocks(lang)) > 0 {
		return nil // checkPublished tells
	}
	var all []Block
	for _, key := range slices.Sorted(maps.Keys(s.broken)) {
		if id, ok := strings.CutPrefix(key, s.textKey(lang, "")); ok {
			all = append(all, Block{id, Broken})
		}
	}
	if len(all) == 0 {
		return nil
	}
	return bot.Problems{{File: s.textsFile(lang), What: fmt.Sprintf("%d texts in %s have mistakes and count as missing: %s", len(all), lang, named(all)),
		Remedy: brokenRemedy, Warning: true, Language: lang}}
}

const brokenRemedy = "aldaba check tells the places; correct them, and send the server a SIGHUP"

// textsFile is the name of the file that holds the texts of a language, or should.
func (s Set) textsFile(lang bot.Language) string {
	if file := s.Texts.File(lang); file != "" {
		return file
	}
	return say.FileOf(lang)
}
