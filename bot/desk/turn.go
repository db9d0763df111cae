package desk

import (
	"context"
	"errors"
	"os"
	"strconv"
	"sync"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
)

// Decisions about incidents change one board. In a process they are made one after the other, for they would only meet conflicts. Between
// processes the board's version decides, so that one that decides slowly would lose to a busy one for ever. A decision that has lost askAfter
// times leaves a mark; whoever meets somebody else's mark where they read the board lets that decision pass first. The mark goes with the
// commit of whoever left it, else by itself. Nothing but fairness hangs on it.
var (
	askAfter = envN("ASK", 2)
	// letPass is how long a mark stays, and how long one decision waits for others' marks in all.
	letPass = time.Duration(envN("PASS", 500)) * time.Millisecond
	// lookAgain is how soon whoever waits looks whether the mark is gone.
	lookAgain = time.Duration(envN("LOOK", 5)) * time.Millisecond
)

func envN(name string, def int) int {
	if n, err := strconv.Atoi(os.Getenv(name)); err == nil {
		return n
	}
	return def
}

// turnRef is the mark. There is nothing in it; its version tells whose it is.
var turnRef = Ref{KindWork, "turn"}

// turn is a decision's turn in the dispatch room. It is kept from one try to the next: who meets a conflict with another process must not
// queue anew behind all who came later. A decision without one waits for nobody.
type turn struct {
	room  *sync.Mutex
	try   int // from 0
	aside bool
	taken bool
	mark  int64     // the version of the mark that it has left; 0: none
	until time.Time // when it stops waiting for others' marks; zero: it has met none
}

// take waits for the turn, unless it has come.
func (t *turn) take() {
	if !t.taken && !t.aside {
		t.room.Lock()
		t.taken = true
	}
}

func (t *turn) leave() {
	if t.taken {
		t.room.Unlock()
	}
}

// inTurn does something in the dispatch room until it meets no conflict.
func (d *Desk) inTurn(ctx context.Context, do func(*turn) error) error {
	_, err := d.insist(ctx, func(t *turn) ([]bot.Reply, error) {
		t.take()
		return nil, do(t)
	})
	return err
}

// ask leaves a mark for a decision that has met conflicts in its turn. That another process was there first, or that nothing can be written,
// costs it no more than that.
func (d *Desk) ask(ctx context.Context, t *turn) {
	if !t.taken || (t.try+1)%askAfter != 0 {
		return
	}
	mark := Write{Ref: turnRef, Next: time.Now().UnixNano(), TTL: letPass}
	if err := d.Store.Commit(ctx, &Commit{Write: []Write{mark}}); !errors.Is(err, bot.ErrConflict) {
		t.mark = mark.Next
	}
}

// readInTurn reads the board and more once nobody else's mark is beside it, or once this decision has waited long enough. It reports whether
// its own is.
func (d *Desk) readInTurn(ctx context.Context, t *turn, refs ...Ref) (docs []Document, asked bool, err error) {
	for {
		docs, err = d.Store.Read(ctx, append(refs, turnRef)...)
		if err != nil || t == nil {
			return docs, false, err
		}
		mark := docs[len(refs)].Version
		if mark == 0 || mark == t.mark || t.impatient() {
			return docs, mark != 0 && mark == t.mark, nil
		}
		if err := sleep(ctx, lookAgain); err != nil {
			return nil, false, err
		}
	}
}

// impatient reports whether a decision that meets somebody else's mark has waited long enough.
func (t *turn) impatient() bool {
	if t.until.IsZero() {
		t.until = time.Now().Add(letPass)
	}
	return time.Now().After(t.until)
}
