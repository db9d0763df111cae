package main

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
)

// soaks is how many of something a test does: all of it in a soak, else a part.
func soaks(all, part int) int {
	if os.Getenv(soakVariable) != "" {
		return all
	}
	return part
}

// orders lets everybody who was paged for an incident send a verb with their own id at the same time, to both servers in turn, and
// counts the answers that hold some words.
func (w *watch) orders(number, verb, won, lost string) (winners, losers int) {
	w.t.Helper()
	pages := w.look()[number]
	slices.SortFunc(pages, func(a, b page) int { return strings.Compare(a.to, b.to) })
	pages = slices.CompactFunc(pages, func(a, b page) bool { return a.to == b.to })
	var first, others atomic.Int64
	atOnce(len(pages), func(i int) {
		id := pageIDs.FindString(pages[i].body[strings.LastIndex(pages[i].body, ":"):])
		_, r := w.text(i, pages[i].to, verb+" "+id)
		switch body := string(r.body); {
		case strings.Contains(body, won):
			first.Add(1)
		case strings.Contains(body, lost):
			others.Add(1)
		default:
			w.t.Errorf("%s: status %d, %s", pages[i].to, r.status, body)
		}
	})
	return int(first.Load()), int(others.Load())
}

// paged waits until so many have been paged for an incident.
func (w *watch) paged(number string, n int) {
	w.t.Helper()
	w.until(fmt.Sprintf("%d are paged for %s", n, number), func() bool { return len(w.look()[number]) >= n })
}

// newest is the number of the incident that was opened last.
func (w *watch) newest() bot.Posted {
	w.t.Helper()
	board, err := w.desk.Board(context.Background())
	if err != nil || len(board.Open) == 0 {
		w.t.Fatalf("the board is empty: %v", err)
	}
	return board.Open[len(board.Open)-1]
}

// Whoever is first is in charge, and nobody else, however many answer at once.
func TestOneOfManyTakesCharge(t *testing.T) {
	const crew = 20
	w := openWatch(t, "flood: {page_every: 0}\nescalation: [{page: all, role: dispatcher, need: 1, within: 60s}]\n", crewOf(crew, "dispatcher", 0)...)
	acks, runs := 0, soaks(500, 15)
	for i := range runs {
		w.report(i)
		n := strconv.Itoa(w.newest().Number)
		w.paged(n, crew)
		winners, losers := w.orders(n, "TAKE", "in charge. Thank you", "You can stand down")
		if winners != 1 || losers != crew-1 {
			t.Errorf("incident %s: %d in charge, %d stand down", n, winners, losers)
		}
		acks += winners + losers
	}
	t.Logf("%d acknowledgements of %d incidents at two servers: one winner each", acks, runs)
}

// Five hundred who answer at once are all answered soon, and no page is tried any more once somebody has it.
func TestFiveHundredAnswerAtOnce(t *testing.T) {
	const crew = 500
	w := openWatch(t, "flood: {page_every: 0}\nescalation: [{page: all, role: dispatcher, need: 1, within: 60s}]\n", crewOf(crew, "dispatcher", 0)...)
	w.report(1)
	n := strconv.Itoa(w.newest().Number)
	w.paged(n, crew)
	began := time.Now()
	winners, losers := w.orders(n, "TAKE", "in charge. Thank you", "You can stand down")
	took := time.Since(began)
	if winners != 1 || losers != crew-1 {
		t.Errorf("%d in charge, %d stand down", winners, losers)
	}
	if took > 20*time.Second {
		t.Errorf("it took %v", took)
	}
	t.Logf("%d acknowledgements at once are settled after %v", crew, took)
}

// Pages that wait for their sender's rate are not tried any more once somebody has taken charge.
func TestNoPageIsTriedAfterTheAcknowledgement(t *testing.T) {
	const crew = 100
	w := openWatch(t, "rates: {sms: 20}\nflood: {page_every: 0}\nescalation: [{page: all, role: dispatcher, need: 1, within: 60s}]\n", crewOf(crew, "dispatcher", 0)...)
	w.report(1)
	in := w.newest()
	n := strconv.Itoa(in.Number)
	w.paged(n, 1)
	first := w.look()[n][0]
	id := pageIDs.FindString(first.body[strings.LastIndex(first.body, ":"):])
	if _, r := w.text(1, first.to, "TAKE "+id); !strings.Contains(string(r.body), "in charge") {
		t.Fatalf("%s", r.body)
	}
	accepted := time.Now()
	w.settled()
	late, tried := w.triedAfter(in.Incident, accepted)
	if late > 0 || tried == 0 || tried == crew {
		t.Errorf("of %d pages, %d were tried, %d of them after the acknowledgement", crew, tried, late)
	}
	t.Logf("of %d pages, %d were tried before the acknowledgement, %d after it", crew, tried-late, late)
}

// settled waits until nothing waits in the queues.
func (w *watch) settled() {
	w.t.Helper()
	w.until("the outbox is empty", func() bool {
		traffic, err := w.store.Traffic(context.Background())
		waiting := int64(0)
		for _, n := range traffic.Waiting {
			waiting += n
		}
		return err == nil && waiting == 0
	})
}

// triedAfter counts the pages of an incident that were tried at all, and those whose try began after a time.
func (w *watch) triedAfter(id bot.IncidentID, after time.Time) (late, tried int) {
	w.t.Helper()
	in, known, err := w.desk.Incident(context.Background(), id)
	if err != nil || !known {
		w.t.Fatalf("incident %s: %t, %v", id, known, err)
	}
	for _, p := range in.Pages {
		m := w.record(p.Message)
		if len(m.Tries) == 0 {
			continue
		}
		tried++
		if m.Tries[0].At > after.UnixMilli() {
			late++
		}
	}
	return late, tried
}

// As many go as were asked for, and no more.
func TestTwoOfManyGo(t *testing.T) {
	const crew = 20
	rows := append(crewOf(1, "dispatcher", 900), crewOf(crew, "verifier", 0)...)
	w := openWatch(t, "flood: {page_every: 0}\ndeploy: {role: verifier, page: 20, need: 2}\n", rows...)
	for i := range soaks(50, 3) {
		w.report(i)
		n := strconv.Itoa(w.newest().Number)
		w.paged(n, 1)
		own := w.look()[n][0]
		id := pageIDs.FindString(own.body[strings.LastIndex(own.body, ":"):])
		w.text(0, own.to, "TAKE "+id)
		w.pages[n] = nil
		w.text(1, own.to, "SEND "+id+" 2")
		w.until("all are asked to go", func() bool {
			w.look()
			w.pages[n] = slices.DeleteFunc(w.pages[n], func(p page) bool { return p.to == own.to })
			return len(w.pages[n]) >= crew
		})
		winners, losers := w.orders(n, "GO", ": you go. Thank you", "enough people")
		if winners != 2 || losers != crew-2 {
			t.Errorf("incident %s: %d go, %d stand down", n, winners, losers)
		}
		w.text(0, own.to, "CLOSE "+id)
	}
}
