package broadcast

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/text"
)

// The placeholders of a body.
const (
	regionMark  = "{region}"
	hotlineMark = "{hotline}"
)

// marks finds what is written like a placeholder.
var marks = regexp.MustCompile(`\{[^{}\n]{0,40}\}`)

// Compose puts together what goes out: each body with its last line, which says how to get no more of them. OptOut returns that line in a
// language.
func Compose(spec bot.BroadcastSpec, h bot.Hotline, optOut func(bot.Language) string) bot.Script {
	s := bot.Script{Spec: spec, Texts: map[bot.Language]bot.Private{}}
	for lang, body := range spec.Bodies {
		s.Texts[lang] = bot.Private(strings.ReplaceAll(tidy(body)+"\n"+optOut(lang), hotlineMark, h.Name))
	}
	return s
}

// tidy is a body without blanks around it, and with plain line breaks.
func tidy(body bot.Private) string {
	return strings.TrimSpace(strings.ReplaceAll(body.Reveal(), "\r\n", "\n"))
}

// Hash names what goes out and to whom: any change of it is another hash.
func Hash(s bot.Script) string { return digest(s) }

func digest(of any) string {
	plain, err := json.Marshal(of)
	if err != nil { // it is made of texts
		return ""
	}
	sum := sha256.Sum256(plain)
	return hex.EncodeToString(sum[:8])
}

// Fill is what somebody of a region reads.
func Fill(words bot.Private, region string) bot.Private {
	return bot.Private(strings.ReplaceAll(words.Reveal(), regionMark, region))
}

// OneLine is a text as the argument of a WhatsApp template, which takes no line breaks and no long blanks.
func OneLine(words bot.Private) string { return strings.Join(strings.Fields(words.Reveal()), " ") }

// unknownMarks are what is written like placeholders and is none, in all bodies; also a brace that belongs to none.
func unknownMarks(bodies map[bot.Language]bot.Private) []string {
	var all []string
	for _, lang := range slices.Sorted(maps.Keys(bodies)) {
		words := bodies[lang].Reveal()
		found := marks.FindAllString(words, -1)
		rest := marks.ReplaceAllString(words, "")
		if at := strings.IndexAny(rest, "{}"); at >= 0 {
			found = append(found, rest[at:at+1])
		}
		for _, m := range found {
			if m != regionMark && m != hotlineMark && !slices.Contains(all, m) {
				all = append(all, m)
			}
		}
	}
	return all
}

// Spelling is a character that makes a text cost more, and what could stand for it; empty if there is nothing.
type Spelling struct {
	Char    string `json:"char"`
	Instead string `json:"instead"`
}

// cheaper is what stands for signs that have a plain look-alike.
var cheaper = strings.NewReplacer("‘", "'", "’", "'", "ʼ", "'", "`", "'", "“", `"`, "”", `"`, "«", `"`, "»", `"`, "–", "-", "—", "-", "−", "-",
	"…", "...", "•", "-", "·", "-", "\u00a0", " ", "\u202f", " ", "\t", " ", "×", "x", "→", "->", "º", "o", "ª", "a")

// spellings are the characters that force a text out of the cheap alphabet.
func spellings(words string) []Spelling {
	all := []Spelling{}
	for _, r := range text.NotGSM(words) {
		s := Spelling{Char: string(r)}
		if plain := cheaper.Replace(s.Char); plain != s.Char {
			s.Instead = plain
		} else {
			s.Instead = text.GSM(s.Char)
		}
		all = append(all, s)
	}
	return all
}
