package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/proof"
	"github.com/aldaba-hotline/aldaba/bot/web"
)

// demoReaders are what the ten subscribers of the demo read.
func demoReaders() []bot.Language {
	return []bot.Language{"es", "en", "zh-Hans", "ht", "es", "vi", "ar", "en", "es", "zh-Hans"}
}

// demoBroadcast is a broadcast that waits for somebody of the demo to approve it.
type demoBroadcast struct {
	trial   *trial
	id      bot.BroadcastID
	secret  []byte
	numbers []string
}

// subscribed gives the demo ten subscribers in six languages and a draft, of somebody who is not there, that Rosa may approve from her phone.
func (t *trial) subscribed(ctx context.Context, rosa bot.Address) (*demoBroadcast, error) {
	b := &demoBroadcast{trial: t, secret: make([]byte, proof.SecretBytes)}
	rand.Read(b.secret) // never fails, see crypto/rand
	var people []bot.Enrolment
	for _, lang := range demoReaders() {
		number := t.phones.New(bot.SMS)
		b.numbers = append(b.numbers, number)
		people = append(people, bot.Enrolment{Address: t.phones.Address(number), Language: lang, Proof: "demo", At: time.Now().UnixMilli()})
	}
	_, err := t.desk.Enrol(ctx, people)
	err = errors.Join(err, t.desk.AddUser(ctx, bot.User{Name: "Rosa", Role: bot.UserOrganizer, Phone: &rosa}, "", b.secret))
	if err != nil {
		return nil, fmt.Errorf("put the demo's subscribers on the list: %w", err)
	}
	spec := bot.BroadcastSpec{Name: "clinic moved", Missing: "default",
		Phrase: &bot.Phrase{ID: "moved", Place: "Main Library", Date: time.Now().AddDate(0, 0, 1).Format(time.DateOnly), Time: "18:00"}}
	if b.id, err = t.desk.Draft(ctx, spec, "Luz"); err != nil {
		return nil, fmt.Errorf("draft the demo's broadcast: %w", err)
	}
	return b, nil
}

// View is how the broadcast stands and what each subscriber got.
func (b *demoBroadcast) View(ctx context.Context) (web.Cast, error) {
	r, err := b.trial.desk.BroadcastReport(ctx, b.id)
	if err != nil {
		return web.Cast{}, err
	}
	v := web.Cast{ID: b.id, State: r.State, Code: proof.Code(b.secret, proof.StepAt(time.Now())), Recipients: r.Recipients, Delivered: r.Delivered}
	for i, number := range b.numbers {
		got, err := b.got(number)
		if err != nil {
			return web.Cast{}, err
		}
		v.Phones = append(v.Phones, web.CastPhone{Number: number, Language: demoReaders()[i], Got: got})
	}
	return v, nil
}

func (b *demoBroadcast) got(number string) ([]string, error) {
	bubbles, _, err := b.trial.phones.Since(number, 0)
	if err != nil {
		return nil, fmt.Errorf("read a phone of the demo: %w", err)
	}
	got := []string{}
	for _, x := range bubbles {
		got = append(got, x.Text)
	}
	return got, nil
}
