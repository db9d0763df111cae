package book_test

import (
	"strings"
	"testing"
)

func TestALongSentenceKeepsNoHotlineFromStarting(t *testing.T) {
	set := wordings(t, strings.Repeat("stay silent and ", 12)+"wait.", quiet)
	if ps := problemsOf(t, set); ps.Err() == nil || !strings.Contains(ps.Error(), "has a sentence of") {
		t.Errorf("check finds %v", ps)
	}
	s := setOf(t, set, hotline())
	s.Serving = true
	if ps := checked(s); ps.Err() != nil {
		t.Errorf("a server is kept from starting: %v", ps)
	}
}
