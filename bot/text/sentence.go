package text

import (
	"unicode"
	"unicode/utf8"
)

// endsSentence reports whether s, followed by white space, ends with a whole sentence. The full stop of an
// ordinal such as "1." does not end one.
func endsSentence(s string) bool {
	r, size := utf8.DecodeLastRuneInString(s)
	for closes(r) {
		s = s[:len(s)-size]
		r, size = utf8.DecodeLastRuneInString(s)
	}
	if r == '.' {
		before, _ := utf8.DecodeLastRuneInString(s[:len(s)-size])
		return !unicode.IsDigit(before)
	}
	return ends(r)
}

// ends reports whether a character ends sentences.
func ends(r rune) bool {
	switch r {
	case '.', '!', '?', '…', '؟', '۔', '।', '॥', '։', '።', '፧', '။', '។':
		return true
	}
	return endsCJK(r)
}

// endsCJK reports whether a character ends sentences without a space after it.
func endsCJK(r rune) bool {
	switch r {
	case '。', '！', '？', '｡', '．':
		return true
	}
	return false
}

// pauses reports whether a line may end after a character without a space after it.
func pauses(r rune) bool {
	switch r {
	case '，', '、', '；', '：':
		return true
	}
	return false
}

// closes reports whether a character closes a quotation or bracket.
func closes(r rune) bool {
	switch r {
	case '"', '\'', ')', ']', '”', '’', '»', '」', '』', '）', '】', '》':
		return true
	}
	return false
}
