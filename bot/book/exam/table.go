package exam

import (
	"fmt"
	"io"
	"maps"
	"math"
	"slices"
	"text/tabwriter"

	"github.com/aldaba-hotline/aldaba/bot"
)

// percent is a share; no number where nothing was asked.
func percent(n, of int) float64 {
	if of == 0 {
		return math.NaN()
	}
	return 100 * float64(n) / float64(of)
}

func sortedLanguages(marks map[bot.Language]*Marks) []bot.Language {
	return slices.Sorted(maps.Keys(marks))
}

// Write writes the marks as a table, a row a language, and one for all.
func Write(out io.Writer, marks map[bot.Language]*Marks) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "\ttexts\tlanguage\turgent heard\talarms right\tasked in vain\tfirst topic\tfirst three\tanswered\toffered\tanswered wrong\topt-outs heard\theard in vain")
	var sum Marks
	for _, lang := range sortedLanguages(marks) {
		sum.Add(*marks[lang])
		writeRow(w, string(lang), *marks[lang])
	}
	writeRow(w, "all", sum)
	return w.Flush()
}

func writeRow(w io.Writer, name string, m Marks) {
	fmt.Fprintf(w, "%s\t%d", name, m.Texts)
	for _, share := range []float64{
		percent(m.Language, m.Texts), percent(m.Heard, m.Urgent), percent(m.TrueAlarms, m.Alarms), percent(m.CalmAsked, m.Calm), percent(m.First, m.Questions),
		percent(m.Three, m.Questions), percent(m.Answered, m.Questions), percent(m.Offered, m.Questions), percent(m.Wrong, m.Others), percent(m.Stopped, m.Stops),
	} {
		if math.IsNaN(share) {
			fmt.Fprint(w, "\t-")
			continue
		}
		fmt.Fprintf(w, "\t%.1f %%", share)
	}
	fmt.Fprintf(w, "\t%d\n", m.Mistaken)
}
