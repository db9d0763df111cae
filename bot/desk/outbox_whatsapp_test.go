package desk_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/say"
)

// withTemplates approves the buttons of the menu and a template of a check-in.
func withTemplates(h *bot.Hotline) {
	h.Templates = map[string]map[bot.Language]string{
		"menu/ask":          {"en": "HXmenu-en", "es": "HXmenu-es"},
		say.TemplateCheckIn: {"en": "HXcheck-en", "es": "HXcheck-es"},
	}
}

// chats queues a text to a contact by WhatsApp.
func (o *office) chats(who bot.ContactID, c bot.Content) bot.MessageID {
	o.t.Helper()
	return o.queues(&bot.Message{Queue: bot.Queue{Lane: bot.LaneReply, Sender: bot.SenderWhatsApp}, Purpose: bot.PurposeNotice, Contact: who,
		Language: "es", Content: c})
}

// greeted lets somebody write by WhatsApp for the first time, and get the menu with its buttons.
func (o *office) greeted(number string) bot.ContactID {
	o.t.Helper()
	who := o.meets(bot.WhatsApp, number)
	o.works()
	o.provider.posted = nil
	return who
}

func TestInsideTheWindowWhatsAppCarriesTextAndOutsideATemplate(t *testing.T) {
	o := jumpOffice(t, withTemplates)
	who := o.greeted(anna)
	content := bot.Content{Text: "todo bien?", Template: say.TemplateCheckIn, Values: map[string]string{"1": "RR417"}}
	o.waits(22 * time.Hour)
	o.chats(who, content)
	o.works()
	o.waits(3 * time.Hour)
	o.chats(who, content)
	o.works()
	if got := o.provider.posted; len(got) != 2 || got[0].Text != "todo bien?" || got[0].Template != "" ||
		got[1].Text != "" || got[1].Template != "HXcheck-es" || got[1].Values["1"] != "RR417" {
		t.Errorf("posted %+v", got)
	}
}

func TestAClosedWindowWithoutATemplateGoesBySMSToWhoHasTexted(t *testing.T) {
	o := jumpOffice(t, nil)
	who, stranger := o.meets(bot.WhatsApp, anna), o.meets(bot.WhatsApp, "+15005550002")
	o.meets(bot.SMS, anna)
	o.waits(25 * time.Hour)
	first, second := o.chats(who, bot.Content{Text: "todo bien?"}), o.chats(stranger, bot.Content{Text: "y usted?"})
	o.works()
	o.works()
	o.has(first, bot.MessageFailed, 1)
	o.has(second, bot.MessageFailed, 1)
	why, _ := o.Brain().Texts().Text("es", bot.SMS, say.BySMS, nil)
	got := o.provider.posted
	if len(got) != 1 || got[0].From != bot.SenderSMS || got[0].To.Channel != bot.SMS || got[0].Text.Reveal() != why+"\ntodo bien?" {
		t.Errorf("posted %+v, %q", got, o.provider.texts())
	}
	if o.traffic().Dead != 2 {
		t.Errorf("%d dead letters", o.traffic().Dead)
	}
}

func TestTheProviderMayKnowBetterThatTheWindowIsClosed(t *testing.T) {
	o := jumpOffice(t, withTemplates)
	who := o.greeted(anna)
	o.meets(bot.SMS, anna)
	o.provider.will(outcome(bot.NeedsTemplate, 63016))
	first := o.chats(who, bot.Content{Text: "todo bien?", Template: say.TemplateCheckIn, Values: map[string]string{"1": "x"}})
	o.works()
	o.works()
	o.has(first, bot.MessagePosted, 2)
	second := o.chats(who, bot.Content{Text: "hola otra vez"})
	o.works()
	m := o.has(second, bot.MessagePosted, 1)
	o.reports(bot.Receipt{Message: second, SID: m.SID, State: bot.MessageUndelivered, Code: 63016, Outcome: bot.NeedsTemplate})
	o.has(second, bot.MessageUndelivered, 1)
	o.works()
	got := o.provider.posted
	if len(got) != 4 || got[1].Template != "HXcheck-es" || got[3].From != bot.SenderSMS || !strings.HasSuffix(got[3].Text.Reveal(), "\nhola otra vez") {
		t.Errorf("posted %+v, %q", got, o.provider.texts())
	}
}

func TestAMenuWithButtonsGoesByTemplateAfterItsOtherTexts(t *testing.T) {
	o := jumpOffice(t, withTemplates)
	if direct := o.hears(bot.WhatsApp, anna, "hola"); direct != nil {
		t.Fatalf("answered at once with %q", direct)
	}
	o.works()
	got := o.provider.posted
	if len(got) != 2 || got[0].Text == "" || got[0].Template != "" || !strings.HasPrefix(got[1].Template, "HXmenu-") || got[1].Text != "" {
		t.Fatalf("posted %+v, %q", got, o.provider.texts())
	}
	if whole := o.Brain().Texts().Answer("es", bot.WhatsApp, o.last.Says[:1], map[string]string{"Name": o.Brain().Hotline().Name}); got[0].Text.Reveal() != whole[0] {
		t.Errorf("before the buttons comes %q, want %q", got[0].Text.Reveal(), whole)
	}
}

func TestWithoutItsTemplateAMenuIsNumbered(t *testing.T) {
	o := jumpOffice(t, withTemplates)
	o.hears(bot.WhatsApp, anna, "hola")
	o.Use(brainWith(t, nil)) // the template is gone before it is sent
	o.works()
	if got := o.provider.texts(); len(got) != 2 || !strings.Contains(got[1], "1") || !strings.Contains(got[1], "7") {
		t.Errorf("posted %q", got)
	}
}

func TestATapOnAnOldButtonStillMeansSomething(t *testing.T) {
	o := jumpOffice(t, withTemplates)
	o.hears(bot.WhatsApp, anna, "hola")
	o.works()
	o.waits(5 * time.Hour) // the menu has long expired
	o.ids++
	e := received(o.ids, anna, "Casa")
	e.From.Channel, e.Button = bot.WhatsApp, "menu/1/ask/home"
	direct, err := o.Receive(t.Context(), e)
	if err != nil || len(direct) == 0 || o.last.Session.Flow != "door" {
		t.Errorf("got %q, %v, in flow %q", direct, err, o.last.Session.Flow)
	}
	e.ID, e.Button, e.Text = "SMother", "menu/1/ask/nonsense", "xyzzy"
	if direct, err = o.Receive(t.Context(), e); err != nil || len(direct) == 0 {
		t.Errorf("a button that means nothing gets %q, %v", direct, err)
	}
}

// TestAWhatsAppMessageFromTheListOpensItsWindowWhenItWasSent is about a message that came a day late.
func TestAWhatsAppMessageFromTheListOpensItsWindowWhenItWasSent(t *testing.T) {
	o := jumpOffice(t, nil)
	e := received(1, anna, "hola")
	e.From.Channel, e.At = bot.WhatsApp, time.Now().Add(-23*time.Hour)
	if _, err := o.Receive(t.Context(), e); err != nil {
		t.Fatal(err)
	}
	who := o.last.Contact.ID
	o.waits(2 * time.Hour)
	id := o.chats(who, bot.Content{Text: "todo bien?"})
	o.works()
	o.has(id, bot.MessageFailed, 1)
	if len(o.provider.posted) != 0 {
		t.Errorf("posted %q although the window is closed", o.provider.texts())
	}
}

func TestATextOfMediaAloneKeepsItsMediaAndItsAddress(t *testing.T) {
	o := jumpOffice(t, nil)
	o.queues(&bot.Message{Queue: bot.Queue{Lane: bot.LaneReply, Sender: bot.SenderSMS}, Purpose: bot.PurposeNotice, Language: "en", Consent: bot.ConsentStopped,
		Content: bot.Content{Media: []bot.Private{"https://127.0.0.1/a.jpg"}, To: &bot.Address{Channel: bot.SMS, Value: anna}}})
	o.works()
	if got := o.provider.posted; len(got) != 1 || !slices.Equal(got[0].Media, []bot.Private{"https://127.0.0.1/a.jpg"}) || got[0].To.Value != anna {
		t.Errorf("posted %+v", got)
	}
}

func TestAMenuByItselfIsOneMessage(t *testing.T) {
	o := jumpOffice(t, withTemplates)
	o.greeted(anna)
	o.hears(bot.WhatsApp, anna, "menu")
	o.works()
	if got := o.provider.posted; len(got) != 1 || got[0].Template == "" {
		t.Errorf("posted %+v", got)
	}
}
