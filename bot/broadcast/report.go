package broadcast

import (
	"bytes"
	"encoding/csv"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/text"
)

// Where somebody's text stands, as counters and reports call it.
const (
	bucketQueued      = "queued" // or being handed over
	bucketPosted      = "posted" // the provider has it and has told nothing more
	bucketDelivered   = "delivered"
	bucketUndelivered = "undelivered"
	bucketFailed      = "failed" // the provider did not take it
	bucketUnknown     = "unknown"
	bucketHeld        = "held"
	bucketOptedOut    = "opted_out"
	bucketWithdrawn   = "withdrawn"
)

// Counter is the name of the counter in which the text of one recipient is counted, by language, sender, what became of it, and the code or word
// that says why.
func Counter(m bot.Message) string {
	bucket, why := bucket(m)
	return strings.Join([]string{string(m.Language), string(m.Queue.Sender), bucket, why}, ".")
}

// Skipped is the counter of those who never got a record, because quiet hours or the end of its time came first.
func Skipped(lang bot.Language, s bot.SenderName, why bot.Refusal) string {
	return strings.Join([]string{string(lang), string(s), bucketWithdrawn, string(why)}, ".")
}

func bucket(m bot.Message) (bucket, why string) {
	code := strconv.Itoa(m.Code)
	switch m.State {
	case bot.MessagePosted, bot.MessageSent:
		return bucketPosted, ""
	case bot.MessageDelivered, bot.MessageRead:
		return bucketDelivered, ""
	case bot.MessageUnknown:
		return bucketUnknown, ""
	case bot.MessageHeld:
		return bucketHeld, ""
	case bot.MessageWithdrawn:
		if m.Refusal == bot.RefusedStopped {
			return bucketOptedOut, string(m.Refusal)
		}
		return bucketWithdrawn, string(m.Refusal)
	case bot.MessageUndelivered, bot.MessageFailed:
		if m.Fate == bot.OptedOut {
			return bucketOptedOut, code
		}
		if m.State == bot.MessageUndelivered {
			return bucketUndelivered, code
		}
		return bucketFailed, code
	}
	if m.Code != 0 { // the provider told why an earlier try failed
		return bucketQueued, code
	}
	return bucketQueued, ""
}

// Report is what became of a broadcast. The numbers of Outcome are about recipients.
type Report struct {
	ID    bot.BroadcastID    `json:"id"`
	Name  string             `json:"name"`
	State bot.BroadcastState `json:"state"`
	Outcome
	ByLanguage map[bot.Language]*Outcome `json:"by_language"`
	ByCode     map[string]int            `json:"by_code"` // of undelivered, failed, opted_out, withdrawn, and of what waits for another try
	Planned    int                       `json:"planned"` // how many have a record so far
	Again      int                       `json:"again"`   // how many of those queued have been tried before, for which the provider told a reason that passes
	Left       int                       `json:"left"`    // how many quiet hours left for later
	Seconds    float64                   `json:"seconds_left"`
	Waits      []string                  `json:"waits"` // what it waits for, and until when
	Author     string                    `json:"author"`
	Approver   string                    `json:"approver"`
	Starts     string                    `json:"starts,omitempty"`
	Began      string                    `json:"began,omitempty"`
	Ended      string                    `json:"ended,omitempty"`
	Events     []Event                   `json:"events"`
	rows       []row
}

// Outcome counts recipients. Posted is whatever the provider took, whatever became of it then: delivered and undelivered are parts of it. Unknown is
// whatever nobody knows about: held, which waits for a person, is a part of it.
type Outcome struct {
	Recipients  int `json:"recipients"`
	Queued      int `json:"queued"`
	Posted      int `json:"posted"`
	Delivered   int `json:"delivered"`
	Undelivered int `json:"undelivered"`
	Failed      int `json:"failed"`
	Unknown     int `json:"unknown"`
	OptedOut    int `json:"opted_out"`
	Held        int `json:"held"`
	Withdrawn   int `json:"withdrawn"`
}

// Event is what a person did about a broadcast.
type Event struct {
	At   string `json:"at"` // RFC 3339
	By   string `json:"by"`
	What string `json:"what"`
	Note string `json:"note,omitempty"`
}

type row struct {
	language bot.Language
	sender   string
	bucket   string
	why      string
	n        int
}

// NewReport makes a report of a broadcast's counters.
func NewReport(b bot.Broadcast, name string, counters map[string]int64, now time.Time) Report {
	r := Report{ID: b.ID, Name: name, State: b.State, ByLanguage: map[bot.Language]*Outcome{}, ByCode: map[string]int{}, Left: b.Left,
		Author: b.Author, Approver: b.Approver, Starts: stamp(b.Starts), Began: stamp(b.Began), Ended: stamp(b.Ended), Events: []Event{}, Waits: []string{}}
	for _, e := range b.Events {
		r.Events = append(r.Events, Event{stamp(e.At), e.By, e.What, e.Note})
	}
	for _, name := range slices.Sorted(maps.Keys(counters)) {
		parts := strings.SplitN(name, ".", 4)
		if len(parts) == 4 && counters[name] != 0 {
			r.add(row{bot.Language(parts[0]), parts[1], parts[2], parts[3], int(counters[name])})
		}
	}
	r.Planned = r.Recipients
	r.Recipients = max(r.Planned, b.Expected)
	r.Seconds = r.left(b, now)
	return r
}

func stamp(ms int64) string {
	if ms == 0 {
		return ""
	}
	return time.UnixMilli(ms).UTC().Format(time.RFC3339)
}

func (r *Report) add(row row) {
	r.rows = append(r.rows, row)
	lang := r.ByLanguage[row.language]
	if lang == nil {
		lang = &Outcome{}
		r.ByLanguage[row.language] = lang
	}
	r.Outcome.add(row)
	lang.add(row)
	if row.why != "" {
		r.ByCode[row.why] += row.n
	}
	if row.why != "" && row.bucket == bucketQueued {
		r.Again += row.n
	}
}

func (o *Outcome) add(row row) {
	o.Recipients += row.n
	switch row.bucket {
	case bucketQueued:
		o.Queued += row.n
	case bucketPosted:
		o.Posted += row.n
	case bucketDelivered:
		o.Posted += row.n
		o.Delivered += row.n
	case bucketUndelivered:
		o.Posted += row.n
		o.Undelivered += row.n
	case bucketFailed:
		o.Failed += row.n
	case bucketUnknown:
		o.Unknown += row.n
	case bucketHeld:
		o.Unknown += row.n
		o.Held += row.n
	case bucketOptedOut:
		o.OptedOut += row.n
	case bucketWithdrawn:
		o.Withdrawn += row.n
	}
}

// Settled is how many recipients nothing more is to be done about.
func (o Outcome) Settled() int { return o.Posted + o.Failed + o.Unknown + o.OptedOut + o.Withdrawn }

// left estimates how long it takes until everybody has been written to once, from how long it took so far; 0 before the first text and after the
// last.
func (r *Report) left(b bot.Broadcast, now time.Time) float64 {
	done := r.Settled() + r.Again
	rest := r.Recipients - done
	if b.State != bot.BroadcastSending || b.Began == 0 || done == 0 || rest <= 0 {
		return 0
	}
	took := now.Sub(time.UnixMilli(b.Began)).Seconds()
	if b.Next > now.UnixMilli() {
		return time.UnixMilli(b.Next).Sub(now).Seconds()
	}
	return max(0, took*float64(rest)/float64(done))
}

// Wait notes what a broadcast waits for, and for how long; nothing for no time.
func (r *Report) Wait(what string, until time.Time, now time.Time) {
	if until.After(now) {
		r.Waits = append(r.Waits, what+" until "+stamp(until.UnixMilli()))
		r.Seconds = max(r.Seconds, until.Sub(now).Seconds())
	}
}

// CSV is the report for a spreadsheet program, which takes no cell of it for a formula.
func (r *Report) CSV() []byte {
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	write := func(cells ...string) {
		for i, c := range cells {
			cells[i] = text.Cell(c)
		}
		_ = w.Write(cells) // a buffer takes everything
	}
	write("broadcast", "name", "language", "sender", "outcome", "code", "recipients")
	for _, row := range r.rows {
		write(string(r.ID), r.Name, string(row.language), row.sender, row.bucket, row.why, strconv.Itoa(row.n))
	}
	w.Flush()
	return out.Bytes()
}

// Waiting reports whether a counter is about texts that have not been handed over yet.
func Waiting(counters map[string]int64) int64 {
	var n int64
	for name, count := range counters {
		if parts := strings.SplitN(name, ".", 4); len(parts) == 4 && parts[2] == bucketQueued {
			n += count
		}
	}
	return n
}
