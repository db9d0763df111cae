package understand

import (
	"slices"

	"github.com/aldaba-hotline/aldaba/bot"
)

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

// How likely it must be that agents are there now: to be sure, to be sure where the lists say so as well, and to ask. Measured on the development set.
const (
	surelyNow   = 0.54
	listedNow   = 0.48
	beyondDoubt = 0.85 // to be sure although the lists say that it only looks like it: "ice cream"
	perhapsNow  = 0.17
	openNow     = 0.33 // where a question is open: most words are meant as its answer
)

// urgency is how urgent a text is: by the judge, or by the lists alone where nothing was taught. Where the judge may err, the lists must agree: on a bare
// name ("migra") and on one or two words that may answer the open question; and on words from somebody who has told a report already.
func (p *parsed) urgency(in Input) urgency {
	listed := weigh(p.found)
	if !p.judged {
		return listed
	}
	now := p.likely[isNow]
	switch short := len(p.tokens) <= shortAnswer; {
	case listed != isUrgent && in.Told, listed == notUrgent && in.Open && short:
		return notUrgent
	case listed == notUrgent && p.has(roleNot) && now < beyondDoubt:
		return notUrgent
	case p.named(), listed == maybeUrgent && p.has(roleUnless) && now < beyondDoubt && now >= perhapsNow:
		return maybeUrgent
	case now >= surelyNow, listed == isUrgent && now >= listedNow:
		return isUrgent
	case now >= openNow, now >= perhapsNow && !in.Open:
		return maybeUrgent
	}
	return notUrgent
}

func (p *parsed) has(r role) bool {
	return slices.ContainsFunc(p.found, func(m match) bool { return m.role == r })
}

// shortAnswer is how many words an answer has, at most, that says little by itself.
const shortAnswer = 2

// named reports whether a text is nothing but what officers or raids are called.
func (p *parsed) named() bool {
	covered := 0
	for _, m := range p.found {
		switch {
		case m.role == roleHere, m.role == roleAlways, m.role == roleNow, m.role == roleNot:
			return false
		case m.role == roleWho && m.from <= covered:
			covered = max(covered, m.to)
		}
	}
	return covered > 0 && covered == len(p.tokens)
}

// saysNow reports whether a text says beyond doubt that it is now.
func saysNow(found []match) bool {
	return slices.ContainsFunc(found, func(m match) bool { return m.role == roleNow && !covered(m, found) })
}

// covered reports whether a phrase that only looks urgent stands where the match stands.
func covered(m match, found []match) bool {
	return slices.ContainsFunc(found, func(n match) bool { return n.role == roleNot && m.overlaps(n) })
}

func (m match) overlaps(n match) bool { return n.from < m.to && m.from < n.to }

// denied is the key of words that say what agents do not do: "no estan adentro".
const denied = "none"

// doing is what a text says that agents do: the gravest, when it says several things. A question, a past or a perhaps says nothing.
func doing(found []match) string {
	is := ""
	for _, m := range found {
		if covered(m, found) || isDenied(m, found) {
			continue
		}
		if m.role == roleUnless {
			return ""
		}
		if m.role == roleDoing && (is == "" || gravity(m.topic) < gravity(is)) {
			is = m.topic
		}
	}
	return is
}

func isDenied(m match, found []match) bool {
	return slices.ContainsFunc(found, func(n match) bool { return n.role == roleDoing && n.topic == denied && m.overlaps(n) })
}

func gravity(doing string) int { return slices.Index(bot.Doings(), doing) }
