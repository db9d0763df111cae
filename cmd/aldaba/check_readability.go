package main

import (
	"fmt"
	"io"

	"github.com/aldaba-hotline/aldaba/bot/book/lint"
)

// worst is how many of the hardest texts a table names.
const worst = 10

// printReadability writes a table for each language: the medians, and the hardest answers and texts.
func printReadability(w io.Writer, all []lint.Figures) {
	for _, f := range all {
		fmt.Fprintf(w, "%s: %s. %d answers, median %.1f; %d other texts, median %.1f. SMS segments of %d messages of answers: median %d, most %d; with the choices that follow: median %d, most %d\n",
			f.Lang, f.Formula, len(f.Answers), middle(f.Answers), len(f.Texts), middle(f.Texts), len(f.Segments),
			lint.Median(f.Segments), most(f.Segments), lint.Median(f.Whole), most(f.Whole))
		printHardest(w, "hardest answers", f.Answers)
		printHardest(w, "hardest other texts", f.Texts)
	}
}

func printHardest(w io.Writer, title string, all []lint.Figure) {
	fmt.Fprintf(w, "  %6s  %15s  %8s  %s\n", "score", "longest sentence", "segments", title)
	for _, f := range all[:min(worst, len(all))] {
		fmt.Fprintf(w, "  %6.1f  %10d words  %8d  %s\n", f.Score, f.Longest, f.Segments, f.ID)
	}
}

// middle is the median of the scores of figures in their order.
func middle(all []lint.Figure) float64 {
	var scores []float64
	for _, f := range all {
		scores = append(scores, f.Score)
	}
	return lint.Median(scores)
}

func most(sorted []int) int {
	if len(sorted) == 0 {
		return 0
	}
	return sorted[len(sorted)-1]
}
