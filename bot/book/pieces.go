package book

import (
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/say"
)

// linkHolds is how long an address or number is trusted after somebody opened or called it.
const linkHolds = 180 * 24 * time.Hour

// pieceUses are the sentences to say to an officer that texts name.
func (s Set) pieceUses() []use {
	var all []use
	lang := s.Hotline.DefaultLanguage
	for _, id := range s.Texts.IDs(lang) {
		for _, name := range s.Texts.Pieces(lang, id) {
			if strings.HasPrefix(name, say.SayPrefix) {
				all = append(all, use{name, func(what, remedy string) bot.Problem { return s.textProblem(lang, id, what, remedy) }})
			}
		}
	}
	return all
}

// checkPieces finds texts that name other pieces than the default language's, and sentences that are not what they have to be.
func (s Set) checkPieces(uses []use) bot.Problems {
	var ps bot.Problems
	first := s.Hotline.DefaultLanguage
	for _, id := range slices.Sorted(maps.Keys(ids(uses))) {
		want := s.Texts.Pieces(first, id)
		for _, lang := range s.Hotline.Languages {
			if got := s.Texts.Pieces(lang, id); s.Texts.Has(lang, id) && !slices.Equal(got, want) {
				ps = append(ps, s.textProblem(lang, id, "pieces of "+id+" are ["+strings.Join(got, " ")+"], in "+string(first)+
					" they are ["+strings.Join(want, " ")+"]", "make them equal"))
			}
			ps = append(ps, s.checkSentence(lang, id)...)
		}
	}
	return ps
}

// checkSentence holds what a sentence to say to an officer is: one line in English, and in other languages a second line, the
// sound-spelling in parentheses.
func (s Set) checkSentence(lang bot.Language, id string) bot.Problems {
	if !strings.HasPrefix(id, say.SayPrefix) || !s.Texts.Has(lang, id) {
		return nil
	}
	english := s.Texts.Forms(say.English, id)["other"]
	lines := strings.Split(s.Texts.Forms(lang, id)["other"], "\n")
	switch {
	case lang == say.English && len(lines) != 1:
		return bot.Problems{s.textProblem(lang, id, id+" has more than one line", "write the one English sentence and nothing else")}
	case lines[0] != english:
		return bot.Problems{s.textProblem(lang, id, id+" does not begin with the English sentence", "write first, letter for letter: "+english)}
	case lang != say.English && (len(lines) != 2 || !strings.HasPrefix(lines[1], "(") || !strings.HasSuffix(lines[1], ")")):
		return bot.Problems{s.textProblem(lang, id, id+" has no sound-spelling", `write it in parentheses on a second line: "I do not consent.\n(ai du not consent)"`)}
	}
	return nil
}

// checkLinks finds addresses and numbers that nobody has opened or called for long, or ever, and those that no text names.
func (s Set) checkLinks(today time.Time) bot.Problems {
	var ps bot.Problems
	var never []string
	named := s.namedPieces()
	links := s.Texts.Links()
	for _, id := range links.IDs() {
		k, _ := links.Get(id)
		if k.Verified == say.Never {
			never = append(never, id)
		} else if k.Verified > today.AddDate(0, 0, 1).Format(time.DateOnly) { // it may be tomorrow elsewhere
			ps = append(ps, links.Problem(id, "last_verified "+k.Verified+" is in the future", "write the day on which a person called or opened it, or never"))
		} else if at, err := time.Parse(time.DateOnly, k.Verified); err != nil || today.Sub(at) > linkHolds {
			p := links.Problem(id, "nobody has opened or called "+k.Value+" since "+k.Verified, "do so, and write the day under last_verified")
			p.Warning = true
			ps = append(ps, p)
		}
		if !named["link."+id] {
			ps = append(ps, links.Problem(id, "no text names {{link."+id+"}}", "use it or delete it"))
		}
	}
	if len(never) > 0 {
		ps = append(ps, bot.Problem{File: say.Folder + say.LinksFile, What: "nobody has ever opened or called " + strings.Join(never, ", "),
			Remedy: "do so before people depend on them, and write the day under last_verified", Warning: true})
	}
	return ps
}

func (s Set) namedPieces() map[string]bool {
	named := map[string]bool{}
	lang := s.Hotline.DefaultLanguage
	for _, id := range s.Texts.IDs(lang) {
		for _, name := range s.Texts.Pieces(lang, id) {
			named[name] = true
		}
	}
	return named
}
