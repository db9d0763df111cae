package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/web"
)

type demoCmd struct {
	dataFlags
	Listen string `env:"ALDABA_LISTEN" default:"127.0.0.1:8080" help:"Address to listen on."`
}

// Run plays the hotline with simulated phones until it is interrupted.
func (c *demoCmd) Run(ctx context.Context, s streams) error {
	set, err := c.tried(s)
	if err != nil {
		return err
	}
	set.Hotline.Senders = trialSenders(set.Hotline.Senders) // a broadcast needs to know from which number it goes
	set.Hotline = demoRegions(set.Hotline)
	b := brainOf(set)
	t, err := newTrial(b, web.Options{Listen: c.Listen, Log: quiet}, nil)
	if err != nil {
		return err
	}
	defer t.close()
	to := b.Hotline().Senders
	d := web.Demo{Phones: demoPhones{t.phones}, Name: b.Hotline().Name, SMS: to.SMS, WhatsApp: strings.TrimPrefix(to.WhatsApp, string(bot.WhatsApp)+":")}
	if err := t.staffed(ctx, &d, t.desk, t.desk); err != nil {
		return err
	}
	cast, err := t.subscribed(ctx, t.phones.Address(d.Staff[0].Number))
	if err != nil {
		return err
	}
	d.Broadcast = cast.View
	region, err := t.noticed(ctx)
	if err != nil {
		return err
	}
	t.server.MountDemo(d)
	if err := t.server.Listen(); err != nil {
		return fmt.Errorf("%w; free the port, or choose another: ALDABA_LISTEN=127.0.0.1:8081 make run", err)
	}
	go t.store.Run(ctx)
	go t.desk.RunTimers(ctx)
	go t.desk.RunAuditor(ctx)
	go t.desk.RunOutbox(ctx, "demo")
	go t.desk.RunBroadcasts(ctx)
	go t.desk.RunNotices(ctx)
	fmt.Fprintf(s.Out, "Aldaba is ready. Nothing leaves this computer, and nothing is kept. Ctrl-C ends it.\nOpen http://%[1]s/\n"+
		"A broadcast to ten subscribers waits for Rosa's approval: it is below the phones.\n"+
		"A notice answers whoever asks about %[2]s: text \"Is ICE in %[2]s?\"\n", t.server.Addr(), bot.RegionName(region))
	return t.server.Run(ctx)
}
