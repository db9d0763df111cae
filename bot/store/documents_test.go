package store

import (
	"fmt"
	"testing"

	"github.com/aldaba-hotline/aldaba/bot/desk"
)

func TestAListNamesEveryDocumentOfItsKindOnce(t *testing.T) {
	onBoth(t, func(w *world) {
		w.knowsAna()
		var c desk.Commit
		for i := range 3 * listStep {
			c.Write = append(c.Write, put(desk.Ref{Kind: desk.KindMiss, ID: fmt.Sprintf("%032x", i)}, 0, field("b", "sealed")))
		}
		w.commits(c)
		refs, err := w.List(w.t.Context(), desk.KindMiss)
		if err != nil || len(refs) != 3*listStep {
			w.t.Fatalf("%d documents, %v", len(refs), err)
		}
		found := map[desk.Ref]bool{}
		for _, r := range refs {
			found[r] = true
		}
		for _, want := range c.Write {
			if !found[want.Ref] {
				w.t.Fatalf("%v is missing", want.Ref)
			}
		}
		if refs, err := w.List(w.t.Context(), desk.KindSession); err != nil || len(refs) != 1 || refs[0] != session {
			w.t.Errorf("%v, %v", refs, err)
		}
	})
}
