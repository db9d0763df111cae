package exchange

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// wide is how many characters a line of a file of words has at most.
const wide = 140

// yamlList is a list in brackets that begins in a column, in lines of at most wide characters.
func yamlList(items []string, column, indent int) string {
	var b strings.Builder
	b.WriteByte('[')
	column++
	for i, item := range items {
		if i > 0 {
			b.WriteByte(',')
			column++
			if column+1+utf8.RuneCountInString(item) > wide {
				b.WriteString("\n" + strings.Repeat(" ", indent))
				column = indent
			} else {
				b.WriteByte(' ')
				column++
			}
		}
		b.WriteString(item)
		column += utf8.RuneCountInString(item)
	}
	b.WriteByte(']')
	return b.String()
}

// yamlItems are the phrases of a list as they are written in it; wordings of one thing are a list of their own.
func yamlItems(path []string, text string) []string {
	var all []string
	for _, p := range phrases(text) {
		if !nestedList(path) {
			all = append(all, yamlScalar(p))
			continue
		}
		var same []string
		for _, w := range strings.Split(p, "|") {
			same = append(same, yamlScalar(strings.TrimSpace(w)))
		}
		all = append(all, "["+strings.Join(same, ", ")+"]")
	}
	return all
}

// nestedList reports whether each line of a list holds several wordings.
func nestedList(path []string) bool { return path[0] == "must_say" }

// scalarPath reports whether a row is one word, not a list.
func scalarPath(path []string) bool { return len(path) == 1 && path[0] == "name" }

var (
	plainScalar = regexp.MustCompile(`^[\p{L}\p{M}][\p{L}\p{M}\p{N} '’./_-]*$`)
	plainKey    = regexp.MustCompile(`^[A-Za-z0-9_]*[A-Za-z_][A-Za-z0-9_.-]*$`)
)

// notStrings are plain words that YAML takes, or took, for something else.
func notStrings() []string {
	return []string{"y", "n", "yes", "no", "on", "off", "true", "false", "null"}
}

func yamlScalar(s string) string {
	if plainScalar.MatchString(s) && !slices.Contains(notStrings(), strings.ToLower(s)) {
		return s
	}
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s) + `"`
}

func yamlKey(s string) string {
	if plainKey.MatchString(s) && !slices.Contains(notStrings(), strings.ToLower(s)) {
		return s
	}
	return `"` + s + `"`
}

// yamlValue is the value of a row, which begins in a column.
func yamlValue(path []string, text string, column, indent int) string {
	if scalarPath(path) {
		return yamlScalar(strings.Join(phrases(text), " "))
	}
	return yamlList(yamlItems(path, text), column, indent)
}

// yamlBlock writes a row under the keys of a path, which begin in a column.
func yamlBlock(path []string, from int, text string, indent int) string {
	var b strings.Builder
	for i := from; i < len(path); i++ {
		key := strings.Repeat(" ", indent) + yamlKey(path[i]) + ":"
		b.WriteString(key)
		if i == len(path)-1 {
			b.WriteString(" " + yamlValue(path, text, len(key)+1, indent+2))
		}
		b.WriteByte('\n')
		indent += 2
	}
	return b.String()
}

// words is what a list of words shall be.
type words struct {
	path []string
	text string
}

// newWords makes the file of words of a new language.
func newWords(lang string, all []words) []byte {
	var b strings.Builder
	b.WriteString("# The words by which " + lang + " is understood, made by aldaba i18n import. flows/README.md explains the keys.\n")
	var last []string
	for _, w := range all {
		same := 0
		for same < len(last)-1 && same < len(w.path)-1 && last[same] == w.path[same] {
			same++
		}
		if same == 0 && (len(w.path) > 1 || len(last) > 1) {
			b.WriteByte('\n')
		}
		b.WriteString(yamlBlock(w.path, same, w.text, 2*same))
		last = w.path
	}
	return []byte(b.String())
}
