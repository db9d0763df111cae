package booklet

import (
	"strconv"

	"github.com/aldaba-hotline/aldaba/bot/flow"
)

// Measures of a diagram, in its own units, which a screen shows as pixels.
const (
	boxWidth  = 336
	headline  = 28 // height of a box's first row
	rowHeight = 20
	padding   = 6 // below the last row
	gap       = 14
	margin    = 8
	laneWidth = 8
	lanesLeft = 22  // between the boxes and the first lane
	tallest   = 860 // of one part; what fits on a printed page
)

// Part is a diagram, or a part of one that is too tall for a page: its steps from top to bottom in the order of the file, the ways out of
// each as rows of its box, and a line in the margin from every row to the step that it leads to. Lines never cross a text.
type Part struct {
	Number, Of    int
	Width, Height int
	Boxes         []Box
	Lines         []Line
}

// Box is a step.
type Box struct {
	Name, Note    string
	Kind          flow.Kind
	At            string // where in the page its texts are; empty without any
	X, Y          int
	Width, Height int
	Start         bool
	Rows          []Row
	step          string
	entry         int // where lines come in
}

// Row is a way out of a step.
type Row struct {
	Label, To string
	Plain     bool
	At        string
	Part      int  // the part in which it goes on; 0 in this one
	Short     bool // it stands in the box's first row
	Y         int  // of the text's baseline
	step      string
}

// Line leads from a row to a box.
type Line struct {
	Path  string
	Tip   string // the head of the arrow
	Quiet bool   // not an answer: nonsense, an error
}

// draw puts steps into as many parts of about the same height as are needed.
func draw(nodes []Node) []Part {
	boxes, total := make([]Box, 0, len(nodes)), 0
	for _, n := range nodes {
		boxes = append(boxes, box(n))
		total += boxes[len(boxes)-1].Height + gap
	}
	of := (total + tallest - 1) / tallest
	parts := make([]Part, 1, max(of, 1))
	y, most, at := margin, total/max(of, 1), map[string]int{}
	for _, b := range boxes {
		if y > margin && y+b.Height/2 > most && len(parts) < of {
			parts, y = append(parts, Part{}), margin
		}
		b.move(y)
		y += b.Height + gap
		p := &parts[len(parts)-1]
		p.Boxes = append(p.Boxes, b)
		p.Height = y - gap + margin
		at[b.step] = len(parts)
	}
	anchors := anchors(nodes)
	for i := range parts {
		parts[i].Number, parts[i].Of = i+1, len(parts)
		parts[i].join(at, anchors)
	}
	return parts
}

// anchors tells where in the page a step's texts are.
func anchors(nodes []Node) map[string]string {
	all := map[string]string{}
	for _, n := range nodes {
		if n.Shown() {
			all[n.Name] = "n-" + n.Flow + "." + n.Name
		}
	}
	return all
}

// box is a step at height 0.
func box(n Node) Box {
	b := Box{step: n.Name, Name: cut(n.Name, 18), Note: note(n), Kind: n.Kind, X: margin, Width: boxWidth, Start: n.Start, entry: headline / 2}
	exits := loud(n.Exits)
	if len(exits) == 1 && exits[0].Label == "next" && b.Note == "" {
		b.Height, b.entry = headline, headline/2-5
		b.Rows = []Row{{Short: true, Plain: true, step: exits[0].To, Y: 19}}
		return b
	}
	for i, e := range exits {
		b.Rows = append(b.Rows, Row{Label: cut(e.Label, 28), Plain: e.Plain, step: e.To, Y: headline + i*rowHeight + 13})
	}
	b.Height = headline + len(exits)*rowHeight
	if len(exits) > 0 {
		b.Height += padding
	}
	return b
}

// loud leaves out that silence closes a conversation: it does in nearly all.
func loud(exits []Exit) []Exit {
	var all []Exit
	for _, e := range exits {
		if e.Label != "timeout" || e.To != flow.End {
			all = append(all, e)
		}
	}
	return all
}

// note is what a box says beside its name.
func note(n Node) string {
	switch {
	case n.Topic != nil:
		return "topic: " + cut(n.Topic.Label, 24)
	case n.Goes != "":
		return "goes to " + cut(n.Goes, 20)
	case n.Does != "":
		return cut(n.Does, 30)
	case n.Takes != nil:
		return "takes " + cut(words(n.Takes), 26)
	case n.Kind == flow.KindChoice:
		return "asks"
	}
	return ""
}

func (b *Box) move(y int) {
	b.Y = y
	b.entry += y
	for i := range b.Rows {
		b.Rows[i].Y += y
	}
}

// join names where rows lead and draws the lines within the part.
func (p *Part) join(part map[string]int, anchors map[string]string) {
	entries := map[string]int{}
	for i := range p.Boxes {
		b := &p.Boxes[i]
		entries[b.step], b.At = b.entry, anchors[b.step]
		for j := range b.Rows {
			r := &b.Rows[j]
			r.To, r.At = cut(r.step, 18), anchors[r.step]
			if part[r.step] != p.Number {
				r.Part = part[r.step]
			}
		}
	}
	arcs := p.arcs(entries)
	lanes := layOut(arcs)
	for _, a := range arcs {
		p.Lines = append(p.Lines, Line{a.path(), a.tip(), a.quiet})
	}
	p.Width = margin + boxWidth + lanesLeft + lanes*laneWidth + margin
}

func (p *Part) arcs(entries map[string]int) []*arc {
	var all []*arc
	for _, b := range p.Boxes {
		for _, r := range b.Rows {
			if to, ok := entries[r.step]; ok {
				all = append(all, &arc{from: r.Y - 4, to: to, quiet: !r.Plain && r.Label != "next" && r.Label != "ok"})
			}
		}
	}
	return all
}

// Middle is where a box's corner is measured from by its texts.
func (b Box) Middle() int { return b.Y + 18 }

// Right is where the texts at a box's right end.
func (b Box) Right() int { return b.X + b.Width - 10 }

// Left is where the texts of a box's rows begin.
func (b Box) Left() int { return b.X + 18 }

// View is the frame of the drawing.
func (p Part) View() string { return "0 0 " + strconv.Itoa(p.Width) + " " + strconv.Itoa(p.Height) }
