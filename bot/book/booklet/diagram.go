package booklet

import (
	"slices"
	"strconv"
)

// Measures of a diagram, in its own units, which a screen shows as pixels.
const (
	boxWidth  = 400
	headline  = 30 // height of a box's first row
	rowHeight = 21
	gap       = 18 // between boxes
	margin    = 12
	laneWidth = 9
	lanesLeft = 26 // between the boxes and the first lane
)

// Diagram draws a conversation: its steps from top to bottom in the order of the file, the ways out of each as rows of its box, and a
// line in the margin from every row to the step that it leads to. Lines never cross a text.
type Diagram struct {
	Width, Height int
	BoxWidth      int
	Boxes         []Box
	Lines         []Line
}

// Box is a step.
type Box struct {
	Name, Kind, Note string
	Y, Height        int
	Start            bool
	Rows             []Row
}

// Row is a way out of a step.
type Row struct {
	Label, To string
	Plain     bool
	Y         int // of the text's baseline
}

// Line leads from a row to a box.
type Line struct {
	Path    string
	Quiet   bool // not an answer: silence, nonsense, an error
	Reached bool
}

// arc is a line before it has a lane: from one height to another.
type arc struct {
	from, to int
	quiet    bool
	lane     int
}

func draw(nodes []Node) Diagram {
	d := Diagram{BoxWidth: boxWidth}
	entries, y := map[string]int{}, margin
	for _, n := range nodes {
		b := Box{Name: n.Name, Kind: string(n.Kind), Note: note(n), Y: y, Height: headline + len(n.Exits)*rowHeight + 6, Start: n.Start}
		for i, e := range n.Exits {
			b.Rows = append(b.Rows, Row{cut(e.Label, 30), cut(e.To, 18), e.Plain, y + headline + i*rowHeight + 14})
		}
		entries[n.Name] = y + headline/2
		d.Boxes = append(d.Boxes, b)
		y += b.Height + gap
	}
	arcs := d.arcs(entries)
	lanes := layOut(arcs)
	for _, a := range arcs {
		d.Lines = append(d.Lines, Line{Path: path(a), Quiet: a.quiet})
	}
	d.Width, d.Height = margin+boxWidth+lanesLeft+lanes*laneWidth+margin, y-gap+margin
	return d
}

// note is what a box says beside its name.
func note(n Node) string {
	switch {
	case n.Topic != nil:
		return cut(n.Topic.Label, 34)
	case n.Goes != "":
		return n.Goes
	case n.Does != "":
		return cut(n.Does, 34)
	}
	return ""
}

func (d Diagram) arcs(entries map[string]int) []*arc {
	var all []*arc
	for _, b := range d.Boxes {
		for _, r := range b.Rows {
			if to, ok := entries[r.To]; ok {
				all = append(all, &arc{from: r.Y - 4, to: to, quiet: !r.Plain && r.Label != "next" && r.Label != "ok"})
			}
		}
	}
	return all
}

// layOut gives every arc a lane in which it meets no other, short ones nearest to the boxes, and returns how many lanes there are. Arcs to
// the same step may share a lane.
func layOut(arcs []*arc) int {
	slices.SortStableFunc(arcs, func(a, b *arc) int { return length(a) - length(b) })
	var lanes [][]*arc
	for _, a := range arcs {
		at := slices.IndexFunc(lanes, func(lane []*arc) bool {
			return !slices.ContainsFunc(lane, func(b *arc) bool { return a.to != b.to && overlap(a, b) })
		})
		if at < 0 {
			at = len(lanes)
			lanes = append(lanes, nil)
		}
		a.lane = at
		lanes[at] = append(lanes[at], a)
	}
	return len(lanes)
}

func length(a *arc) int { return max(a.from-a.to, a.to-a.from) }

func overlap(a, b *arc) bool {
	return min(a.from, a.to) <= max(b.from, b.to)+4 && min(b.from, b.to) <= max(a.from, a.to)+4
}

// path is the arc as SVG writes it: out of the box, along the lane, and back to the box with round corners.
func path(a *arc) string {
	n := strconv.Itoa
	x, out := margin+boxWidth, margin+boxWidth+lanesLeft+a.lane*laneWidth
	turn := 6
	if a.to < a.from {
		turn = -6
	}
	return "M" + n(x) + " " + n(a.from) + " H" + n(out-6) + " Q" + n(out) + " " + n(a.from) + " " + n(out) + " " + n(a.from+turn) +
		" V" + n(a.to-turn) + " Q" + n(out) + " " + n(a.to) + " " + n(out-6) + " " + n(a.to) + " H" + n(x+7)
}

// cut shortens a label that a box has no room for.
func cut(s string, most int) string {
	r := []rune(s)
	if len(r) <= most {
		return s
	}
	return string(r[:most-1]) + "…"
}
