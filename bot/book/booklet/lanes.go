package booklet

import (
	"slices"
	"strconv"
)

// arc is a line from one height to another, in a lane beside the boxes.
type arc struct {
	from, to int
	quiet    bool
	lane     int
}

// layOut gives every arc a lane in which it meets no other, short ones nearest to the boxes, and returns how many lanes there are. Arcs to
// the same step may share a lane.
func layOut(arcs []*arc) int {
	slices.SortStableFunc(arcs, func(a, b *arc) int { return a.length() - b.length() })
	var lanes [][]*arc
	for _, a := range arcs {
		at := slices.IndexFunc(lanes, func(lane []*arc) bool {
			return !slices.ContainsFunc(lane, func(b *arc) bool { return a.to != b.to && a.meets(b) })
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

func (a *arc) length() int { return max(a.from-a.to, a.to-a.from) }

func (a *arc) meets(b *arc) bool {
	return min(a.from, a.to) <= max(b.from, b.to)+4 && min(b.from, b.to) <= max(a.from, a.to)+4
}

// path is the arc as SVG writes it: out of the box, along the lane, and back to the box with round corners.
func (a *arc) path() string {
	n := strconv.Itoa
	x, out, turn := margin+boxWidth, margin+boxWidth+lanesLeft+a.lane*laneWidth, min(5, a.length()/2)
	if a.to < a.from {
		turn = -turn
	}
	return "M" + n(x) + " " + n(a.from) + " H" + n(out-5) + " Q" + n(out) + " " + n(a.from) + " " + n(out) + " " + n(a.from+turn) +
		" V" + n(a.to-turn) + " Q" + n(out) + " " + n(a.to) + " " + n(out-5) + " " + n(a.to) + " H" + n(x+7)
}

// tip is the head of the arrow, as SVG writes it.
func (a *arc) tip() string {
	return "M" + strconv.Itoa(margin+boxWidth+2) + " " + strconv.Itoa(a.to) + " l7 -3.5 v7 z"
}

// cut shortens a label that a box has no room for. Signs that are wide on a screen count as two.
func cut(s string, most int) string {
	width, end := 0, 0 // end: where a shortened label would end
	for i, r := range s {
		if width < most {
			end = i
		}
		if width++; r >= 0x1100 {
			width++
		}
	}
	if width <= most {
		return s
	}
	return s[:end] + "…"
}
