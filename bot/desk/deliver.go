package desk

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
)

// deliverBatch is how many texts one read of a lane takes.
const deliverBatch = 16

// RunDelivery hands texts of the reply lane to the Sender until the context ends, as this consumer.
func (d *Desk) RunDelivery(ctx context.Context, consumer string) {
	for ctx.Err() == nil {
		if err := d.WorkDelivery(ctx, consumer); err != nil && ctx.Err() == nil {
			d.Log.Warn("texts are late", "err", err)
			_ = sleep(ctx, time.Second)
		}
	}
}

// WorkDelivery delivers what is in the reply lane, waiting for it at most a second. A text that fails stays taken, and nothing in
// this version tries it again; those behind it are delivered all the same.
func (d *Desk) WorkDelivery(ctx context.Context, consumer string) error {
	entries, err := d.Store.Take(ctx, bot.LaneReply, consumer, deliverBatch)
	if err != nil {
		return err
	}
	var failed []error
	for _, e := range entries {
		err := d.deliver(ctx, e)
		if err == nil {
			err = d.Store.Finish(ctx, bot.LaneReply, e.ID)
		}
		failed = append(failed, err)
	}
	return errors.Join(failed...)
}

func (d *Desk) deliver(ctx context.Context, e Entry) error {
	var l letter
	plain, err := d.sealer.Open(Document{Fields: e.Fields}.Get(fieldBody), laneBound)
	if err == nil {
		err = json.Unmarshal(plain, &l)
	}
	if err != nil {
		return fmt.Errorf("open a text: %w", err)
	}
	if err := d.Sender.Send(ctx, l.To, l.Texts); err != nil {
		return fmt.Errorf("send a text: %w", err)
	}
	return nil
}
