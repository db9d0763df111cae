package text

import "regexp"

// garbled is what UTF-8 looks like after a program took it for Latin-1 or Windows-1252, and the sign for what could not be read.
var garbled = regexp.MustCompile("Ã[\u0080-\u00bf‚ƒ„…†‡ˆ‰Š‹Œ‘’“”•–—˜™š›œ]|Â[\u00a0-\u00bf]|â€|ï»¿|\ufffd")

// Garbled returns the first letters that were lost on the way through another program, empty for none.
func Garbled(s string) string { return garbled.FindString(s) }
