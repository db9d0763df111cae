package desk

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/broadcast"
)

const (
	// broadcastLife is how long a broadcast and its counters are kept after something last happened to it.
	broadcastLife = 30 * 24 * time.Hour
	// recipientLife is how long it is kept at least who got it: each record costs Redis half a kilobyte, and the less is known, the better. So long
	// after its first text, everybody who got it is known: longer than any broadcast is valid.
	recipientLife = broadcast.Remembered
	// fieldStanding is where a broadcast stands; admit.lua reads it.
	fieldStanding = "st"
	// mostListed is how many broadcasts are listed.
	mostListed = 200
)

// castsRef is the document that lists broadcasts.
var castsRef = Ref{KindWork, "broadcasts"}

// castList is what it holds. It names nobody.
type castList struct {
	Last int               `json:"l"` // the number that was given last
	Open []bot.BroadcastID `json:"o"` // those of which something may have to be sent
	All  []bot.BroadcastID `json:"a"` // oldest first
	Hour int64             `json:"h"` // Unix hours …
	Sent int               `json:"s"` // … in which so many recipients were planned, where there is a limit
}

func broadcastRef(id bot.BroadcastID) Ref { return Ref{KindBroadcast, string(id)} }
func scriptRef(id bot.BroadcastID) Ref    { return Ref{KindScript, string(id)} }

// cast is one broadcast as it was read.
type cast struct {
	bot.Broadcast
	script bot.Script
	doc    Document // of the Broadcast
	words  Document // of the script
}

// cast reads a broadcast. The error of one that there is not, or not any more, wraps bot.ErrRefused.
func (d *Desk) cast(ctx context.Context, id bot.BroadcastID) (cast, error) {
	docs, err := d.Store.Read(ctx, broadcastRef(id), scriptRef(id))
	if err != nil {
		return cast{}, err
	}
	c := cast{doc: docs[0], words: docs[1]}
	known, err := d.openBody(docs[0], &c.Broadcast)
	if err == nil && known {
		known, err = d.openBody(docs[1], &c.script)
	}
	switch {
	case err != nil:
		return c, err
	case !known:
		return c, fmt.Errorf("there is no broadcast %s, or not any more; aldaba broadcast list names those of the last 30 days: %w", id, bot.ErrRefused)
	}
	c.ID, c.State = id, bot.BroadcastState(docs[0].Get(fieldStanding))
	return c, nil
}

// earlier reads a broadcast of which it must be known who got it.
func (d *Desk) earlier(ctx context.Context, id bot.BroadcastID) (cast, error) {
	c, err := d.cast(ctx, id)
	if err == nil && c.Began > 0 && time.Since(time.UnixMilli(c.Began)) > recipientLife {
		err = fmt.Errorf("nobody knows any more who got broadcast %s: that is kept for %.0f days; name an audience instead: %w", id, recipientLife.Hours()/24, bot.ErrRefused)
	}
	return c, err
}

// broadcastWrite adds where a broadcast stands to a commit.
func (d *Desk) broadcastWrite(c *Commit, b bot.Broadcast, before Document, now time.Time) error {
	w := writing(broadcastRef(b.ID), before, now, broadcastLife)
	body, err := d.sealJSON(w.Ref, fieldBody, b)
	w.Fields = []Field{{fieldStanding, string(b.State)}, body}
	if before.Version != 0 {
		c.Touch = append(c.Touch, Touch{scriptRef(b.ID), broadcastLife})
	}
	return d.add(c)(w, err)
}

// scriptWrite adds what a broadcast says to a commit.
func (d *Desk) scriptWrite(c *Commit, id bot.BroadcastID, s bot.Script, before Document, now time.Time) error {
	w := writing(scriptRef(id), before, now, broadcastLife)
	body, err := d.sealJSON(w.Ref, fieldBody, s)
	w.Fields = []Field{body}
	return d.add(c)(w, err)
}

// castList reads the list of broadcasts.
func (d *Desk) castList(ctx context.Context) (castList, Document, error) {
	docs, err := d.Store.Read(ctx, castsRef)
	if err != nil {
		return castList{}, Document{}, err
	}
	var l castList
	if docs[0].Version != 0 {
		if err := json.Unmarshal([]byte(docs[0].Get(fieldMessage)), &l); err != nil {
			return l, docs[0], fmt.Errorf("decode the list of broadcasts: %w", err)
		}
	}
	return l, docs[0], nil
}

// castListWrite adds the list of broadcasts to a commit. It outlives all of them: no number is given twice.
func (d *Desk) castListWrite(c *Commit, l castList, before Document, now time.Time) error {
	if len(l.All) > mostListed {
		l.All = slices.Delete(l.All, 0, len(l.All)-mostListed)
	}
	plain, err := json.Marshal(l)
	if err != nil {
		return fmt.Errorf("encode the list of broadcasts: %w", err)
	}
	w := writing(castsRef, before, now, rosterTTL)
	w.Fields = []Field{{fieldMessage, string(plain)}}
	return d.add(c)(w, nil)
}

// Broadcasts returns the broadcasts that are kept, newest first, with their names.
func (d *Desk) Broadcasts(ctx context.Context) ([]bot.Broadcast, map[bot.BroadcastID]string, error) {
	l, _, err := d.castList(ctx)
	if err != nil {
		return nil, nil, err
	}
	var all []bot.Broadcast
	names := map[bot.BroadcastID]string{}
	for _, id := range slices.Backward(l.All) {
		docs, err := d.Store.Read(ctx, broadcastRef(id))
		if err != nil {
			return nil, nil, err
		}
		if docs[0].Version == 0 {
			continue
		}
		c, err := d.cast(ctx, id)
		if err != nil {
			return nil, nil, err
		}
		all, names[id] = append(all, c.Broadcast), c.script.Spec.Name
	}
	return all, names, nil
}
