package broadcast

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/strict"
)

// Limits of notices.
const (
	// MaxNotice is how long a notice may be live.
	MaxNotice = 14 * 24 * time.Hour
	// MaxNoticeBody is how long a body may be, in characters: what the hotline adds takes the rest of the 1,600 that go into one text.
	MaxNoticeBody = bot.MaxText - NoticeExtras
	// NoticeExtras is how many characters the hotline adds at most: when it was checked, the region's name, and what to text who sees agents.
	NoticeExtras = 200
	// checkedWithin is how long ago somebody may have looked: older news is none.
	checkedWithin = 7 * 24 * time.Hour
)

// Soothing returns the wording by which a text says that a place is safe or quiet, "" when it does not.
type Soothing func(lang bot.Language, words string) string

// ReadNotice reads what an organizer wants people to know about a place. File is what problems call it.
func ReadNotice(file string, data []byte, h bot.Hotline, soothing Soothing, now time.Time) (bot.NoticeSpec, bot.Problems) {
	var s bot.NoticeSpec
	f, ps := strict.Read(file, data, &s)
	if ps != nil {
		return s, ps
	}
	r := reader{f: f, h: h}
	r.name(s.Name)
	r.regions(s.Regions, "regions")
	r.bodies(s.Bodies, s.Phrase)
	r.noticeLanguages(s)
	r.noticeWords(s, soothing)
	if _, err := noticeEnd(s.Until, now); err != nil {
		r.bad(err.Error(), `write "2026-12-24 18:00 America/Los_Angeles", or how long, such as 48h; at most 14 days`, "until")
	}
	if _, err := noticeChecked(s.Checked, now); err != nil {
		r.bad(err.Error(), `write when somebody looked, such as "2026-12-24 08:00 America/Los_Angeles"`, "checked")
	}
	if s.Answers != "" && !IsID(string(s.Answers)) {
		r.bad(fmt.Sprintf("%q is no notice", s.Answers), "write its number, as aldaba notice list tells it", "answers")
	}
	r.problems.Sort()
	return s, r.problems
}

// noticeLanguages sees that whoever asks reads something: a notice may not pass over a language, for its readers would be told that nothing is known.
func (r *reader) noticeLanguages(s bot.NoticeSpec) {
	r.oneOf(s.Missing, "missing", nil, MissingDefault)
	if len(s.Bodies) == 0 {
		return
	}
	if s.Missing == MissingDefault {
		if s.Bodies[r.h.DefaultLanguage] == "" {
			r.bad(fmt.Sprintf("there is no body in %s, which stands for the missing ones", r.h.DefaultLanguage), "write it", "bodies")
		}
		return
	}
	for _, lang := range r.h.Languages {
		if _, ok := s.Bodies[lang]; !ok {
			r.bad(fmt.Sprintf("there is no body in %s", lang), "write it, or missing: default, and its readers get the default language's", "bodies")
		}
	}
}

func (r *reader) noticeWords(s bot.NoticeSpec, soothing Soothing) {
	for _, lang := range slices.Sorted(maps.Keys(s.Bodies)) {
		words := s.Bodies[lang].Reveal()
		if n := utf8.RuneCountInString(strings.TrimSpace(words)); n > MaxNoticeBody {
			r.bad(fmt.Sprintf("the body in %s has %d characters", lang, n), fmt.Sprintf("write at most %d", MaxNoticeBody), "bodies", string(lang))
		}
		for _, m := range unknownMarks(map[bot.Language]bot.Private{lang: s.Bodies[lang]}) {
			r.bad(fmt.Sprintf("nothing fills %s in %s", m, lang), "remove it; {region} and {hotline} are filled", "bodies", string(lang))
		}
		if found := soothing(lang, words); found != "" {
			r.bad(fmt.Sprintf("the body in %s says that a place is safe or quiet: %q", lang, found), "say what volunteers saw, where and when; nobody can promise more", "bodies", string(lang))
		}
	}
}

// noticeEnd reads until when a notice that is approved now is live.
func noticeEnd(until string, now time.Time) (time.Time, error) {
	end, err := moment("until", until)
	if d, bad := time.ParseDuration(strings.TrimSpace(until)); bad == nil {
		end, err = now.Add(d), nil
	}
	switch {
	case err != nil:
		return end, err
	case end.IsZero():
		return end, errors.New("until is missing: every notice ends")
	case !end.After(now):
		return end, errors.New("until is over")
	case end.Sub(now) > MaxNotice:
		return end, errors.New("until is more than 14 days ahead")
	}
	return end, nil
}

// noticeChecked reads when somebody looked; who does not say looked at the latest when the notice was drafted.
func noticeChecked(checked string, now time.Time) (time.Time, error) {
	at, err := moment("checked", checked)
	switch {
	case err != nil:
		return at, err
	case at.IsZero():
		return now, nil
	case at.After(now):
		return at, errors.New("checked is in the future")
	case now.Sub(at) > checkedWithin:
		return at, errors.New("checked is more than 7 days ago")
	}
	return at, nil
}
