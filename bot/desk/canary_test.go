package desk_test

import (
	"errors"
	"testing"

	"github.com/aldaba-hotline/aldaba/bot/desk"
)

func TestAnotherKeysetIsNoticed(t *testing.T) {
	o := jumpOffice(t, nil)
	if err := o.KnowsKeyset(t.Context(), false); err != nil {
		t.Errorf("a hotline that was never started: %v", err)
	}
	for range 2 { // the first leaves the word, the second finds it
		if err := o.KnowsKeyset(t.Context(), true); err != nil {
			t.Fatal(err)
		}
	}
	o.ports.Sealer = keys(t)
	other := desk.New(o.Brain(), o.ports)
	for range 2 { // and it does not become right by being asked again
		if err := other.KnowsKeyset(t.Context(), true); !errors.Is(err, desk.ErrKeyset) {
			t.Errorf("with another keyset: %v", err)
		}
	}
	if err := o.KnowsKeyset(t.Context(), false); err != nil {
		t.Errorf("with its own: %v", err)
	}
}
