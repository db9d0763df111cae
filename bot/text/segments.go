package text

// Encoding is how a text travels in an SMS.
type Encoding string

// The two encodings. One character outside GSM-7 makes the whole text UCS-2.
const (
	GSM7 Encoding = "GSM-7"
	UCS2 Encoding = "UCS-2"
)

// Capacities in septets (GSM-7) and UTF-16 units (UCS-2): a message of one segment, and each segment of a
// longer message, which gives up six bytes to a header (3GPP TS 23.040, section 9.2.3.24.1).
const (
	gsmSingle, gsmMulti = 160, 153
	ucsSingle, ucsMulti = 70, 67
)

// Count is what a text costs as an SMS.
type Count struct {
	Encoding   Encoding
	Segments   int // what is paid for; 0 for the empty text
	Units      int // septets (GSM-7) or UTF-16 units (UCS-2) of the text, without headers and padding
	PerSegment int // units that fit into one segment: 160 or 153, 70 or 67
}

// Segments counts the SMS segments of a text. An escape pair (GSM-7) and a surrogate pair (UCS-2) never
// straddle two segments. The empty text is GSM-7 and has no segment. An invalid byte counts as U+FFFD.
func Segments(s string) Count {
	var t tally
	for _, r := range s {
		t.add(r)
	}
	return t.count()
}

// tally counts a text in both encodings while it grows.
type tally struct {
	runes    int
	wide     bool // a character is not in GSM-7
	gsm, ucs packer
}

// add appends a character.
func (t *tally) add(r rune) {
	t.runes++
	if !t.wide {
		if n := septets(r); n > 0 {
			t.gsm.add(n, gsmMulti)
		} else {
			t.wide = true
		}
	}
	if r > 0xFFFF {
		t.ucs.add(2, ucsMulti)
	} else {
		t.ucs.add(1, ucsMulti)
	}
}

func (t *tally) count() Count {
	switch {
	case t.wide && t.ucs.units <= ucsSingle:
		return Count{UCS2, 1, t.ucs.units, ucsSingle}
	case t.wide:
		return Count{UCS2, t.ucs.segments, t.ucs.units, ucsMulti}
	case t.gsm.units <= gsmSingle:
		return Count{GSM7, min(t.gsm.segments, 1), t.gsm.units, gsmSingle}
	}
	return Count{GSM7, t.gsm.segments, t.gsm.units, gsmMulti}
}

// packer fills segments one after the other with pairs kept whole.
type packer struct {
	segments, units int
	left            int // free units of the last segment
}

func (p *packer) add(n, size int) {
	if n > p.left {
		p.segments++
		p.left = size
	}
	p.left -= n
	p.units += n
}
