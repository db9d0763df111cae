package lint

import (
	"fmt"
	"regexp"
	"strings"
	"unicode"

	"github.com/aldaba-hotline/aldaba/bot"
)

// counted are placeholders that stand for nothing but a number: it takes the direction of what follows.
var counted = regexp.MustCompile(`\{\{\s*\.(Count|Day|Hours|Minutes)\s*\}\}`)

// backwards finds lines that phones would show from left to right, or in a wrong order: a phone takes the direction of a line from its
// first letter, and nobody should need invisible characters for that.
func backwards(r *Rules, b *Book, t *Text) bot.Problems {
	if a := r.style.alphabets[t.Lang]; a == nil || !a.left || r.style.shared(t) {
		return nil
	}
	var ps bot.Problems
	lines := strings.Split(t.Written, "\n")
	for _, line := range lines {
		if !strings.ContainsFunc(placeholder.ReplaceAllString(line, ""), rightToLeft) {
			continue // a sentence in English, an address, a number
		}
		if !begins(line) {
			ps = append(ps, t.problem(fmt.Sprintf("has a line that begins from left to right: %q", line), "begin it with a word of "+string(t.Lang)+", or give what is in Latin letters a line of its own"))
		}
		for _, id := range b.turned(line) {
			ps = append(ps, t.problem("has {{link."+id+"}} within a line", "give it a line of its own, so that it is not read backwards"))
		}
		if number := turned(line); number != "" {
			ps = append(ps, t.problem(fmt.Sprintf("has %q, of which phones turn the parts", number), "give it a line of its own, or put its name in Latin letters in front"))
		}
	}
	return append(ps, t.late(lines)...)
}

// begins reports whether the first letter of a line makes it run from right to left. What a placeholder holds may be in Latin letters.
func begins(line string) bool {
	line = counted.ReplaceAllString(line, "")
	at := strings.IndexFunc(line, func(c rune) bool { return unicode.IsLetter(c) || c == '{' })
	return at < 0 || rightToLeft([]rune(line[at:])[0])
}

// turned are the links of a line that are more than a number.
func (b *Book) turned(line string) []string {
	var all []string
	for value, id := range b.Links {
		if strings.Contains(line, "{{link."+id+"}}") && strings.Trim(value, "0123456789") != "" {
			all = append(all, id)
		}
	}
	return all
}

var parts = regexp.MustCompile(`\d+[-(]\w+`)

// turned is a number of several parts that follows a word of the language: 287(g), 555-0100. What follows a Latin letter keeps its order.
func turned(line string) string {
	for _, at := range parts.FindAllStringIndex(line, -1) {
		before := []rune(line[:at[0]])
		for i := len(before) - 1; i >= 0 && !unicode.Is(unicode.Latin, before[i]); i-- {
			if rightToLeft(before[i]) {
				return line[at[0]:at[1]]
			}
		}
	}
	return ""
}

// late finds texts that go on behind the last sentence to say to an officer. Only the question that the choices answer may follow.
func (t *Text) late(lines []string) bot.Problems {
	last := -1
	for i, line := range lines {
		if spokenLine.MatchString(line) {
			last = i
		}
	}
	rest := lines[last+1:]
	if last < 0 || len(rest) == 0 || len(rest) == 1 && sentenceEnd(rest[0]) == len(rest[0]) && strings.HasSuffix(rest[0], "؟") {
		return nil
	}
	return bot.Problems{t.problem("goes on behind the English sentence", "put the sentence last, each on a line of its own; one question may follow it")}
}
