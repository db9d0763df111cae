package booklet

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/aldaba-hotline/aldaba/bot/flow"
)

// many is a conversation of n questions, each of which leads to the next three and, nonsense, to the last.
func many(n int) []Node {
	var all []Node
	for i := range n {
		node := Node{Flow: "many", Name: fmt.Sprint("step", i), Kind: flow.KindChoice, Start: i == 0, Text: &Text{}}
		for j := range 3 {
			node.Exits = append(node.Exits, Exit{Label: fmt.Sprint(j+1, " an answer as long as allowed"), Plain: true, To: fmt.Sprint("step", min(i+j+1, n-1))})
		}
		node.Exits = append(node.Exits, Exit{Label: "invalid", To: fmt.Sprint("step", n-1)}, Exit{Label: "timeout", To: flow.End})
		all = append(all, node)
	}
	return all
}

func TestAConversationOfThirtyStepsStaysLegible(t *testing.T) {
	parts := draw(many(30))
	seen := 0
	for i, p := range parts {
		if p.Height > tallest+150 || p.Width > 2*boxWidth || p.Number != i+1 || p.Of != len(parts) {
			t.Errorf("part %d of %d is %d wide and %d high", p.Number, p.Of, p.Width, p.Height)
		}
		seen += len(p.Boxes)
	}
	if seen != 30 || len(parts) < 3 {
		t.Errorf("%d steps in %d parts", seen, len(parts))
	}
}

func TestEveryWayOutIsALineOrNamesThePart(t *testing.T) {
	for _, p := range draw(many(30)) {
		rows, elsewhere := 0, 0
		for _, b := range p.Boxes {
			for _, r := range b.Rows {
				if rows++; r.Part != 0 {
					elsewhere++
				}
			}
		}
		if rows != elsewhere+len(p.Lines) {
			t.Errorf("part %d: %d rows, %d go elsewhere, %d lines", p.Number, rows, elsewhere, len(p.Lines))
		}
	}
}

var down = regexp.MustCompile(`V(-?\d+)`)

func TestLinesToDifferentStepsNeverShareALane(t *testing.T) {
	for _, p := range draw(many(12)) {
		arcs := map[int][]*arc{}
		all := p.arcs(entriesOf(p))
		layOut(all)
		for _, a := range all {
			for _, b := range arcs[a.lane] {
				if a.to != b.to && a.meets(b) {
					t.Errorf("lines from %d to %d and from %d to %d are one", a.from, a.to, b.from, b.to)
				}
			}
			arcs[a.lane] = append(arcs[a.lane], a)
			if y, _ := strconv.Atoi(down.FindStringSubmatch(a.path())[1]); y < min(a.from, a.to) || y > max(a.from, a.to) {
				t.Errorf("the line overshoots: %s", a.path())
			}
		}
	}
}

func entriesOf(p Part) map[string]int {
	all := map[string]int{}
	for _, b := range p.Boxes {
		all[b.step] = b.entry
	}
	return all
}

func TestNoConversationIsNoReasonToPanic(t *testing.T) {
	if parts := draw(nil); len(parts) != 1 || parts[0].Boxes != nil {
		t.Errorf("%+v", parts)
	}
	if parts := draw([]Node{{Name: "lost", Kind: flow.KindSay, Exits: []Exit{{Label: "next", To: "nowhere"}}}}); len(parts[0].Lines) != 0 {
		t.Errorf("a line leads nowhere: %+v", parts)
	}
}

func TestLongLabelsAreCutByTheirWidth(t *testing.T) {
	for _, c := range []struct{ label, want string }{
		{"1 Sí", "1 Sí"}, {"12345678", "12345678"}, {"123456789", "1234567…"}, {"門口有人", "門口有人"}, {"門口有人嗎", "門口有…"}, {"", ""},
	} {
		if got := cut(c.label, 8); got != c.want {
			t.Errorf("%q: %q, want %q", c.label, got, c.want)
		}
	}
	if got := cut(strings.Repeat("\xff", 20), 4); len(got) > 20 {
		t.Errorf("%q", got)
	}
}
