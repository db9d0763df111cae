package main

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/roster"
	"github.com/aldaba-hotline/aldaba/bot/twilio/twiliotest"
)

// watch is a hotline with two real servers, a roster, and a provider that delivers everything.
type watch struct {
	*outlet
	servers []*hotline
	read    int // posts that have been looked at
	pages   map[string][]page
}

// page is a text to a volunteer that holds an id of theirs.
type page struct {
	to   string
	body string
	at   time.Time
}

// crewOf writes roster rows for n people of a role, whose numbers begin at from.
func crewOf(n int, role string, from int) (rows []string) {
	for i := range n {
		rows = append(rows, fmt.Sprintf("%s %d,+1415557%04d,sms,en,,%s,always", role, i, from+i, role))
	}
	return rows
}

func openWatch(t *testing.T, settings string, rows ...string) *watch {
	t.Helper()
	if !strings.Contains(settings, "rates:") {
		settings = "rates: {sms: 1000}\n" + settings
	}
	w := &watch{outlet: newOutlet(t, settings), pages: map[string][]page{}}
	w.provider.Always(twiliotest.Accept().With(twiliotest.Delivered()))
	csv := "name,phone,channel,languages,regions,roles,shifts\n" + strings.Join(rows, "\n") + "\n"
	people, ps := roster.Read("watch.csv", []byte(csv), w.desk.Brain().Hotline())
	if ps.Err() != nil {
		t.Fatal(ps)
	}
	if err := w.desk.SetRoster(context.Background(), people); err != nil {
		t.Fatal(err)
	}
	w.servers = []*hotline{w.serve(), w.serve()}
	return w
}

// text sends words from somebody to one of the servers and returns when they were sent and what was answered.
func (w *watch) text(server int, number, words string) (time.Time, reply) {
	h, form := w.letter(server, number, words)
	at := time.Now()
	return at, h.post(form)
}

// takes sends words as text does and reports whether a server has taken them. It need not: a machine may be too busy to answer everybody in time.
func (w *watch) takes(server int, number, words string) bool {
	h, form := w.letter(server, number, words)
	response, err := h.provider.Do(h.request(form))
	if err != nil {
		return false
	}
	response.Body.Close()
	return response.StatusCode == http.StatusOK
}

// letter is a text of somebody to one of the servers.
func (w *watch) letter(server int, number, words string) (*hotline, url.Values) {
	h := w.servers[server%len(w.servers)]
	p := &phone{t: w.t, h: h, address: bot.Address{Channel: bot.SMS, Value: bot.Private(number)}}
	return h, p.text(words)
}

var pageIDs = regexp.MustCompile(`\b([0-9]{3,6})([A-Z]{3})\b`)

// look reads what has been posted since the last time, by the numbers of the incidents that it names.
func (w *watch) look() map[string][]page {
	posts := w.provider.PostsFrom(w.read)
	w.read += len(posts)
	for _, p := range posts {
		for _, id := range pageIDs.FindAllStringSubmatch(p.Body, -1) {
			w.pages[id[1]] = append(w.pages[id[1]], page{p.To, p.Body, p.At})
		}
	}
	return w.pages
}

// corner is a place like no other.
func corner(i int) string { return fmt.Sprintf("%dth St & %dth Ave, Oakland", 100+i/100, 100+i%100) }

// report is an urgent report with its place, from somebody new.
func (w *watch) report(i int) time.Time {
	at, r := w.text(i, fmt.Sprintf("+1415558%04d", i), "ICE is here now "+corner(i))
	if r.status != 200 {
		w.t.Errorf("report %d: status %d", i, r.status)
	}
	return at
}

// percentile of some times; zero of none.
func percentile(all []time.Duration, p float64) time.Duration {
	if len(all) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(all))
	return sorted[min(len(sorted)-1, int(float64(len(sorted))*p))]
}

// incidentAt are the numbers of the open incidents, by the order of their places.
func (w *watch) incidentAt() map[string]string {
	w.t.Helper()
	board, err := w.desk.Board(context.Background())
	if err != nil {
		w.t.Fatal(err)
	}
	at := map[string]string{}
	for _, p := range board.Open {
		at[strings.Join(p.Place.Streets, "+")] = fmt.Sprint(p.Number)
	}
	return at
}

// firstPages waits until every report's incident has been named to somebody, and returns how long each took.
func (w *watch) firstPages(sent map[int]time.Time, patience time.Duration) []time.Duration {
	w.t.Helper()
	numbers := w.incidentAt()
	var took []time.Duration
	for end := time.Now().Add(patience); ; time.Sleep(20 * time.Millisecond) {
		pages := w.look()
		took = took[:0]
		for _, i := range slices.Sorted(maps.Keys(sent)) {
			streets := []string{fmt.Sprintf("%d ave", 100+i%100), fmt.Sprintf("%d st", 100+i/100)}
			slices.Sort(streets)
			if all := pages[numbers[strings.Join(streets, "+")]]; len(all) > 0 {
				took = append(took, all[0].at.Sub(sent[i]))
			}
		}
		if len(took) == len(sent) || time.Now().After(end) {
			break
		}
	}
	for _, i := range slices.Sorted(maps.Keys(sent)) {
		w.tellsOf(i, numbers)
	}
	if len(took) != len(sent) {
		w.t.Errorf("%d of %d reports were named to somebody; on the board: %d", len(took), len(sent), len(numbers))
	}
	return took
}

// atOnce calls do with each number at the same time.
func atOnce(n int, do func(i int)) {
	var all sync.WaitGroup
	start := make(chan struct{})
	for i := range n {
		all.Go(func() { <-start; do(i) })
	}
	close(start)
	all.Wait()
}

// tellsOf says what is known of a report that nobody was told of.
func (w *watch) tellsOf(i int, numbers map[string]string) {
	w.t.Helper()
	streets := []string{fmt.Sprintf("%d ave", 100+i%100), fmt.Sprintf("%d st", 100+i/100)}
	slices.Sort(streets)
	n, _ := strconv.Atoi(numbers[strings.Join(streets, "+")])
	if len(w.pages[strconv.Itoa(n)]) > 0 {
		return
	}
	in, known, err := w.desk.IncidentByNumber(context.Background(), n)
	w.t.Logf("report %d is incident %d: known %t, %v, state %s, pages %+v, log %+v", i, n, known, err, in.State, in.Pages, in.Log)
	for _, p := range w.provider.Posts() {
		if known && strings.Contains(p.Body, strconv.Itoa(n)) {
			w.t.Logf("it is named all the same, and this test does not see it: %q", p.Body)
		}
	}
	for _, p := range in.Pages {
		if p.Message != "" {
			m := w.record(p.Message)
			w.t.Logf("its page is %s, tries %+v", m.State, m.Tries)
		}
	}
}
