package say

import (
	"strconv"
	"strings"
)

// keyLines finds the line of every key in a TOML file that the TOML reader has accepted, because that reader
// does not tell: the parts of a key joined with dots -> 1-based line of its first appearance.
func keyLines(data string) map[string]int {
	lines := lineIndex{}
	table, open := "", "" // the table we are in; the delimiter of a text that goes on
	n := 0
	for line := range strings.Lines(data) {
		n++
		if open != "" {
			if closes(line, open) {
				open = ""
			}
			continue
		}
		line = strings.TrimLeft(line, " \t\ufeff")
		if strings.HasPrefix(line, "[") {
			key, _ := readKey(strings.TrimLeft(line, "[ \t"))
			lines.note(key, n)
			table = key + "."
			continue
		}
		key, rest := readKey(line)
		value, isPair := strings.CutPrefix(rest, "=")
		if !isPair {
			continue
		}
		lines.note(table+key, n)
		open = opens(strings.TrimLeft(value, " \t"))
	}
	lines.addTables()
	return lines
}

// lineIndex maps keys to lines.
type lineIndex map[string]int

// note remembers a key that has not been seen.
func (x lineIndex) note(key string, n int) {
	if _, seen := x[key]; !seen {
		x[key] = n
	}
}

// addTables gives tables that no line names, such as x in x.one = "…", the line of their first key.
func (x lineIndex) addTables() {
	tables := map[string]int{}
	for key, n := range x {
		for i := range len(key) {
			if key[i] != '.' {
				continue
			}
			if first, seen := tables[key[:i]]; !seen || n < first {
				tables[key[:i]] = n
			}
		}
	}
	for table, n := range tables {
		x.note(table, n)
	}
}

// opens returns the delimiter of a text that begins a value and goes on after its line, or "".
func opens(value string) string {
	for _, delimiter := range []string{`"""`, `'''`} {
		if rest, ok := strings.CutPrefix(value, delimiter); ok && !closes(rest, delimiter) {
			return delimiter
		}
	}
	return ""
}

// closes reports whether the delimiter stands in the line.
func closes(line, delimiter string) bool {
	for i := 0; i < len(line); i++ {
		if line[i] == '\\' && delimiter == `"""` {
			i++
		} else if strings.HasPrefix(line[i:], delimiter) {
			return true
		}
	}
	return false
}

// readKey reads a key of parts that are bare or in quotes, and returns the parts joined with dots and what
// follows.
func readKey(line string) (key, rest string) {
	var parts []string
	for {
		var part string
		part, line = readPart(strings.TrimLeft(line, " \t"))
		parts = append(parts, part)
		line = strings.TrimLeft(line, " \t")
		if !strings.HasPrefix(line, ".") {
			return strings.Join(parts, "."), line
		}
		line = line[1:]
	}
}

func readPart(line string) (part, rest string) {
	if strings.HasPrefix(line, `"`) {
		if quoted, err := strconv.QuotedPrefix(line); err == nil {
			part, _ = strconv.Unquote(quoted)
			return part, line[len(quoted):]
		}
	}
	if strings.HasPrefix(line, "'") {
		if part, rest, ok := strings.Cut(line[1:], "'"); ok {
			return part, rest
		}
	}
	end := strings.IndexAny(line, " \t.=]\r\n")
	if end < 0 {
		end = len(line)
	}
	return line[:end], line[end:]
}
