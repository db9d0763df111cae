package desk

import (
	"context"
	"encoding/json"
	"fmt"
	"time"
)

// deliverBatch is how many texts one read of a lane takes.
const deliverBatch = 16

// RunDelivery hands texts of the reply lane to the Sender until the context ends, as this consumer.
func (d *Desk) RunDelivery(ctx context.Context, consumer string) {
	for ctx.Err() == nil {
		if err := d.WorkDelivery(ctx, consumer); err != nil && ctx.Err() == nil {
			d.Log.Warn("texts are late", "err", err)
			sleep(ctx, time.Second)
		}
	}
}

// WorkDelivery delivers what is in the reply lane, waiting for it at most a second. It stops at the first text that fails: that
// one and those read with it stay taken, and nothing in this version tries them again.
func (d *Desk) WorkDelivery(ctx context.Context, consumer string) error {
	entries, err := d.Store.Take(ctx, LaneReply, consumer, deliverBatch)
	if err != nil {
		return fmt.Errorf("take texts: %w", err)
	}
	for _, e := range entries {
		if err := d.deliver(ctx, e); err != nil {
			return err
		}
		if err := d.Store.Finish(ctx, LaneReply, e.ID); err != nil {
			return fmt.Errorf("finish a text: %w", err)
		}
	}
	return nil
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

func sleep(ctx context.Context, d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
	case <-ctx.Done():
	}
}
