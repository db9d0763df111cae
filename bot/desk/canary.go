package desk

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
)

// canary is a sealed word that every instance of a hotline must be able to open.
var canary = Ref{KindWork, "keyset"}

const (
	canaryWord = "aldaba"
	canaryTTL  = 10 * 365 * 24 * time.Hour
)

// ErrKeyset means that this keyset is not the one that the hotline was started with.
var ErrKeyset = errors.New("this keyset is not the one that the hotline was started with: nothing stored can be read, and every STOP is forgotten; " +
	"set ALDABA_KEYSET to the old one")

// KnowsKeyset returns ErrKeyset when another keyset has sealed what is stored. Where nobody has left the word to look for, leave does.
func (d *Desk) KnowsKeyset(ctx context.Context, leave bool) error {
	docs, err := d.Store.Read(ctx, canary)
	switch {
	case err != nil:
		return err
	case docs[0].Version == 0 && leave:
		return d.leaveCanary(ctx)
	case docs[0].Version == 0:
		return nil
	}
	var word string
	if err := d.openJSON(canary, fieldBody, docs[0].Get(fieldBody), &word); err != nil {
		return fmt.Errorf("%w: %w", ErrKeyset, err)
	}
	return nil
}

func (d *Desk) leaveCanary(ctx context.Context) error {
	w := writing(canary, Document{}, time.Now(), canaryTTL)
	body, err := d.sealJSON(canary, fieldBody, canaryWord)
	if err != nil {
		return err
	}
	w.Fields = []Field{body}
	if err := d.Store.Commit(ctx, &Commit{Write: []Write{w}}); !errors.Is(err, bot.ErrConflict) {
		return err
	}
	return nil // another instance was faster
}
