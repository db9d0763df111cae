package desk

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/broadcast"
)

// DraftNotice keeps what an organizer wants people to know and returns the number of the notice. Nobody reads it before somebody else approves it.
func (d *Desk) DraftNotice(ctx context.Context, spec bot.NoticeSpec, by string) (id bot.NoticeID, err error) {
	err = d.changeNotices(ctx, func(c *noticeChange) error {
		texts, err := c.compose(&spec)
		if err != nil {
			return err
		}
		c.list.Last++
		id = bot.NoticeID(strconv.Itoa(c.list.Last))
		c.list.All = append(c.list.All, id)
		n, err := broadcast.DraftNotice(id, spec, texts, by, c.now)
		if err != nil {
			return err
		}
		return c.keep(n)
	})
	return id, err
}

// ReviseNotice makes a notice say something else. It is a draft again, and nobody reads it until it is approved.
func (d *Desk) ReviseNotice(ctx context.Context, id bot.NoticeID, spec bot.NoticeSpec, by string) error {
	return d.changeNotices(ctx, func(c *noticeChange) error {
		texts, err := c.compose(&spec)
		if err != nil {
			return err
		}
		before, err := c.read(id)
		if err != nil {
			return err
		}
		after, err := broadcast.ReviseNotice(before, spec, texts, by, c.now)
		if err != nil {
			return err
		}
		return c.keep(after)
	})
}

// compose puts the texts of a notice together, and fills in the bodies of one that is made of a phrase.
func (c *noticeChange) compose(spec *bot.NoticeSpec) (map[bot.Language]bot.Private, error) {
	b := c.desk.brain.Load()
	if spec.Phrase != nil {
		var err error
		if spec.Bodies, err = b.Phrase(*spec.Phrase); err != nil {
			return nil, err
		}
	}
	if spec.Answers != "" {
		if _, err := c.read(spec.Answers); err != nil {
			return nil, err
		}
	}
	return broadcast.ComposeNotice(*spec, b.hotline, b.report), nil
}

// ApproveNotice makes a notice live, and ends the one that it answers. Hash is that of what the approver has seen. It refuses the author, and
// another hash. Who by is, the caller knows.
func (d *Desk) ApproveNotice(ctx context.Context, id bot.NoticeID, hash, by string) error {
	return d.changeNotices(ctx, func(c *noticeChange) error {
		before, err := c.read(id)
		if err != nil {
			return err
		}
		after, err := broadcast.ApproveNotice(before, hash, by, c.now)
		if err != nil {
			return err
		}
		if err := c.replace(after, by); err != nil {
			return err
		}
		return c.keep(after)
	})
}

// replace ends the notice that another one answers, if it is still kept.
func (c *noticeChange) replace(with bot.Notice, by string) error {
	if with.Spec.Answers == "" || with.Spec.Answers == with.ID {
		return nil
	}
	n, doc, known, err := c.desk.readNotice(c.ctx, with.Spec.Answers)
	if err != nil || !known {
		return err
	}
	c.docs[n.ID] = doc
	return c.keep(broadcast.ReplaceNotice(n, by, with.ID, c.now))
}

// WithdrawNotice ends a notice for good: servers stop telling it within a second.
func (d *Desk) WithdrawNotice(ctx context.Context, id bot.NoticeID, by string) error {
	return d.changeNotices(ctx, func(c *noticeChange) error {
		before, err := c.read(id)
		if err != nil {
			return err
		}
		after, err := broadcast.WithdrawNotice(before, by, c.now)
		if err != nil {
			return err
		}
		return c.keep(after)
	})
}

// NoticeView is a notice as it stands, and each text as somebody reads it who asks about its first region.
type NoticeView struct {
	bot.Notice
	Now   time.Time
	Reads map[bot.Language]string
}

// Notice returns a notice. The error of one that there is not wraps bot.ErrRefused.
func (d *Desk) Notice(ctx context.Context, id bot.NoticeID) (NoticeView, error) {
	n, _, known, err := d.readNotice(ctx, id)
	if err == nil && !known {
		err = noNotice(id)
	}
	if err != nil {
		return NoticeView{}, err
	}
	now, err := d.Store.Now(ctx)
	v := NoticeView{Notice: n, Now: now, Reads: map[bot.Language]string{}}
	b := d.brain.Load()
	for lang := range n.Texts {
		first := (&Decision{}).regionOf(n, question{})
		v.Reads[lang] = strings.Join(b.told(lang, bot.SMS, b.newsOf(n, lang, first)), "\n")
	}
	return v, err
}

// NoticeList returns the notices that are kept, newest first, and the store's time.
func (d *Desk) NoticeList(ctx context.Context) ([]bot.Notice, time.Time, error) {
	now, err := d.Store.Now(ctx)
	if err != nil {
		return nil, now, err
	}
	l, _, err := d.newsList(ctx)
	if err != nil {
		return nil, now, err
	}
	var all []bot.Notice
	for _, id := range slices.Backward(l.All) {
		n, _, known, err := d.readNotice(ctx, id)
		if err != nil {
			return nil, now, err
		}
		if known {
			all = append(all, n)
		}
	}
	return all, now, nil
}
