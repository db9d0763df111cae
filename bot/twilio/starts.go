package twilio

import "bytes"

// starting refuses a form that holds the beginning of a telling field anywhere but at its own key.
func (f *form) starting() *refusal {
	for i, p := range f.pairs {
		at, end := f.start(i), f.end(i)
		if p.name != unknown {
			at += len(p.key)
		}
		for ; at < end; at++ {
			if name := telling(f.signed[at:]); name != unknown {
				return refuse(name, "could also begin elsewhere")
			}
		}
	}
	return nil
}

// telling returns the field whose beginning b starts with, of those that a name and the first bytes of a valid value
// give away; otherwise unknown. None of them can be valid without giving itself away.
func telling(b []byte) field {
	switch b[0] {
	case 'A':
		return beginning(b, accountSid, apiVersion)
	case 'B':
		return beginning(b, buttonPayload, buttonText)
	case 'F':
		return beginning(b, from)
	case 'L':
		return beginning(b, latitude, longitude)
	case 'M':
		return beginning(b, mediaContentType, mediaURL, messageSid, messageType)
	case 'N':
		return beginning(b, numMedia, numSegments)
	case 'O':
		return beginning(b, optOutType)
	case 'T':
		return beginning(b, to)
	}
	return unknown
}

func beginning(b []byte, names ...field) field {
	for _, name := range names {
		if hasPrefix(b, name.name()) && opens(name, b[len(name.name()):]) {
			return name
		}
	}
	return unknown
}

// opens reports whether a valid value of the field could be at the start of b.
func opens(name field, b []byte) bool {
	if name == buttonPayload || name == buttonText {
		return true
	}
	if len(b) == 0 {
		return false
	}
	switch name {
	case accountSid:
		return hasPrefix(b, "AC")
	case messageSid:
		return hasPrefix(b, "SM") || hasPrefix(b, "MM")
	case from, to:
		return addressed(name, b)
	case latitude, longitude:
		return digit(b[0]) || b[0] == '-' || b[0] == '+'
	case messageType:
		return lower(b[0]) || b[0] == '_'
	case optOutType:
		return b[0] == 'S' || b[0] == 'H'
	}
	return digit(b[0]) // a count, a date, or the number of a medium
}

// addressed reports whether b starts with a whole address behind which a key could begin that sorts after name. So
// "From Oakland", "From9am" and, in front of a "From", "To911" are only words.
func addressed(name field, b []byte) bool {
	end := addressEnd(b)
	if end == 0 || end == len(b) {
		return end > 0
	}
	return letter(b[end]) && b[end] >= name.name()[0]
}

// pinned refuses a form in which Body, or the place that belongs to a pin on the map, could begin elsewhere.
func (f *form) pinned() *refusal {
	before := f.at[apiVersion]
	if before < 0 {
		before = f.at[accountSid]
	}
	if !f.holds(body, before, f.at[from]) {
		return refuse(body, "could also begin elsewhere")
	}
	if !f.has(latitude) {
		return nil // Address and Label are not acted on
	}
	behind := f.at[apiVersion]
	if behind < 0 {
		behind = f.at[body]
	}
	if behind < 0 { // a pin without either
		behind = f.at[from]
	}
	if !f.holds(address, f.at[accountSid], behind) {
		return refuse(address, "could also begin elsewhere")
	}
	if !f.holds(label, f.at[from], f.at[latitude]) {
		return refuse(label, "could also begin elsewhere")
	}
	return nil
}

// holds reports whether a field can begin only where it does, between two pairs that cannot lie elsewhere (-1: the beginning):
// right behind the first, or nowhere else up to the second. A field that is absent must not be able to begin at all.
func (f *form) holds(name field, before, behind int) bool {
	lo, hi := 0, f.start(behind)
	if before >= 0 {
		lo = f.end(before)
	}
	if f.has(name) && f.start(f.at[name]) == lo {
		return true
	}
	want := 0
	if f.has(name) {
		want = 1
	}
	return bytes.Count(f.signed[lo:hi], []byte(name.name())) == want
}
