package store

import (
	"errors"
	"slices"
	"testing"

	"github.com/aldaba-hotline/aldaba/bot/desk"
)

func TestADocumentIsReadAsItWasWritten(t *testing.T) {
	for _, kind := range []desk.Kind{desk.KindIndex, desk.KindContact, desk.KindSession, desk.KindIncident} {
		w := desk.Write{Ref: desk.Ref{Kind: kind, ID: "1"}, Next: 42, Fields: []desk.Field{
			field("c", "a0"), field("r", "b1"), field("b", "\x00=:\n\xff"), field("e", ""),
		}}
		got := desk.Document{Ref: w.Ref}
		var fields []desk.Field
		if err := unpack(pack(&w), &got, &fields); err != nil {
			t.Fatal(err)
		}
		if got.Version != 42 || len(got.Fields) != len(w.Fields) {
			t.Fatalf("%s: got %+v", kind, got)
		}
		for _, f := range w.Fields {
			if !slices.Contains(got.Fields, f) {
				t.Errorf("%s: field %s is %q, want %q", kind, f.Name, got.Get(f.Name), f.Value)
			}
		}
	}
}

func FuzzUnpack(f *testing.F) {
	f.Add("3 a0\nb=2:hib=0:")
	f.Add("x")
	f.Add("1 \na=-1:")
	f.Fuzz(func(t *testing.T, s string) {
		d := desk.Document{Ref: desk.Ref{Kind: desk.KindSession}}
		var fields []desk.Field
		if err := unpack(s, &d, &fields); err != nil && !errors.Is(err, errReply) {
			t.Errorf("%q: %v", s, err)
		}
	})
}
