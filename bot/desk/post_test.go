package desk_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/store/redistest"
)

func TestAMessageThatCannotGoIsNotQueued(t *testing.T) {
	o := jumpOffice(t, nil)
	whole := bot.Message{Queue: bot.Queue{Lane: bot.LaneReply, Sender: bot.SenderSMS}, Purpose: bot.PurposeNotice, Contact: "0123", Content: bot.Content{Text: "x"}}
	for what, spoil := range map[string]func(*bot.Message){
		"no lane":   func(m *bot.Message) { m.Queue.Lane = "later" },
		"no sender": func(m *bot.Message) { m.Queue.Sender = "" },
		"purpose":   func(m *bot.Message) { m.Purpose = "" },
		"nobody":    func(m *bot.Message) { m.Contact = "" },
		"nothing":   func(m *bot.Message) { m.Content = bot.Content{} },
	} {
		m := whole
		spoil(&m)
		if err := o.Post(t.Context(), &whole, &m); err == nil {
			t.Errorf("%s: queued", what)
		}
	}
	for q, n := range o.traffic().Waiting {
		if n != 0 {
			t.Errorf("%d wait in %v", n, q)
		}
	}
}

func TestMoreMessagesThanOneCommitHoldsAreAllQueued(t *testing.T) {
	o := jumpOffice(t, nil)
	var all []*bot.Message
	for i := range 250 {
		all = append(all, &bot.Message{Queue: bot.Queue{Lane: bot.LaneBulk, Sender: bot.SenderSMS}, Purpose: bot.PurposeBroadcast,
			Contact: bot.ContactID(fmt.Sprintf("%032x", i)), Content: bot.Content{Text: bot.Private(strings.Repeat("clinic ", 100))}})
	}
	if err := o.Post(t.Context(), all...); err != nil {
		t.Fatal(err)
	}
	if n := o.traffic().Waiting[all[0].Queue]; n != 250 || all[249].Segments < 4 {
		t.Errorf("%d wait; %d segments", n, all[249].Segments)
	}
	o.works()
	o.has(all[249].ID, bot.MessageWithdrawn, 0) // nobody knows them
}

func TestNothingOfTheOutboxLiesOpenInRedis(t *testing.T) {
	server := redistest.New(t, "--appendonly", "yes")
	o := officeOn(t, real(t, server.URL()), nil)
	who := o.meets(bot.SMS, "+15005557777")
	o.provider.will(bot.Result{Outcome: bot.Unknown}, bot.Result{Outcome: bot.Accepted, SID: "SMsecret0001"})
	id := o.tells(who, bot.LaneUrgent, bot.PurposePage, "Zanzibar Street 7")
	other := o.queues(&bot.Message{Queue: bot.Queue{Lane: bot.LaneReply, Sender: bot.SenderSMS}, Purpose: bot.PurposeAnswer, Consent: bot.ConsentStopped,
		Content: bot.Content{Text: "Timbuktu Avenue", Media: []bot.Private{"https://127.0.0.1/kilimanjaro.jpg"}, Values: map[string]string{"1": "Samarkand"},
			To: &bot.Address{Channel: bot.SMS, Value: "+15005558888"}}})
	o.opens()
	o.becomes(id, bot.MessagePosted)
	o.becomes(other, bot.MessagePosted)
	o.reports(bot.Receipt{Message: other, SID: "SMsecret0002", State: bot.MessageSent})
	disk := strings.ToLower(server.Disk())
	if !strings.Contains(disk, string(id)) {
		t.Fatalf("the disk holds only %d bytes", len(disk))
	}
	for _, secret := range []string{"5557777", "5558888", "zanzibar", "timbuktu", "kilimanjaro", "samarkand", "smsecret"} {
		if strings.Contains(disk, secret) {
			t.Errorf("%q lies open in Redis", secret)
		}
	}
}
