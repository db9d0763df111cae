package exchange

import (
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/review"
	"github.com/aldaba-hotline/aldaba/bot/say"
)

// list is one list of words in its file.
type list struct {
	path []string // keys from the top
	text string   // one phrase a line; wordings of one thing are separated by " | "
	node *yaml.Node
}

func (w list) id() string { return WordsPrefix + strings.Join(w.path, ".") }

// wordings separates the wordings of one thing in a line.
const wordings = " | "

// lists reads all lists of a file of words in their order.
func lists(file string, data []byte) ([]list, bot.Problems) {
	var doc yaml.Node
	if err := yaml.Unmarshal(data, &doc); err != nil {
		return nil, bot.Problems{{File: file, What: "is no YAML: " + err.Error(), Remedy: "correct it; aldaba check names the line"}}
	}
	if len(doc.Content) == 0 {
		return nil, nil
	}
	var all []list
	err := walk(doc.Content[0], nil, &all)
	if err != nil {
		return nil, bot.Problems{{File: file, What: err.Error(), Remedy: "write lists of words; aldaba check says more"}}
	}
	return all, nil
}

// walk collects the lists below a mapping.
func walk(n *yaml.Node, path []string, all *[]list) error {
	if n.Kind != yaml.MappingNode {
		return fmt.Errorf("%s is no list of words", strings.Join(path, "."))
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		at, value := append(slices.Clone(path), n.Content[i].Value), n.Content[i+1]
		if value.Kind == yaml.MappingNode {
			if err := walk(value, at, all); err != nil {
				return err
			}
			continue
		}
		text, err := lines(value)
		if err != nil {
			return fmt.Errorf("%s %w", strings.Join(at, "."), err)
		}
		*all = append(*all, list{at, text, value})
	}
	return nil
}

// lines is the value of a list as it stands in a sheet.
func lines(n *yaml.Node) (string, error) {
	if n.Kind == yaml.ScalarNode {
		return n.Value, nil
	}
	var all []string
	for _, item := range n.Content {
		switch item.Kind {
		case yaml.ScalarNode:
			all = append(all, item.Value)
		case yaml.SequenceNode:
			var same []string
			for _, w := range item.Content {
				same = append(same, w.Value)
			}
			all = append(all, strings.Join(same, wordings))
		default:
			return "", fmt.Errorf("is no list of words")
		}
	}
	return strings.Join(all, "\n"), nil
}

// noEnglish stands for the words of English where it has none.
const noEnglish = "(none)"

// wordRows are the rows of all lists: those of English in the order of its file, then those that only the translation has.
func (l Library) wordRows(lang bot.Language) ([]Row, bot.Problems) {
	english, ps := lists(WordsFile(say.English), l.Files.EnglishWords)
	own, more := lists(WordsFile(lang), l.Files.Words)
	if ps = append(ps, more...); ps != nil {
		return nil, ps
	}
	has := map[string]string{}
	for _, w := range own {
		has[w.id()] = w.text
	}
	var rows []Row
	seen := map[string]bool{}
	for _, w := range english {
		rows, seen[w.id()] = append(rows, wordRow(w, w.text, has[w.id()])), true
	}
	for _, w := range own {
		if !seen[w.id()] {
			rows = append(rows, wordRow(w, noEnglish, w.text))
		}
	}
	return rows, nil
}

func wordRow(w list, english, text string) Row {
	r := Row{ID: w.id(), English: english, Text: text, Context: wordPlace(w.path), Notes: wordNotes(w.path), State: State(review.StateDrafted)}
	r.Hash = review.Hash(map[string]string{"other": english})
	if text == "" {
		r.State = Missing
	}
	return r
}

// wordPlace tells what a list of words is for.
func wordPlace(path []string) string {
	last := strings.Join(path[1:], ".")
	switch path[0] {
	case "commands":
		return "words for the command " + strings.ToUpper(last)
	case "topics":
		return "words that lead to the topic " + last
	case "synonyms":
		return "other words for the option " + last
	case "states":
		return "what the state " + last + " is called"
	case "orders":
		return "what volunteers text for " + strings.ToUpper(last)
	case "urgent":
		return "urgent reports: " + last
	case "language":
		return "shows that a text is in this language: " + last
	case "personal":
		return "what is cut out of reports: " + last
	case "must_say":
		return "what the text " + last + " has to say"
	}
	return "words file: " + path[0]
}

// phrases are the words of a row: one a line, without blank lines.
func phrases(text string) []string {
	var all []string
	for line := range strings.Lines(text) {
		if p := strings.Join(strings.Fields(line), " "); p != "" {
			all = append(all, p)
		}
	}
	return all
}
