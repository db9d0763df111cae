package desk

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"sync/atomic"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
)

const (
	// newsTick is how often a server looks whether other notices are live.
	newsTick = 500 * time.Millisecond
	// noticeLife is how long a notice is kept after its end, with who did what about it.
	noticeLife = 30 * 24 * time.Hour
)

// newsRef is the document that lists notices.
var newsRef = Ref{KindWork, "notices"}

// newsList is what it holds. It is written with every change of a notice, so that its version tells whether there was one.
type newsList struct {
	Last int            `json:"l"` // the number that was given last
	Live []bot.NoticeID `json:"o"` // approved, and not withdrawn
	All  []bot.NoticeID `json:"a"` // oldest first
}

func noticeRef(id bot.NoticeID) Ref { return Ref{KindNotice, string(id)} }

// liveNews is what a process knows of live notices.
type liveNews struct {
	version int64 // of the list
	all     []bot.Notice
}

// newsCache is what was read last. No message waits for it: RunNotices reads, and decisions look.
type newsCache struct{ now atomic.Pointer[liveNews] }

// live are the notices that may be live, as they were known last. Nobody may change them.
func (c *newsCache) live() []bot.Notice {
	if n := c.now.Load(); n != nil {
		return n.all
	}
	return nil
}

// RunNotices keeps known which notices are live, until ctx ends. While the store is away, those that were known go on until they are over.
func (d *Desk) RunNotices(ctx context.Context) { d.every(ctx, newsTick, "notices", d.RefreshNotices) }

// RefreshNotices reads the live notices if any have changed.
func (d *Desk) RefreshNotices(ctx context.Context) error {
	l, doc, err := d.newsList(ctx)
	if err != nil {
		return err
	}
	if known := d.news.now.Load(); known != nil && known.version == doc.Version {
		return nil
	}
	fresh := &liveNews{version: doc.Version}
	for _, id := range l.Live {
		n, _, known, err := d.readNotice(ctx, id)
		if err != nil {
			return err
		}
		if known && n.State == bot.NoticeLive {
			fresh.all = append(fresh.all, n)
		}
	}
	d.news.now.Store(fresh)
	return nil
}

// newsList reads the list of notices.
func (d *Desk) newsList(ctx context.Context) (l newsList, doc Document, err error) {
	docs, err := d.Store.Read(ctx, newsRef)
	if err != nil {
		return l, doc, err
	}
	if docs[0].Version != 0 {
		if err := json.Unmarshal([]byte(docs[0].Get(fieldMessage)), &l); err != nil {
			return l, docs[0], fmt.Errorf("decode the list of notices: %w", err)
		}
	}
	return l, docs[0], nil
}

// readNotice reads a notice, and reports whether there is one.
func (d *Desk) readNotice(ctx context.Context, id bot.NoticeID) (n bot.Notice, doc Document, known bool, err error) {
	docs, err := d.Store.Read(ctx, noticeRef(id))
	if err != nil {
		return n, doc, false, err
	}
	known, err = d.openBody(docs[0], &n)
	n.ID = id
	return n, docs[0], known, err
}

// changeNotices changes notices and their list, all in one commit. Change gets the list, and a function that reads a notice and one that keeps it.
func (d *Desk) changeNotices(ctx context.Context, change func(c *noticeChange) error) error {
	return untilSettled(ctx, func() error {
		l, doc, err := d.newsList(ctx)
		if err != nil {
			return err
		}
		now, err := d.Store.Now(ctx)
		if err != nil {
			return err
		}
		c := &noticeChange{desk: d, ctx: ctx, list: l, now: now, docs: map[bot.NoticeID]Document{}}
		if err := errors.Join(c.forgetEnded(), change(c)); err != nil {
			return err
		}
		if err := c.keepList(doc); err != nil {
			return err
		}
		return d.Store.Commit(ctx, &c.commit)
	})
}

// noticeChange is one change of notices.
type noticeChange struct {
	desk   *Desk
	ctx    context.Context
	list   newsList
	now    time.Time
	docs   map[bot.NoticeID]Document
	commit Commit
}

// forgetEnded takes those off the list of live ones that have ended by themselves.
func (c *noticeChange) forgetEnded() error {
	var errs []error
	c.list.Live = slices.DeleteFunc(c.list.Live, func(id bot.NoticeID) bool {
		n, _, known, err := c.desk.readNotice(c.ctx, id)
		errs = append(errs, err)
		return err == nil && (!known || n.At(c.now) != bot.NoticeLive)
	})
	return errors.Join(errs...)
}

// read returns a notice. The error of one that there is not wraps bot.ErrRefused.
func (c *noticeChange) read(id bot.NoticeID) (bot.Notice, error) {
	n, doc, known, err := c.desk.readNotice(c.ctx, id)
	if err == nil && !known {
		err = noNotice(id)
	}
	c.docs[id] = doc
	return n, err
}

func noNotice(id bot.NoticeID) error {
	return fmt.Errorf("there is no notice %s, or not any more; aldaba notice list names those of the last 30 days: %w", id, bot.ErrRefused)
}

// keep writes a notice. It goes by itself, a while after its end.
func (c *noticeChange) keep(n bot.Notice) error {
	c.list.Live = slices.DeleteFunc(c.list.Live, func(id bot.NoticeID) bool { return id == n.ID })
	life := noticeLife
	if n.At(c.now) == bot.NoticeLive {
		c.list.Live = append(c.list.Live, n.ID)
		life += time.UnixMilli(n.Until).Sub(c.now)
	}
	w := writing(noticeRef(n.ID), c.docs[n.ID], c.now, life)
	body, err := c.desk.sealJSON(w.Ref, fieldBody, n)
	w.Fields = []Field{body}
	return c.desk.add(&c.commit)(w, err)
}

// keepList writes the list. It outlives all notices: no number is given twice.
func (c *noticeChange) keepList(before Document) error {
	if len(c.list.All) > mostListed {
		c.list.All = slices.Delete(c.list.All, 0, len(c.list.All)-mostListed)
	}
	plain, err := json.Marshal(c.list)
	if err != nil {
		return fmt.Errorf("encode the list of notices: %w", err)
	}
	w := writing(newsRef, before, c.now, rosterTTL)
	w.Fields = []Field{{fieldMessage, string(plain)}}
	return c.desk.add(&c.commit)(w, nil)
}
