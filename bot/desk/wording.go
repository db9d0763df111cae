package desk

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/dispatch"
	"github.com/aldaba-hotline/aldaba/bot/roster"
	"github.com/aldaba-hotline/aldaba/bot/text"
)

// wording puts a text of dispatching into its reader's words.
func (d *Desk) wording(b *Brain, r Room, about bot.IncidentID, t dispatch.Text, now time.Time) Wording {
	reader, _ := find(r.People, t.To)
	there, _ := b.local.Find(r.Incidents[about].Place.Zip, r.Incidents[about].Place.City, r.Incidents[about].Place.Pin)
	if t.Message == dispatch.ReportAway && there.Name != "" {
		t.Message = dispatch.ReportLocal
	}
	lang := b.answersIn(t.Lang)
	if t.To != "" {
		lang = roster.WrittenIn(reader.Responder, b.hotline)
	}
	w := Wording{Text: t, Lang: lang}
	args := d.args(b, r, about, t, lang, reader, now)
	if t.Message == dispatch.ReportLocal {
		args["Who"], args["Line"] = there.Name, there.Number()
	}
	w.Words = b.fitting(lang, t.Message, args)
	return w
}

// fitting words a text. A page that is longer than one SMS loses the end of what is happening, and nothing else.
func (b *Brain) fitting(lang bot.Language, id string, args map[string]string) string {
	words := b.word(lang, id, args)
	if !strings.HasPrefix(id, "page.") {
		return words
	}
	activity := []rune(args["Activity"])
	for len(activity) > 0 && long(words) {
		activity = activity[:len(activity)-1]
		args["Activity"] = strings.TrimRight(string(activity), " ,.")
		words = b.word(lang, id, args)
	}
	return words
}

func long(words string) bool { return text.Segments(words).Segments > 1 }

// word is a text of the catalogue, in the default language where this one lacks it.
func (b *Brain) word(lang bot.Language, id string, args map[string]string) string {
	values := make(map[string]string, len(args)+len(b.common))
	for k, v := range b.common {
		values[k] = v
	}
	for k, v := range args {
		values[k] = v
	}
	if t, ok := b.texts.Text(lang, bot.SMS, id, values); ok {
		return t
	}
	t, _ := b.texts.Text(b.hotline.DefaultLanguage, bot.SMS, id, values)
	return t
}

// args are the values of every placeholder that a text may have.
func (d *Desk) args(b *Brain, r Room, about bot.IncidentID, t dispatch.Text, lang bot.Language, reader dispatch.Person, now time.Time) map[string]string {
	in := r.Incidents[about]
	args := map[string]string{
		"Number":  strconv.Itoa(in.Number),
		"Other":   strconv.Itoa(t.Other),
		"Count":   strconv.Itoa(t.Count),
		"Need":    strconv.Itoa(t.Need),
		"Minutes": strconv.Itoa(t.Minutes),
		"Ago":     strconv.Itoa(int(now.Sub(time.UnixMilli(in.Opened)).Minutes())),
		"State":   b.word(lang, dispatch.StateText(string(in.State)), nil),
		"Time":    clock(in.Opened, d.zone(b, reader), lang),
		"Place":   b.placeWords(in, t.Exact, lang),
		"Who":     firstName(r, t.Who),
		"Line":    d.line(r, about, t),
		"ID":      d.code(r, in.Number, t.To).String(),
	}
	if t.Message != "" {
		args["Activity"] = text.GSM(b.activity(in, t.Exact, lang))
		args["Facts"] = b.facts(in, t.Exact, lang)
		args["Text"] = b.newWords(t, in, lang)
	}
	if g := t.Gap; g != nil {
		zone := d.zone(b, reader)
		args["Role"], args["Region"] = strings.TrimSpace(b.word(lang, dispatch.RoleText(g.Role), nil)+" "+string(g.Language)), cmp.Or(g.Region, b.hotline.Name)
		args["From"], args["To"] = day(g.From, zone, lang), day(g.To, zone, lang)
	}
	for _, l := range t.List {
		args["IDs"] += " " + d.code(r, l.Number, t.To).String()
		args["Numbers"] += " " + strconv.Itoa(l.Number)
	}
	args["IDs"], args["Numbers"] = strings.TrimSpace(args["IDs"]), strings.TrimSpace(args["Numbers"])
	return args
}

func (w Wording) number(r Room, about bot.IncidentID) string {
	return strconv.Itoa(r.Incidents[about].Number)
}

// line is the exact line to send back.
func (d *Desk) line(r Room, about bot.IncidentID, t dispatch.Text) string {
	number := r.Incidents[about].Number
	if len(t.List) > 0 {
		number = t.List[0].Number
	}
	switch {
	case t.Line == "" || t.To == "":
		return ""
	case t.Line == bot.VerbOn:
		return strings.ToUpper(string(t.Line))
	case t.Line == bot.VerbOff:
		return strings.ToUpper(string(t.Line)) + " " + d.offLetters(t.To, r.Board.Duty[t.To])[0]
	}
	return strings.ToUpper(string(t.Line)) + " " + d.code(r, number, t.To).String()
}

// firstName is what others may know of somebody's name.
func firstName(r Room, id bot.ResponderID) string {
	p, _ := find(r.People, id)
	first, _, _ := strings.Cut(strings.TrimSpace(p.Name.Reveal()), " ")
	return text.Defang(first, 20)
}

// clock is a time of day as its reader would see it.
func clock(at int64, zone *time.Location, lang bot.Language) string {
	t := time.UnixMilli(at).In(zone)
	if zone == time.UTC { // nobody has said where the clock is
		return t.Format("15:04 UTC")
	}
	if lang != "en" {
		return t.Format("15:04")
	}
	return strings.TrimSuffix(strings.ToLower(t.Format("3:04PM")), "m")
}

// day is a time of day with its date.
func day(at int64, zone *time.Location, lang bot.Language) string {
	return time.UnixMilli(at).In(zone).Format("01/02 ") + clock(at, zone, lang)
}

// zone is where somebody's clock is: that of their shifts, else the hotline's.
func (d *Desk) zone(b *Brain, p dispatch.Person) *time.Location {
	name := ""
	for _, s := range p.Shifts {
		name = cmp.Or(name, s.Zone)
	}
	if q := b.hotline.QuietHours; name == "" && q != nil {
		name = q.Zone
	}
	if zone, err := time.LoadLocation(name); err == nil {
		return zone
	}
	return time.UTC
}

// placeWords is where it is: exact for those who may know, else no finer than a block.
func (b *Brain) placeWords(in bot.Incident, exact bool, lang bot.Language) string {
	p := in.Place
	words := p.Block.Reveal()
	if exact {
		words = p.Words.Reveal()
		if p.Pin != nil {
			words = strings.TrimSpace(fmt.Sprintf("%s %.5f,%.5f", words, p.Pin.Latitude, p.Pin.Longitude))
		}
	}
	if words == "" || !p.Known() {
		words = strings.TrimSpace(b.word(lang, "word.place_unknown", nil) + " " + cmp.Or(p.Region, p.City))
	}
	return text.Defang(words, 120)
}
