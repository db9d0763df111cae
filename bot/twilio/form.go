package twilio

import (
	"bytes"
	"cmp"
	"errors"
	"slices"
)

// maxPairs bounds the fields of one request. Twilio sends at most about sixty.
const maxPairs = 256

var errForm = errors.New("not a form")

// pair is one field as it was sent, unescaped and otherwise untouched.
type pair struct {
	name       field
	key, value []byte
}

// form is a request's fields in the order in which they are signed. It points into the body that it was parsed from.
type form struct {
	pairs  []pair
	signed []byte      // keys and values, joined as Twilio signs them
	starts []int       // where each pair begins in signed
	at     [fields]int // index of a field's pair, -1 when absent; of a repeated or numbered one the last
}

// parse reads an application/x-www-form-urlencoded body strictly: every escape must be whole, every pair must have
// an "=". It unescapes in place, so raw is used up and must outlive the form.
func (f *form) parse(raw []byte) error {
	f.pairs = f.pairs[:0]
	for len(raw) > 0 {
		segment, rest, more := bytes.Cut(raw, []byte{'&'})
		key, value, whole := bytes.Cut(segment, []byte{'='})
		if !whole || more && len(rest) == 0 || len(f.pairs) == maxPairs {
			return errForm
		}
		var okKey, okValue bool
		key, okKey = unescape(key)
		value, okValue = unescape(value)
		if !okKey || !okValue {
			return errForm
		}
		f.pairs = append(f.pairs, pair{fieldOf(key), key, value})
		raw = rest
	}
	f.join()
	return nil
}

// join sorts the pairs and writes what is signed. Twilio's own libraries sign a pair that is given twice only once.
func (f *form) join() {
	slices.SortFunc(f.pairs, func(a, b pair) int {
		return cmp.Or(bytes.Compare(a.key, b.key), bytes.Compare(a.value, b.value))
	})
	f.signed, f.starts = f.signed[:0], f.starts[:0]
	for i := range f.at {
		f.at[i] = -1
	}
	for i, p := range f.pairs {
		f.at[p.name] = i
		f.starts = append(f.starts, len(f.signed))
		if i > 0 && bytes.Equal(p.key, f.pairs[i-1].key) && bytes.Equal(p.value, f.pairs[i-1].value) {
			continue
		}
		f.signed = append(append(f.signed, p.key...), p.value...)
	}
}

// has reports whether a field was sent.
func (f *form) has(name field) bool { return f.at[name] >= 0 }

// get returns a field's value, nil when absent.
func (f *form) get(name field) []byte {
	if i := f.at[name]; i >= 0 {
		return f.pairs[i].value
	}
	return nil
}

// start returns where a pair begins in signed, and end where it ends.
func (f *form) start(i int) int { return f.starts[i] }
func (f *form) end(i int) int   { return f.starts[i] + len(f.pairs[i].key) + len(f.pairs[i].value) }

// unescape decodes b in place: "%" and two hexadecimal digits are a byte, "+" is a space.
func unescape(b []byte) ([]byte, bool) {
	out := b[:0]
	for i := 0; i < len(b); i++ {
		c := b[i]
		switch c {
		case '+':
			c = ' '
		case '%':
			if i+2 >= len(b) || hex(b[i+1]) > 15 || hex(b[i+2]) > 15 {
				return nil, false
			}
			c = hex(b[i+1])<<4 | hex(b[i+2])
			i += 2
		}
		out = append(out, c)
	}
	return out, true
}

// hex returns the value of a hexadecimal digit, or more than 15.
func hex(c byte) byte {
	switch {
	case digit(c):
		return c - '0'
	case 'a' <= c && c <= 'f':
		return c - 'a' + 10
	case 'A' <= c && c <= 'F':
		return c - 'A' + 10
	}
	return 16
}
