package desk

import (
	"slices"
	"strings"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/flow"
	"github.com/aldaba-hotline/aldaba/bot/text"
)

// Who spoke, in records of consent.
const (
	byContact  = "contact"
	byProvider = "provider"
	byHotline  = "hotline"
)

// standing is what a conversation about alerts must know. Where a number of the United States writes by WhatsApp, alerts come by SMS: WhatsApp
// does not deliver there what it calls marketing.
func (b *Brain) standing(c bot.Contact) bot.Standing {
	return bot.Standing{Alerts: c.Alerts, Stopped: c.Consent == bot.ConsentStopped, Regions: len(b.hotline.Regions) > 0,
		ByText: c.Address.Channel == bot.WhatsApp && c.Address.InUS() && b.hotline.Senders.SMS != ""}
}

// optOutOf is what the provider did about a text. YES may be one of its words for START: to whoever said no STOP and was asked something it is an answer,
// and ours must be heard.
func (b *Brain) optOutOf(s State, e bot.Event, now time.Time) bot.OptOut {
	if e.OptOut == bot.OptOutStart && s.Contact.Consent != bot.ConsentStopped && b.library.Pending(s.Session, now).Open() {
		return bot.OptOutNone
	}
	return e.OptOut
}

// region is the one that answers the open question, if that asks for one: by its number, ZIP code, name or a pin.
func (b *Brain) region(p flow.Pending, e bot.Event) string {
	if !p.Region {
		return ""
	}
	choices := b.hotline.Choices()
	if n, ok := text.Number(e.Text.Reveal()); ok && n <= len(choices) {
		if n == 0 {
			return bot.Everywhere
		}
		return choices[n-1]
	}
	called := strings.Trim(e.Text.Reveal(), " .!\n")
	for _, id := range choices { // by what we call it, whatever names the settings give it
		if strings.EqualFold(called, bot.RegionName(id)) || strings.EqualFold(called, id) {
			return id
		}
	}
	at, _ := b.atlas.Read(e.Text, e.Location, true)
	return at.Region
}

// placeWords is how many words the name of a place has at most. More are a question of their own, where a region is asked for.
const placeWords = 3

func few(words bot.Private) bool { return len(strings.Fields(words.Reveal())) <= placeWords }

// setAlerts carries out what somebody wants about alerts.
func (d *Decision) setAlerts(x bot.SetAlerts) {
	c := &d.Contact
	switch x.What {
	case bot.ConsentJoined:
		c.Regions = joined(*c, x.Region)
		c.Alerts = bot.AlertsOn
	case bot.ConsentLeft:
		c.Alerts = bot.AlertsLeft
	}
}

// joined are the regions of which somebody wants alerts who names one: that one, besides those that they get already.
func joined(c bot.Contact, region string) bot.Names {
	switch {
	case region == bot.Everywhere, region == "", c.Alerts == bot.AlertsOn && c.Regions == "":
		return ""
	case c.Alerts.Listed():
		return c.Regions.With(region)
	}
	return bot.NamesOf(region)
}

// proveConsent keeps what both sides said where something about consent has changed or was asked.
func (d *Decision) proveConsent(before State, e bot.Event, now time.Time) {
	what := d.consentChange(before.Contact)
	if what == "" || d.Erased || e.Kind != bot.Received {
		return
	}
	r := bot.ConsentRecord{At: received(e, now).UnixMilli(), Channel: d.Contact.Address.Channel, What: what, Said: e.Text, By: byContact}
	if e.OptOut != bot.OptOutNone {
		r.By = byProvider
	}
	d.Contact = d.Contact.Noted(r)
	if len(d.Says) > 0 {
		d.Contact = d.Contact.Noted(bot.ConsentRecord{At: now.UnixMilli(), Channel: r.Channel, What: what, Said: bot.Private(d.said()), By: byHotline})
	}
}

// consentChange is the last thing that was done about consent; repeating what holds already is nothing.
func (d *Decision) consentChange(before bot.Contact) (what bot.ConsentChange) {
	for _, effect := range d.Effects {
		switch x := effect.(type) {
		case bot.SetAlerts:
			what = x.What
		case bot.SetConsent:
			if x.Consent == before.Consent {
				continue
			}
			what = bot.ConsentRestored
			if x.Consent == bot.ConsentStopped {
				what = bot.ConsentSaidStop
			}
		}
	}
	return what
}

// said names the texts of the answer and their language.
func (d *Decision) said() string {
	var ids []string
	for _, s := range d.Says {
		if !slices.Contains(ids, s.Message) {
			ids = append(ids, s.Message)
		}
	}
	return strings.Join(append(ids, string(d.Language)), " ")
}

// noteStop is a contact about whom only the provider has told that they said STOP.
func noteStop(c bot.Contact, now time.Time) bot.Contact {
	if c.Consent == bot.ConsentStopped {
		return c
	}
	c.Consent = bot.ConsentStopped
	return c.Noted(bot.ConsentRecord{At: now.UnixMilli(), Channel: c.Address.Channel, What: bot.ConsentSaidStop, By: byProvider})
}
