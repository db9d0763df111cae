package desk

import (
	"slices"
	"strconv"

	"github.com/aldaba-hotline/aldaba/bot"
)

// numberRef names the document that leads from an incident's number to it.
func numberRef(n int) Ref { return Ref{KindNumber, strconv.Itoa(n)} }

// code is what one volunteer calls an incident. Only holders of the keyset can compute it, so nobody who knows the number can guess the
// letters of somebody else.
func (d *Desk) code(r Room, number int, id bot.ResponderID) bot.Code {
	if id == "" || number == 0 {
		return bot.Code{Number: number}
	}
	return bot.Code{Number: number, Letters: d.letters(number, id, r.Board.Duty[id].Generation)[0]}
}

// letters are the ones that a responder's id of an incident may have: those of the newest key first.
func (d *Desk) letters(number int, id bot.ResponderID, generation int) []string {
	return d.secretLetters("incident", strconv.Itoa(number)+"/"+string(id)+"/"+strconv.Itoa(generation))
}

// secretLetters turns something into three letters for each key.
func (d *Desk) secretLetters(domain, of string) []string {
	var all []string
	for _, name := range d.sealer.Pseudonyms(domain, of) {
		all = append(all, drawn(name))
	}
	return all
}

// drawn are letters drawn by a pseudonym, which is hexadecimal. What is a word that people write is drawn again.
func drawn(name string) string {
	n, _ := strconv.ParseUint(name[:15], 16, 64)
	for {
		letters := make([]byte, 3)
		for i, left := 0, n; i < len(letters); i++ {
			letters[i] = bot.Letters[left%uint64(len(bot.Letters))]
			left /= uint64(len(bot.Letters))
		}
		if bot.IsLetters(string(letters)) {
			return string(letters)
		}
		n++
	}
}

// proves reports whether a code is the responder's own.
func (d *Desk) proves(c bot.Code, id bot.ResponderID, b bot.Board) bool {
	return slices.Contains(d.letters(c.Number, id, b.Duty[id].Generation), c.Letters)
}
