package store

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/desk"
	"github.com/aldaba-hotline/aldaba/bot/store/redistest"
)

// benchOutbox is a store with a worker and a contact whose limits nothing reaches.
func benchOutbox(b *testing.B) (*Store, *desk.Admission) {
	s := benchStore(b, redistest.Start(b))
	if _, err := s.Renew(b.Context(), "worker", time.Hour, true); err != nil {
		b.Fatal(err)
	}
	c := desk.Commit{Write: []desk.Write{put(contact, 0, field("l", "es"), field("a", strings.Repeat("\x8f", 80)))}}
	if err := s.Commit(b.Context(), &c); err != nil {
		b.Fatal(err)
	}
	return s, admission()
}

// benchCandidate is a message of ordinary size.
func benchCandidate(n int) desk.Candidate {
	c := candidate(fmt.Sprintf("%032x", n), 0)
	c.Write.Fields = []desk.Field{field("m", strings.Repeat("j", 250)), field("b", strings.Repeat("\x8f", 200))}
	c.Cost, c.Own, c.OwnDepth = time.Microsecond, time.Microsecond, time.Hour
	return c
}

// admitAll admits and makes sure that everything went.
func admitAll(b *testing.B, s *Store, a *desk.Admission) {
	got, err := s.Admit(b.Context(), a)
	if err != nil || len(got.Judged) != len(a.Messages) || got.Judged[0].Verdict != desk.VerdictGo {
		b.Fatalf("got %+v, %v", got, err)
	}
}

// BenchmarkAdmit lets 16 messages go with one script, as a pump does that has much to do.
func BenchmarkAdmit(b *testing.B) {
	const together = 16
	s, a := benchOutbox(b)
	a.Messages = make([]desk.Candidate, together)
	n := 0
	b.ReportAllocs()
	for b.Loop() {
		for i := range a.Messages {
			n++
			a.Messages[i] = benchCandidate(n)
		}
		admitAll(b, s, a)
	}
	b.ReportMetric(together*float64(b.N)/b.Elapsed().Seconds(), "messages/s")
}

// BenchmarkTicket is the store's share of one message on its way out, alone: appended, taken, admitted, finished.
func BenchmarkTicket(b *testing.B) {
	s, a := benchOutbox(b)
	n := 0
	b.ReportAllocs()
	for b.Loop() {
		n++
		a.Messages = append(a.Messages[:0], benchCandidate(n))
		id := bot.MessageID(a.Messages[0].Write.ID)
		if err := s.Commit(b.Context(), &desk.Commit{Append: []desk.Ticket{ticket(answers, id)}}); err != nil {
			b.Fatal(err)
		}
		entries, err := s.Take(b.Context(), answers, "worker", 1)
		if err != nil || len(entries) != 1 || entries[0].Message != id {
			b.Fatalf("took %v, %v", entries, err)
		}
		admitAll(b, s, a)
		done := desk.Commit{Finish: entries, Write: []desk.Write{put(a.Messages[0].Write.Ref, 1, a.Messages[0].Write.Fields...)}}
		if err := s.Commit(b.Context(), &done); err != nil {
			b.Fatal(err)
		}
	}
}
