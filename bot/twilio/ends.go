package twilio

// ending refuses a form in which a text could end earlier or later than it does.
func (f *form) ending() *refusal {
	for i, p := range f.pairs {
		switch p.name {
		case address, label:
			if !f.has(latitude) {
				continue // not acted on
			}
		case body, buttonPayload, buttonText, mediaContentType, mediaURL:
		default:
			continue
		}
		if !f.ends(i) {
			return refuse(p.name, "could also end elsewhere")
		}
	}
	return nil
}

// ends reports whether the value of pair i ends only where it does; a Body may also end at a name that somebody could have
// invented, for only what comes before that is acted on, see certain. To sorts behind all texts, so there is a next pair.
func (f *form) ends(i int) bool {
	next, name := f.pairs[i+1], f.pairs[i].name
	start, end := f.value(i)
	if next.name == unknown {
		if !f.couldFollow(f.signed[start:f.end(i)], next.key, len(next.key)) {
			return false
		}
	}
	last := f.following(i)
	for at := start; at < end; at++ {
		if at == f.start(i+1) || !upper(f.signed[at]) {
			continue
		}
		if f.hides(at, name.name(), last) || name != body && f.inventable(f.signed[start:at], f.signed[at:end], name.name(), last) {
			return false
		}
	}
	return true
}

// value returns where the value of pair i begins and ends among the signed bytes. An unknown key that follows is counted in: it
// might begin earlier, too.
func (f *form) value(i int) (start, end int) {
	start, end = f.start(i)+len(f.pairs[i].key), f.end(i)
	if i+1 < len(f.pairs) && f.pairs[i+1].name == unknown {
		end += len(f.pairs[i+1].key)
	}
	return start, end
}

// certain returns the part of the Body that every way of cutting the signed bytes agrees on: up to the first place where a
// name could begin that somebody invented, to cut a text short, or that a text has swallowed. That is nearly always all of it;
// "ICE at my door.ComeQuickly" is taken as "ICE at my door.", which is better than not at all.
func (f *form) certain() []byte {
	i := f.at[body]
	if i < 0 {
		return nil
	}
	start, end := f.value(i)
	last := f.following(i)
	for at := start; at < f.end(i); at++ {
		if upper(f.signed[at]) && f.inventable(f.signed[start:at], f.signed[at:end], body.name(), last) {
			return f.signed[start:at]
		}
	}
	return f.signed[start:f.end(i)]
}

// following returns the name of the first field behind pair i that cannot lie elsewhere: all keys that could be
// invented behind pair i sort before it.
func (f *form) following(i int) string {
	for _, p := range f.pairs[i+1:] {
		switch p.name {
		case unknown, channelInstallSid, channelMetadata, channelPrefix, externalUserID, forwarded, frequentlyForwarded:
		default:
			return string(p.key)
		}
	}
	return to.name()
}

// hides reports whether a known field that the hotline ignores, of those that sort between two others, could begin at
// a place in a text.
func (f *form) hides(at int, after, before string) bool {
	b := f.signed[at:]
	name := behindText(b)
	if name == unknown || name.name() < after || name.name() > before {
		return false
	}
	rest := b[len(name.name()):]
	return name != forwarded || hasPrefix(rest, "true") || hasPrefix(rest, "false") // also an everyday word
}

// inventable reports whether a key that sorts between two others could begin with word, behind a text.
func (f *form) inventable(text, word []byte, after, before string) bool {
	n := humps(word)
	return n >= shortestName && string(word[:n]) > after && string(word[:shortestName]) < before &&
		f.couldFollow(text, word, n)
}

// Lengths, in letters, from which on words written as one are taken for the name of a field.
const (
	shortestName  = 9  // glued to other text: people write McDonald there
	shortestFirst = 12 // in front of any text: people write DoorDash there
)

// couldFollow reports whether Twilio might have meant the first n bytes of key as the name of a field that this
// package does not know, behind a text that it acts on. At the start of a word people are the likelier authors
// (EstadosUnidos, CaliforniaStreet), except where there is no text because there is a photo or a pin instead.
func (f *form) couldFollow(text, key []byte, n int) bool {
	if humps(key[:n]) != n {
		return false
	}
	if len(text) == 0 {
		return n >= shortestFirst && (f.has(latitude) || mediaCount(f.get(numMedia)) > 0)
	}
	word := len(text)
	for ; word > 0 && text[word-1] > ' '; word-- {
		if c := text[word-1]; c == '/' || c == '#' || c == '@' {
			return false // a link, a tag or a handle: capitals mean nothing there
		}
	}
	return word < len(text) && n >= shortestName
}

// humps returns the length of the longest beginning of b that is made of two or more capitalised words, the first of
// at least three letters, as in "ChannelMetadata"; 0 when there is none.
func humps(b []byte) int {
	n, words := 0, 0
	for n < len(b) && upper(b[n]) {
		tail := count(b[n+1:], lower)
		if tail == 0 || words == 0 && tail < 2 {
			break
		}
		n += 1 + tail
		words++
	}
	if words < 2 {
		return 0
	}
	return n
}
