package understand

import (
	"strings"
	"unicode"
)

// The digits of an A-number, and how many of a person's number are worth cutting after words that announce it.
const (
	minANumber = 7
	maxANumber = 9
	minNumber  = 4
)

// personNumber returns where an A-number or a Social Security number ends that begins at word i, else i.
func (l *line) personNumber(i int) int {
	switch {
	case l.words[i] == "a":
		return l.aNumber(i)
	case l.socialSecurity(i):
		return i + 3
	}
	return i
}

// aNumber reads A123456789, A-123-456-789, A# 123 456 789. "Llama a 5551234" is none: where only a space is between, the A must be a
// capital among small letters, and eight digits must follow.
func (l *line) aNumber(i int) int {
	if i+1 >= len(l.words) || !l.spans[i+1].Digits || i > 0 && l.gap(i) == "" {
		return i
	}
	end, digits := l.digits(i + 1)
	least := minANumber
	switch sign := strings.TrimSpace(l.gap(i + 1)); {
	case sign == "" && l.gap(i+1) != "":
		if least++; !l.capital(i) {
			return i
		}
	case strings.Trim(sign, "#-: ") != "":
		return i
	}
	if digits < least || digits > maxANumber {
		return i
	}
	return end
}

// digits counts the digits from word i on that belong together, and returns the word after them.
func (l *line) digits(i int) (end, n int) {
	for end = i; end < len(l.words) && l.spans[end].Digits; end++ {
		if end > i && len(strings.Trim(l.gap(end), "-. ")) > 0 {
			break
		}
		n += len(l.words[end])
	}
	return end, n
}

// socialSecurity reports whether three, two and four digits begin at word i.
func (l *line) socialSecurity(i int) bool {
	if i+2 >= len(l.words) || i > 0 && l.spans[i-1].Digits && l.gap(i) == "-" || i+3 < len(l.words) && l.spans[i+3].Digits && l.gap(i+3) == "-" {
		return false
	}
	for j, n := range []int{3, 2, 4} {
		if !l.spans[i+j].Digits || len(l.words[i+j]) != n {
			return false
		}
	}
	gap := l.gap(i + 1)
	return gap == l.gap(i+2) && (gap == "-" || gap == " " || gap == ".")
}

// number finds where a number ends that words before word i announce, with at most two short words between.
func (l *line) number(i int) (int, bool) {
	for j := i; j < min(len(l.words), i+3) && l.together(j-1, j+1); j++ {
		if !l.spans[j].Digits {
			if strings.IndexFunc(l.words[j], unicode.IsDigit) >= 0 || len(l.words[j]) > 6 {
				break
			}
			continue
		}
		end, n := l.digits(j)
		return end, minNumber <= n && n <= maxANumber
	}
	return i, false
}
