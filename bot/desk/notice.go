package desk

import (
	"maps"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/broadcast"
	"github.com/aldaba-hotline/aldaba/bot/flow"
	"github.com/aldaba-hotline/aldaba/bot/say"
)

// newsAgain is how long a notice that somebody was told is not told again, unless they ask outright.
const newsAgain = time.Hour

// question is which place a text asks about.
type question struct {
	region   string // that it names; empty: whichever are theirs
	outright bool   // it asks for nothing else than what is known of that place
}

// asked reports whether a question is open that a place may answer. The menu and the one for a language are not: they are open to everybody who
// greets, as are topics that are offered.
func (b *Brain) asked(p flow.Pending) bool {
	g := b.library.Globals()
	return p.Flow != "" && p.Flow != g.Lost && p.Flow != g.Commands[bot.CmdLanguage].Flow
}

// placeAlone is the region of a text that is nothing but a place; empty where that answers a question or belongs to a report.
func (b *Brain) placeAlone(s State, p flow.Pending, e bot.Event) string {
	if b.asked(p) || s.Session.Report != "" || e.Location != nil || len(e.Media) > 0 {
		return ""
	}
	region, _ := b.atlas.Bare(e.Text)
	return region
}

// question is what a text asks about a place. It is false for everything that notices do not answer: reports above all.
func (b *Brain) question(s State, d *Decision, now time.Time) (q question, ok bool) {
	in, p := d.Intent, b.library.Pending(s.Session, now)
	if in.Crisis || p.Report {
		return q, false
	}
	switch in.Action {
	case bot.ActPlace:
		return question{in.Region, true}, true
	case bot.ActMenu:
		if b.asked(p) {
			return q, false
		}
	case bot.ActAnswer, bot.ActChoose, bot.ActAskUrgent:
	default:
		return q, false
	}
	if len(s.Live) == 0 {
		return q, false
	}
	at, _ := b.atlas.Read(d.words, nil, false)
	heard := in.Action == bot.ActAnswer && in.Topics[0].ID == b.library.Globals().News
	q = question{at.Region, at.Region != "" && (heard || in.Action != bot.ActAnswer)}
	return q, heard || at.Region != ""
}

// tellNews puts what organizers let people know about a place before the answer to whoever asks about it. Of a place alone, about which nobody let
// anything be known, it says that, and that this means nothing.
func (d *Decision) tellNews(b *Brain, s State, now time.Time) {
	q, ok := b.question(s, d, now)
	if !ok {
		return
	}
	news := broadcast.News(s.Live, func(n bot.Notice) bool { return d.concerns(n, q) }, now)
	if len(news) == 0 && d.Intent.Action == bot.ActPlace {
		d.Effects = append([]bot.Effect{bot.Say{Message: say.NoNews, Args: map[string]string{"Region": bot.RegionName(q.region)}}}, d.Effects...)
		return
	}
	var first []bot.Effect
	for _, n := range news {
		if d.remember(n, now) || q.outright {
			first = append(first, b.newsOf(n, d.reads(b), d.regionOf(n, q)))
		}
	}
	d.Effects = append(first, d.Effects...)
}

// concerns reports whether a notice is about what is asked. Who names no place means the regions of their alerts.
func (d *Decision) concerns(n bot.Notice, q question) bool {
	switch {
	case q.region != "":
		return n.About(q.region)
	case d.Contact.Alerts != bot.AlertsOn:
		return len(n.Spec.Regions) == 0
	}
	return d.Contact.Regions == "" || slices.ContainsFunc(d.Contact.Regions.List(), n.About)
}

// regionOf is the region by whose name and clocks a notice is told: the one that was asked about, one of theirs, or the notice's first.
func (d *Decision) regionOf(n bot.Notice, q question) string {
	if q.region != "" {
		return q.region
	}
	for _, name := range n.Spec.Regions {
		if d.Contact.Regions.Has(name) {
			return name
		}
	}
	if len(n.Spec.Regions) > 0 {
		return n.Spec.Regions[0]
	}
	return ""
}

// remember notes that somebody is told a notice, and reports whether they were not within the last hour. One that says something else is another.
func (d *Decision) remember(n bot.Notice, now time.Time) bool {
	told := maps.Clone(d.Session.News)
	maps.DeleteFunc(told, func(_ string, at int64) bool { return now.UnixMilli()-at >= newsAgain.Milliseconds() })
	if told == nil {
		told = map[string]int64{}
	}
	_, known := told[n.Hash]
	told[n.Hash] = now.UnixMilli()
	d.Session.News = told
	return !known
}

// newsOf is how a notice is told: with the day and time at which somebody looked.
func (b *Brain) newsOf(n bot.Notice, lang bot.Language, region string) bot.Say {
	where := broadcast.Zone(b.hotline, region)
	at, clock := time.UnixMilli(n.Checked).In(where), "3:04 pm"
	if where == time.UTC {
		clock += " UTC"
	}
	name := b.hotline.Name
	if region != "" {
		name = bot.RegionName(region)
	}
	body := broadcast.NoticeText(n, lang, b.hotline.DefaultLanguage, name).Reveal()
	return bot.Say{Message: say.News, Args: map[string]string{"Body": body, "Date": b.date(bot.SMS, lang, at), "Time": at.Format(clock)}}
}

// answer is an answer as it goes out. Each notice is a text of its own, before the rest: it is read by itself, in whatever order they arrive.
func (d *Decision) answer(b *Brain, ch bot.Channel, says []bot.Say) []string {
	var texts []string
	for len(says) > 0 && says[0].Message == say.News {
		texts = append(texts, b.told(d.Language, ch, says[0])...)
		says = says[1:]
	}
	return append(texts, d.worded(b, ch, says)...)
}

// told is a notice in a language. What a person wrote is told also where the words around it are withdrawn: then in the default language.
func (b *Brain) told(lang bot.Language, ch bot.Channel, news bot.Say) []string {
	if _, ok := b.texts.Text(lang, ch, say.News, news.Args); !ok {
		lang = b.hotline.DefaultLanguage
	}
	return b.texts.Answer(lang, ch, []bot.Say{news}, b.common)
}

// report is what to text who sees agents; nothing for a body that ends with it, or with the word in capitals.
func (b *Brain) report(lang bot.Language, body string) string {
	line := b.word(lang, say.NewsReport, nil)
	end := strings.TrimRightFunc(body, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsMark(r) })
	for _, w := range slices.Concat(b.raid, []string{strings.TrimRightFunc(line, unicode.IsPunct)}) {
		before, ok := strings.CutSuffix(end, w)
		if last, _ := utf8.DecodeLastRuneInString(before); ok && !unicode.IsUpper(last) {
			return ""
		}
	}
	return line
}
