package desk

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
)

// Decisions about incidents swap one board. In a process they are made one after the other, for they would only meet conflicts. Between
// processes nothing is locked, and one that decides slowly would lose the board to a busy one each time. So a decision that has lost it often
// leaves a mark beside it, and whoever reads somebody else's mark with the board lets that decision pass. The mark goes with the commit of
// whoever left it, else by itself. It decides who waits, never who wins: without it nothing is lost but time.
const (
	// askAfter is how many conflicts it takes. Two servers that are equally fast meet one or two all the time.
	askAfter = 3
	// letPass is how long a mark stays, and how long a decision is held back at most by all the marks that it meets.
	letPass = 500 * time.Millisecond
	// lookAgain is how soon whoever is held back looks whether the mark is gone.
	lookAgain = 2 * time.Millisecond
)

// turnRef is the mark. There is nothing in it: its version tells whose it is.
var turnRef = Ref{KindWork, "turn"}

// turn is a decision's turn in the dispatch room. It is kept from one try to the next: who meets a conflict with another process must not
// queue anew behind all who came later.
type turn struct {
	room  *sync.Mutex
	try   int // from 0
	aside bool
	taken bool
	lost  int       // conflicts in its turn since it has asked for the next
	mark  int64     // version of the mark that it has left; 0: none
	until time.Time // when it waits for others' marks no longer; zero: it has met none
}

// take waits for the turn, unless it has come. A try that is made aside does not wait.
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

// ask notes a conflict, and asks the other processes for the next turn after several. Where somebody else's mark stands it asks again after
// the next conflict; where nothing can be written, the next try will tell.
func (d *Desk) ask(ctx context.Context, t *turn) {
	if !t.taken {
		return
	}
	if t.lost++; t.lost < askAfter {
		return
	}
	mark := Write{Ref: turnRef, Next: time.Now().UnixNano(), TTL: letPass}
	if err := d.Store.Commit(ctx, &Commit{Write: []Write{mark}}); !errors.Is(err, bot.ErrConflict) {
		t.mark, t.lost = mark.Next, 0
	}
}

// readInTurn reads documents and, last, the mark beside them, once no mark holds this decision back.
func (d *Desk) readInTurn(ctx context.Context, t *turn, refs ...Ref) (docs []Document, err error) {
	for {
		docs, err = d.Store.Read(ctx, append(refs, turnRef)...)
		if err != nil || !t.heldBack(docs[len(refs)]) {
			return docs, err
		}
		if err := sleep(ctx, lookAgain); err != nil {
			return nil, fmt.Errorf("let another server's decision pass: %w: %w", bot.ErrUnavailable, err)
		}
	}
}

// left reports whether a mark is this decision's own.
func (t *turn) left(mark Document) bool { return t != nil && t.mark != 0 && mark.Version == t.mark }

// heldBack reports whether a mark holds a decision back. Nothing holds back what has no turn, or has waited long enough.
func (t *turn) heldBack(mark Document) bool {
	if t == nil || mark.Version == 0 || t.left(mark) {
		return false
	}
	if t.until.IsZero() {
		t.until = time.Now().Add(letPass)
	}
	return time.Now().Before(t.until)
}
