package twilio

import "bytes"

// refusal tells why a signed request is not taken. It holds no value of the request, so that it may be logged.
type refusal struct{ field, why string }

// Error names the field and what is wrong with it.
func (r *refusal) Error() string { return r.field + ": " + r.why }

func refuse(f field, why string) *refusal { return &refusal{f.name(), why} }

// admit returns nil when the form means one thing only, see the package documentation.
func (f *form) admit() *refusal {
	for _, check := range [...]func(*form) *refusal{
		(*form).single, (*form).complete, (*form).media, (*form).agree, (*form).starting, (*form).pinned, (*form).ending,
	} {
		if r := check(f); r != nil {
			return r
		}
	}
	return nil
}

// single checks keys and formats one by one; no key may be given twice.
func (f *form) single() *refusal {
	for i, p := range f.pairs {
		switch {
		case i > 0 && bytes.Equal(p.key, f.pairs[i-1].key):
			return refuse(p.name, "given twice")
		case p.name == unknown && !isKey(p.key):
			return refuse(p.name, "is not a field name")
		case !valid(p.name, p.value):
			return refuse(p.name, "has another format")
		}
	}
	return nil
}

// complete checks that nothing is missing that a message cannot do without. AccountSid and Body may be missing: no cut
// of a request that has them can lose them, see starting and pinned.
func (f *form) complete() *refusal {
	for _, name := range [...]field{messageSid, from, to} {
		if !f.has(name) {
			return refuse(name, "missing")
		}
	}
	return nil
}

// media checks that exactly the numbered fields are there that NumMedia announces; without it, none.
func (f *form) media() *refusal {
	want := mediaCount(f.get(numMedia))
	urls, types := 0, 0
	for _, p := range f.pairs {
		switch {
		case p.name == mediaURL:
			urls++
		case p.name == mediaContentType:
			types++
		case hasPrefix(p.key, mediaURL.name()), hasPrefix(p.key, mediaContentType.name()):
			return refuse(mediaURL, "has another number")
		default:
			continue
		}
		if int(p.key[len(p.key)-1]-'0') >= want {
			return refuse(numMedia, "does not count the media")
		}
	}
	if urls != want || types != want {
		return refuse(numMedia, "does not count the media")
	}
	return nil
}

// mediaCount returns the number that a valid NumMedia says, 0 when absent.
func mediaCount(v []byte) int {
	n := 0
	for _, c := range v {
		n = 10*n + int(c-'0')
	}
	return n
}

// agree checks fields against each other.
func (f *form) agree() *refusal {
	whatsApp := hasPrefix(f.get(from), whatsAppPrefix)
	switch {
	case whatsApp != hasPrefix(f.get(to), whatsAppPrefix):
		return refuse(to, "is on another channel")
	case f.has(latitude) != f.has(longitude):
		return refuse(latitude, "needs its other half")
	case (f.has(buttonPayload) || f.has(buttonText)) && (!whatsApp || typed(f.get(messageType))):
		return refuse(buttonPayload, "in a message without buttons")
	}
	return nil
}

// typed reports whether a MessageType is one of those that people write or record themselves.
func typed(messageType []byte) bool {
	switch string(messageType) {
	case "text", "image", "audio", "voice", "video", "document", "sticker", "location", "contacts":
		return true
	}
	return false
}
