package main

import (
	"context"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/broadcast"
	"github.com/aldaba-hotline/aldaba/bot/twilio/twiliotest"
)

// postsAtOnce is how many tries a server has under way at most: see hands in package desk.
const postsAtOnce = 64

// A server is killed again and again in the middle of a broadcast. Everybody is written to once, except those whose try was under way at a kill and of
// whom nobody can tell: they are held, and listed as unknown.
func TestKillsWriteToNobodyTwice(t *testing.T) {
	subscribers, kills := soaks(20_000, 3_000), soaks(40, 5)
	m := openMailing(t, subscribers, float64(soaks(600, 1000)), nil)
	m.provider.Always(twiliotest.Slow(20 * time.Millisecond))
	m.approve()
	chance := rand.New(rand.NewPCG(7, 40))
	for range kills {
		m.start()
		time.Sleep(time.Duration(200+chance.Int64N(600)) * time.Millisecond)
		m.server.stop()
	}
	if done := m.tells(); done.State == bot.BroadcastDone {
		t.Errorf("it was over before the last kill: %+v", done.Outcome)
	}
	m.start()
	r := m.ends(5 * time.Minute)
	m.once(t, subscribers, kills, r)
}

// tells is the report of the broadcast.
func (m *mailing) tells() broadcast.Report {
	m.t.Helper()
	r, err := m.desk.BroadcastReport(context.Background(), m.id)
	if err != nil {
		m.t.Fatal(err)
	}
	return r
}

// ends waits until the broadcast is done, and everything is known that will be.
func (m *mailing) ends(within time.Duration) broadcast.Report {
	m.t.Helper()
	for end := time.Now().Add(within); time.Now().Before(end); time.Sleep(100 * time.Millisecond) {
		if r := m.tells(); r.State == bot.BroadcastDone && r.Unknown == r.Held {
			return r
		}
	}
	m.t.Fatalf("it does not end: %+v", m.tells().Outcome)
	return broadcast.Report{}
}

// once compares what the provider took with what the report tells.
func (m *mailing) once(t *testing.T, subscribers, kills int, r broadcast.Report) {
	t.Helper()
	times := map[string]int{}
	for _, p := range m.provider.Posts() {
		times[p.To]++
	}
	twice := 0
	for _, n := range times {
		if n > 1 {
			twice++
		}
	}
	missed := subscribers - len(times)
	t.Logf("%d kills, %d recipients: %d were written to, %d of them twice or more, %d are held", kills, subscribers, len(times), twice, r.Held)
	if twice > 0 || missed != r.Held || r.Held > kills*postsAtOnce || r.Posted != len(times) || r.Recipients != subscribers {
		t.Errorf("%d were written to twice, %d not at all; the report tells %+v", twice, missed, r.Outcome)
	}
}
