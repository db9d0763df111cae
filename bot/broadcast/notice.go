package broadcast

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
)

// What people do about notices, beside drafting, revising and approving.
const (
	Withdrawn = "withdrawn"
	Replaced  = "replaced" // by a later one, which its event names
)

// MostNews is how many notices one question is answered with.
const MostNews = 2

// ComposeNotice puts together what people read: each body with what to text who sees agents, unless it ends with that. Report returns that line in
// a language, "" where the body has it.
func ComposeNotice(spec bot.NoticeSpec, h bot.Hotline, report func(lang bot.Language, body string) string) map[bot.Language]bot.Private {
	texts := map[bot.Language]bot.Private{}
	for lang, body := range spec.Bodies {
		words := tidy(body)
		words = strings.TrimSpace(words + " " + report(lang, words))
		texts[lang] = bot.Private(strings.ReplaceAll(words, hotlineMark, h.Name))
	}
	return texts
}

// DraftNotice begins a notice.
func DraftNotice(id bot.NoticeID, spec bot.NoticeSpec, texts map[bot.Language]bot.Private, by string, now time.Time) (bot.Notice, error) {
	return written(bot.Notice{ID: id}, spec, texts, Drafted, by, now)
}

// ReviseNotice makes it say something else, which needs approval again; until then nobody reads it.
func ReviseNotice(n bot.Notice, spec bot.NoticeSpec, texts map[bot.Language]bot.Private, by string, now time.Time) (bot.Notice, error) {
	if n.At(now) == bot.NoticeEnded {
		return n, refuseNotice(n, now, "draft a new one")
	}
	return written(n, spec, texts, Revised, by, now)
}

func written(n bot.Notice, spec bot.NoticeSpec, texts map[bot.Language]bot.Private, what, by string, now time.Time) (bot.Notice, error) {
	checked, err := noticeChecked(spec.Checked, now)
	if err != nil {
		return n, fmt.Errorf("%w: %w", err, bot.ErrRefused)
	}
	if _, err := noticeEnd(spec.Until, now); err != nil {
		return n, fmt.Errorf("%w: %w", err, bot.ErrRefused)
	}
	n.State, n.Spec, n.Texts, n.Author, n.Approver = bot.NoticeDraft, spec, texts, by, ""
	n.Checked, n.Approved, n.Until = checked.UnixMilli(), 0, 0
	n.Hash = digest([]any{spec, texts, n.Checked})
	return notedNotice(n, what, by, n.Hash, now), nil
}

// ApproveNotice makes it live. Hash is what the approver has seen.
func ApproveNotice(n bot.Notice, hash, by string, now time.Time) (bot.Notice, error) {
	switch {
	case n.State != bot.NoticeDraft:
		return n, refuseNotice(n, now, "only a draft is approved")
	case by == n.Author:
		return n, refuseNotice(n, now, "its author cannot approve it; ask another organizer")
	case hash != n.Hash:
		return n, refuseNotice(n, now, "it says something else than what you have seen; look at it again with aldaba notice show "+string(n.ID))
	}
	end, err := noticeEnd(n.Spec.Until, now)
	if err != nil {
		return n, refuseNotice(n, now, err.Error())
	}
	n.State, n.Approver, n.Approved, n.Until = bot.NoticeLive, by, now.UnixMilli(), end.UnixMilli()
	return notedNotice(n, Approved, by, hash, now), nil
}

// WithdrawNotice ends it for good.
func WithdrawNotice(n bot.Notice, by string, now time.Time) (bot.Notice, error) {
	if n.At(now) == bot.NoticeEnded {
		return n, refuseNotice(n, now, "nobody reads it any more")
	}
	n.State = bot.NoticeEnded
	return notedNotice(n, Withdrawn, by, "", now), nil
}

// ReplaceNotice ends it because another one says it better. One that has ended stays as it is.
func ReplaceNotice(n bot.Notice, by string, with bot.NoticeID, now time.Time) bot.Notice {
	if n.At(now) == bot.NoticeEnded {
		return n
	}
	n.State = bot.NoticeEnded
	return notedNotice(n, Replaced, by, string(with), now)
}

func notedNotice(n bot.Notice, what, by, note string, now time.Time) bot.Notice {
	n.Events = trail(n.Events, bot.BroadcastEvent{At: now.UnixMilli(), By: by, What: what, Note: note})
	return n
}

func refuseNotice(n bot.Notice, now time.Time, why string) error {
	return fmt.Errorf("notice %s is %s: %s: %w", n.ID, n.At(now), why, bot.ErrRefused)
}

// News are the notices to answer with: live ones that fit, newest first, at most two.
func News(all []bot.Notice, fits func(bot.Notice) bool, now time.Time) []bot.Notice {
	var news []bot.Notice
	for _, n := range all {
		if n.At(now) == bot.NoticeLive && fits(n) {
			news = append(news, n)
		}
	}
	slices.SortFunc(news, func(a, b bot.Notice) int { return cmp.Compare(b.Approved, a.Approved) })
	return news[:min(len(news), MostNews)]
}

// NoticeText is what somebody reads of a notice, in their language or else the default one.
func NoticeText(n bot.Notice, lang, standard bot.Language, region string) bot.Private {
	return Fill(cmp.Or(n.Texts[lang], n.Texts[standard]), region)
}

// Zone is by which clocks a region tells the time: its own, else those of the quiet hours, else UTC.
func Zone(h bot.Hotline, region string) *time.Location {
	names := []string{h.Regions[region].Zone}
	if h.QuietHours != nil {
		names = append(names, h.QuietHours.Zone)
	}
	where, err := time.LoadLocation(cmp.Or(names...))
	if err != nil { // settings are checked
		return time.UTC
	}
	return where
}
