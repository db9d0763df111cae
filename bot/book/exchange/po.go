package exchange

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"github.com/aldaba-hotline/aldaba/bot"
)

// fuzzy is what translation programs mark a text with that nobody has looked at since English has changed.
const fuzzy State = "fuzzy"

// Headers and comments of a PO file that come back with it.
const (
	headerLanguage = "X-Aldaba-Language"
	hashComment    = "hash: "
)

// WritePO is a sheet as a PO file: the id of a message is its context, stale translations are fuzzy. The problem is a language for which
// gettext has no plural formula.
func WritePO(s Sheet) ([]byte, bot.Problems) {
	header, forms, ok := counting(s.Language)
	if !ok {
		return nil, bot.Problems{{File: "--format", What: "gettext has no known plural formula for " + string(s.Language), Remedy: "use --format csv"}}
	}
	var b bytes.Buffer
	writeHeader(&b, s.Language, header)
	for i := 0; i < len(s.Rows); {
		end := i + 1
		for s.Rows[i].Form != "" && end < len(s.Rows) && s.Rows[end].ID == s.Rows[i].ID {
			end++
		}
		writeEntry(&b, s.Rows[i:end], forms)
		i = end
	}
	return b.Bytes(), nil
}

func writeHeader(b *bytes.Buffer, lang bot.Language, plural string) {
	b.WriteString("# One entry a message; its context is its id. flows/README.md has a section for translators.\n")
	b.WriteString("# {{…}} stays as it is. Lists of words: one phrase a line.\n")
	fields := []string{"Project-Id-Version: Aldaba", "Report-Msgid-Bugs-To: ", "PO-Revision-Date: ", "Last-Translator: ", "Language-Team: ",
		"Language: " + strings.ReplaceAll(string(lang), "-", "_"), "MIME-Version: 1.0", "Content-Type: text/plain; charset=UTF-8",
		"Content-Transfer-Encoding: 8bit", "Plural-Forms: " + plural, headerLanguage + ": " + string(lang)}
	writePair(b, "msgid", "")
	writePair(b, "msgstr", strings.Join(fields, "\n")+"\n")
}

func writeEntry(b *bytes.Buffer, rows []Row, forms []string) {
	r := rows[0]
	b.WriteByte('\n')
	for _, c := range []struct{ name, text string }{{"", r.Context}, {"characters: ", r.Limit}, {"keep: ", r.Placeholders}, {"", r.Notes},
		{"state: ", string(r.State)}, {hashComment, r.Hash}} {
		if c.text != "" {
			fmt.Fprintf(b, "#. %s%s\n", c.name, strings.ReplaceAll(c.text, "\n", "\n#. "))
		}
	}
	if r.State == Stale {
		b.WriteString("#, fuzzy\n")
	}
	writePair(b, "msgctxt", r.ID)
	if r.Form == "" {
		writePair(b, "msgid", r.English)
		writePair(b, "msgstr", r.Text)
		return
	}
	writePair(b, "msgid", englishOf(rows, "one"))
	writePair(b, "msgid_plural", englishOf(rows, "other"))
	for i, form := range forms {
		at := slices.IndexFunc(rows, func(r Row) bool { return r.Form == form })
		if at < 0 {
			at = len(rows) - 1
		}
		writePair(b, fmt.Sprintf("msgstr[%d]", i), rows[at].Text)
	}
}

func englishOf(rows []Row, form string) string {
	for _, r := range rows {
		if r.Form == form {
			return r.English
		}
	}
	return rows[len(rows)-1].English
}

var poEscapes = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`, "\t", `\t`)

// writePair writes a keyword and its string, each of its lines in a line of its own.
func writePair(b *bytes.Buffer, keyword, s string) {
	parts := strings.SplitAfter(s, "\n")
	if last := len(parts) - 1; last > 0 && parts[last] == "" {
		parts = parts[:last]
	}
	if len(parts) > 1 {
		parts = append([]string{""}, parts...)
	}
	b.WriteString(keyword + " ")
	for _, p := range parts {
		b.WriteString(`"` + poEscapes.Replace(p) + `"` + "\n")
	}
}
