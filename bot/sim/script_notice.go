package sim

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
)

// begin is when every transcript begins.
var begin = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

// parseNotice takes a notice that is live when the transcript begins: a region or * for everywhere, and for how long. Each has other words.
func (s *Script) parseNotice(value string) string {
	region, long, _ := strings.Cut(value, " ")
	d, err := time.ParseDuration(strings.TrimSpace(long))
	if err != nil || d <= 0 || region == "" {
		return "notice: " + strconv.Quote(value) + " is none; write a region, or *, and for how long it is live, such as notice: fremont 2h"
	}
	if len(s.turns) > 0 {
		return "a notice belongs before the first thing that happens"
	}
	n := strconv.Itoa(len(s.Notices) + 1)
	notice := bot.Notice{ID: bot.NoticeID(n), State: bot.NoticeLive, Hash: n, Texts: map[bot.Language]bot.Private{"en": bot.Private("notice " + n)},
		Checked: begin.UnixMilli(), Approved: begin.UnixMilli() + int64(len(s.Notices)), Until: begin.Add(d).UnixMilli()}
	if region != bot.Everywhere {
		notice.Spec.Regions = []string{region}
		s.Places = true
	}
	s.Notices = append(s.Notices, notice)
	return ""
}

// spoken are the notices of a transcript, so that each language of a brain has words for them.
func spoken(all []bot.Notice, langs []bot.Language) []bot.Notice {
	all = slices.Clone(all)
	for i, n := range all {
		texts := map[bot.Language]bot.Private{}
		for _, lang := range langs {
			texts[lang] = n.Texts["en"]
		}
		all[i].Texts = texts
	}
	return all
}
