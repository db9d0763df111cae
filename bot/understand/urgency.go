package understand

// urgency is how likely it is that agents are there now.
type urgency int

const (
	notUrgent urgency = iota
	maybeUrgent
	isUrgent
)

// weigh decides urgency: somebody came, it is here and now, and it is not a question, a past or a perhaps. Phrases that
// only look like it ("ice cream") are taken out first. In doubt it is maybeUrgent, never notUrgent.
func weigh(found []match) urgency {
	var who, here, always, unless bool
	for _, m := range found {
		if covered(m, found) {
			continue
		}
		switch m.role {
		case roleWho:
			who = true
		case roleHere:
			here = true
		case roleAlways:
			always = true
		case roleUnless:
			unless = true
		}
	}
	switch {
	case (always || who && here) && !unless:
		return isUrgent
	case always, who && here, who && !unless:
		return maybeUrgent
	}
	return notUrgent
}

// covered reports whether a phrase that only looks urgent stands where the match stands.
func covered(m match, found []match) bool {
	for _, n := range found {
		if n.role == roleNot && n.from < m.to && m.from < n.to {
			return true
		}
	}
	return false
}
