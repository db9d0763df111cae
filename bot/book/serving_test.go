package book_test

import (
	"strings"
	"testing"

	"github.com/aldaba-hotline/aldaba/bot/book"
)

func TestALongSentenceKeepsNoHotlineFromStarting(t *testing.T) {
	set := wordings(t, strings.Repeat("stay silent and ", 12)+"wait.", quiet)
	if ps := problemsOf(t, set); ps.Err() == nil || !strings.Contains(ps.Error(), "has a sentence of") {
		t.Errorf("check finds %v", ps)
	}
	if _, ps := book.Serve(setOf(t, set, hotline()), nil, someDay); ps.Err() != nil {
		t.Errorf("a server is kept from starting: %v", ps)
	}
}
