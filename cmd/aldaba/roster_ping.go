package main

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strconv"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/desk"
	"github.com/aldaba-hotline/aldaba/bot/dispatch"
	"github.com/aldaba-hotline/aldaba/bot/roster"
	"github.com/aldaba-hotline/aldaba/bot/say"
)

// testWord stands in for what an approved template says of a report.
const testWord = "TEST"

type rosterPingCmd struct {
	recordsFlags
	Who  string        `arg:"" optional:"" help:"Name, or phone, of somebody on the roster (default: everybody)."`
	Wait time.Duration `default:"60s" help:"How long to wait for receipts (default: 60s)."`
	JSON bool          `name:"json" help:"As JSON."`
}

// Run sends test pages and follows them.
func (c *rosterPingCmd) Run(ctx context.Context, s streams) error {
	return c.staff(ctx, true, func(f *staff) error {
		people := f.People
		if c.Who != "" {
			p, err := f.find(c.Who)
			if err != nil {
				return err
			}
			people = []bot.Responder{p}
		}
		v, err := f.ping(ctx, people)
		if err != nil {
			return err
		}
		if err := v.follow(ctx, f.desk, c.Wait); err != nil {
			return err
		}
		if c.JSON {
			err = printJSON(s.Out, v)
		} else {
			err = v.print(s.Out)
		}
		if missed := v.missed(); err == nil && missed > 0 {
			err = fmt.Errorf("%d of %d did not get the test page; for a code see twilio.com/docs/api/errors, for what is queued see that the server runs", missed, len(v))
		}
		return err
	})
}

// pingView is what roster ping shows. It holds no phone.
type pingView []*pinged

type pinged struct {
	Name    string           `json:"name"`
	Channel bot.Channel      `json:"channel,omitempty"`
	Message bot.MessageID    `json:"message,omitempty"`
	State   bot.MessageState `json:"state,omitempty"` // empty: nothing was sent
	Code    int              `json:"code,omitempty"`
	Seconds float64          `json:"seconds,omitempty"` // from the queue to this state
	Why     string           `json:"why,omitempty"`     // nothing was sent
}

// ping queues a page for each of some people who can be reached.
func (f *staff) ping(ctx context.Context, people []bot.Responder) (pingView, error) {
	v := make(pingView, len(people))
	pages := map[int]*bot.Message{}
	var all []*bot.Message
	for i, p := range people {
		n, why := f.way(p)
		v[i] = &pinged{Name: p.Name.Reveal(), Why: why}
		if n >= 0 {
			v[i].Channel, pages[i] = p.Addresses[n].Channel, f.testPage(p, n)
			all = append(all, pages[i])
		}
	}
	if err := f.desk.Post(ctx, all...); err != nil {
		return nil, err
	}
	for i, m := range pages {
		v[i].Message, v[i].State = m.ID, m.State
	}
	return v, nil
}

// testPage is a page that is a test and says so, to one address of somebody.
func (f *staff) testPage(p bot.Responder, n int) *bot.Message {
	h, texts, to := f.hotline(), f.desk.Brain().Texts(), p.Addresses[n]
	lang := roster.WrittenIn(p, h)
	text, _ := texts.Text(lang, to.Channel, dispatch.PageTest, map[string]string{"Name": h.Name})
	m := &bot.Message{Queue: bot.Queue{Lane: bot.LaneUrgent, Sender: bot.SenderPages}, Purpose: bot.PurposePage, Contact: p.Contacts[n], Language: lang,
		Content: bot.Content{Text: bot.Private(text), To: &to}}
	if to.Channel == bot.WhatsApp {
		m.Queue.Sender = bot.SenderWhatsApp
		m.Content.Template, m.Content.Values = say.TemplatePage, map[string]string{}
		_, names, _ := texts.Template(lang, say.TemplatePage)
		for i, name := range names {
			m.Content.Values[strconv.Itoa(i+1)] = map[string]string{"Number": "0", "Name": h.Name}[name]
			if m.Content.Values[strconv.Itoa(i+1)] == "" {
				m.Content.Values[strconv.Itoa(i+1)] = testWord
			}
		}
	}
	return m
}

// follow waits for what becomes of the pages. Those that did not arrive by then are taken back: a test must wake nobody an hour later.
func (v pingView) follow(ctx context.Context, d *desk.Desk, wait time.Duration) error {
	for end := time.Now().Add(wait); ; time.Sleep(100 * time.Millisecond) {
		open, err := v.look(ctx, d)
		if err != nil {
			return err
		}
		if open == 0 || ctx.Err() != nil || time.Now().After(end) {
			break
		}
	}
	for _, p := range v {
		if p.Message != "" && !p.taken() {
			_ = d.Drop(context.WithoutCancel(ctx), p.Message) // one that is under way by now stays
		}
	}
	return nil
}

// look notes where the pages stand, and returns how many are still on their way. One that the provider could not deliver has ended,
// though the outbox would try again.
func (v pingView) look(ctx context.Context, d *desk.Desk) (open int, err error) {
	for _, p := range v {
		if p.Message == "" || p.ended() {
			continue
		}
		m, known, err := d.Message(ctx, p.Message)
		if err != nil {
			return open, err
		}
		if !known {
			return open, fmt.Errorf("the test page %s is lost from the store; look at Redis", p.Message)
		}
		p.State, p.Code, p.Seconds = m.State, m.Code, float64(m.Changed-m.At)/1000
		if m.Bounces > 0 && !p.ended() {
			p.State = bot.MessageUndelivered
		}
		if !p.ended() {
			open++
		}
	}
	return open, nil
}

// ended reports whether nothing more will become of a page.
func (p *pinged) ended() bool {
	return slices.Contains([]bot.MessageState{bot.MessageDelivered, bot.MessageRead, bot.MessageUndelivered, bot.MessageFailed, bot.MessageHeld, bot.MessageWithdrawn}, p.State)
}

// taken reports whether the provider has a page and does not say that it could not deliver it.
func (p *pinged) taken() bool {
	return slices.Contains([]bot.MessageState{bot.MessagePosted, bot.MessageSent, bot.MessageDelivered, bot.MessageRead}, p.State)
}

// missed counts those who did not get a page.
func (v pingView) missed() (n int) {
	for _, p := range v {
		if !p.taken() {
			n++
		}
	}
	return n
}

func (v pingView) print(w io.Writer) error {
	t := newTable(w)
	t.row("NAME", "CHANNEL", "STATE", "CODE", "AFTER", "MESSAGE")
	for _, p := range v {
		if p.Message == "" {
			t.row(p.Name, "-", p.Why)
			continue
		}
		t.row(p.Name, p.Channel, p.State, codeOf(p.Code), fmt.Sprintf("%.1f s", p.Seconds), p.Message)
	}
	return t.Flush()
}
