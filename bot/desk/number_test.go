package desk

import (
	"strconv"
	"testing"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/understand"
)

// However often somebody else was first, volunteers can order about the incident.
func TestEveryNumberCanBeOrderedAbout(t *testing.T) {
	r := understand.NewReader(nil)
	for try := range maxTries {
		for range 100 {
			n := newNumber(try)
			o, ok := r.Order("TAKE " + strconv.Itoa(n) + "KDX")
			if !ok || o.Code.Number != n || o.Code.Letters != "KDX" {
				t.Fatalf("try %d: TAKE %dKDX is %+v, %t", try, n, o, ok)
			}
		}
	}
}

func TestANewReportTakesNoNumberOfAnOpenOne(t *testing.T) {
	board := bot.Board{Open: []bot.Posted{{Number: 417}, {Number: 418}, {Number: lastNumber}}}
	for drawn, want := range map[int]int{416: 416, 417: 419, lastNumber: firstNumber} {
		if n := unposted(board, drawn); n != want {
			t.Errorf("%d was drawn and %d taken, want %d", drawn, n, want)
		}
	}
}
