package desk

import (
	"context"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
)

// boardRef is the document that holds the board, sealed.
var boardRef = Ref{KindWork, "board"}

// Board returns the board as it is now.
func (d *Desk) Board(ctx context.Context) (bot.Board, error) {
	_, b, err := d.readBoard(ctx)
	return b, err
}

// readBoard returns the board and its document, for whoever is going to write it.
func (d *Desk) readBoard(ctx context.Context) (Document, bot.Board, error) {
	docs, err := d.Store.Read(ctx, boardRef)
	if err != nil {
		return Document{}, bot.Board{}, err
	}
	b, err := d.openBoard(docs[0])
	return docs[0], b, err
}

// boardWrite puts the board into its document.
func (d *Desk) boardWrite(b bot.Board, before Document) (Write, error) {
	return d.sealedWrite(boardRef, before, b)
}

// Override puts somebody on or off call, whatever their shifts say, until a time; the zero time is until the next override. One
// whose end has passed is none: the shifts hold again.
func (d *Desk) Override(ctx context.Context, id bot.ResponderID, on bool, until time.Time) error {
	return untilSettled(ctx, func() error {
		doc, b, err := d.readBoard(ctx)
		if err != nil {
			return err
		}
		duty := b.Duty[id]
		duty.On, duty.Off, duty.Until = on, !on, 0
		switch {
		case until.IsZero():
		case time.Now().Before(until):
			duty.Until = until.UnixMilli()
		default:
			duty.On, duty.Off = false, false
		}
		if b.Duty == nil {
			b.Duty = map[bot.ResponderID]bot.Duty{}
		}
		b.Duty[id] = duty
		w, err := d.boardWrite(b, doc)
		if err != nil {
			return err
		}
		return d.Store.Commit(ctx, &Commit{Write: []Write{w}})
	})
}
