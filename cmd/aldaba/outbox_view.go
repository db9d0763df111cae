package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/desk"
)

// outboxView is what outbox list shows. Neither it nor recordView holds a number, a text or a contact's id.
type outboxView struct {
	Waiting   []queueView  `json:"waiting"`
	Later     int64        `json:"later"`
	Senders   []senderView `json:"senders"`
	DeadTotal int64        `json:"dead_total"`
	Dead      []deadView   `json:"dead"` // newest first, perhaps not all
}

type queueView struct {
	Queue    string `json:"queue"` // lane.sender
	Messages int64  `json:"messages"`
}

type senderView struct {
	Sender string  `json:"sender"`
	Ahead  float64 `json:"ahead_seconds"` // of its rate
	Held   float64 `json:"held_seconds"`  // nothing leaves for so long
}

type deadView struct {
	ID       string    `json:"id"`
	At       time.Time `json:"at"`
	Why      string    `json:"why"`
	Known    bool      `json:"known"` // false: its record is gone, and nothing but the above is told
	Queue    string    `json:"queue,omitempty"`
	Purpose  string    `json:"purpose,omitempty"`
	State    string    `json:"state,omitempty"`
	Tries    int       `json:"tries"`
	Code     int       `json:"code,omitempty"`
	Language string    `json:"language,omitempty"`
	Age      int64     `json:"age_seconds,omitempty"` // since it was written
}

func viewOutbox(now desk.Traffic, dead []desk.DeadMessage, at time.Time) outboxView {
	v := outboxView{Later: now.Later, DeadTotal: now.Dead, Dead: []deadView{}}
	for _, lane := range bot.Lanes() {
		for _, sender := range bot.SenderNames() {
			q := bot.Queue{Lane: lane, Sender: sender}
			v.Waiting = append(v.Waiting, queueView{q.String(), now.Waiting[q]})
		}
	}
	for _, sender := range bot.SenderNames() {
		v.Senders = append(v.Senders, senderView{string(sender), now.Busy[sender].Seconds(), now.Held[sender].Seconds()})
	}
	for _, l := range dead {
		d := deadView{ID: string(l.Message.ID), At: l.At, Why: l.Why, Known: l.Known}
		if m := l.Message; l.Known {
			d.Queue, d.Purpose, d.State, d.Language = m.Queue.String(), string(m.Purpose), string(m.State), string(m.Language)
			d.Tries, d.Code = m.TryCount(), m.Code
			d.Age = int64(at.Sub(time.UnixMilli(m.At)).Seconds())
		}
		v.Dead = append(v.Dead, d)
	}
	return v
}

func (v outboxView) print(w io.Writer) error {
	t := newTable(w)
	t.row("QUEUE", "WAITING")
	for _, q := range v.Waiting {
		t.row(q.Queue, q.Messages)
	}
	t.row("for later", v.Later)
	t.part()
	t.row("SENDER", "AHEAD OF ITS RATE", "HELD BACK")
	for _, s := range v.Senders {
		t.row(s.Sender, fmt.Sprintf("%.1f s", s.Ahead), fmt.Sprintf("%.1f s", s.Held))
	}
	t.part()
	if len(v.Dead) == 0 {
		t.row(fmt.Sprintf("%d dead letter(s)", v.DeadTotal))
		return t.Flush()
	}
	t.row("DEAD LETTER", "SINCE", "WHY", "QUEUE", "PURPOSE", "STATE", "TRIES", "CODE", "LANGUAGE", "AGE")
	for _, d := range v.Dead {
		if !d.Known {
			t.row(d.ID, instant(d.At), d.Why, "its record is gone")
			continue
		}
		age := time.Duration(d.Age) * time.Second
		t.row(d.ID, instant(d.At), d.Why, d.Queue, d.Purpose, d.State, d.Tries, d.Code, d.Language, age)
	}
	if more := v.DeadTotal - int64(len(v.Dead)); more > 0 {
		t.part()
		t.row(fmt.Sprintf("%d older one(s) are not shown; see --limit", more))
	}
	return t.Flush()
}

// recordView is what outbox show shows.
type recordView struct {
	ID       string    `json:"id"`
	Queue    string    `json:"queue"`
	Purpose  string    `json:"purpose"`
	State    string    `json:"state"`
	Written  time.Time `json:"written"`
	Changed  time.Time `json:"changed"`
	Language string    `json:"language"`
	Segments int       `json:"segments"`
	Code     int       `json:"code,omitempty"`
	SID      string    `json:"sid,omitempty"`
	Incident string    `json:"incident,omitempty"`
	Cast     string    `json:"broadcast,omitempty"`
	Repeat   bool      `json:"repeat"`
	Approved bool      `json:"approved"`
	Direct   bool      `json:"direct"`
	Tries    []tryView `json:"tries"`
}

type tryView struct {
	At      time.Time `json:"at"`
	Outcome string    `json:"outcome"` // empty while it is under way
	Code    int       `json:"code,omitempty"`
}

func viewRecord(m bot.Message) recordView {
	v := recordView{ID: string(m.ID), Queue: m.Queue.String(), Purpose: string(m.Purpose), State: string(m.State), Written: millis(m.At), Changed: millis(m.Changed),
		Language: string(m.Language), Segments: m.Segments, Code: m.Code, SID: m.SID, Incident: string(m.Incident), Cast: string(m.Broadcast), Repeat: m.Repeat, Approved: m.Approved,
		Direct: m.Direct, Tries: []tryView{}}
	for _, t := range m.Tries {
		v.Tries = append(v.Tries, tryView{millis(t.At), string(t.Outcome), t.Code})
	}
	return v
}

func (v recordView) print(w io.Writer) error {
	t := newTable(w)
	t.row("message", v.ID)
	t.row("queue", v.Queue)
	t.row("purpose", v.Purpose)
	if v.Cast != "" {
		t.row("broadcast", v.Cast)
	}
	t.row("state", v.State)
	t.row("written", instant(v.Written))
	t.row("changed", instant(v.Changed))
	t.row("language", v.Language)
	t.row("segments", v.Segments)
	t.row("last code", codeOf(v.Code))
	t.row("provider's id", cmp.Or(v.SID, "none"))
	t.row("incident", cmp.Or(v.Incident, "none"))
	t.row("marks", cmp.Or(strings.Join(v.marks(), ", "), "none"))
	for i, try := range v.Tries {
		outcome := cmp.Or(try.Outcome, "under way")
		if try.Code != 0 {
			outcome += " " + strconv.Itoa(try.Code)
		}
		t.row("try "+strconv.Itoa(i+1), instant(try.At)+"  "+outcome)
	}
	return t.Flush()
}

func codeOf(code int) string {
	if code == 0 {
		return "none"
	}
	return strconv.Itoa(code)
}

// marks say how it goes or went out.
func (v recordView) marks() []string {
	return slices.DeleteFunc([]string{
		map[bool]string{true: "marked as a repeat"}[v.Repeat],
		map[bool]string{true: "as its approved template"}[v.Approved],
		map[bool]string{true: "on the answer to a webhook"}[v.Direct],
	}, func(s string) bool { return s == "" })
}

func millis(ms int64) time.Time { return time.UnixMilli(ms).UTC() }

func instant(t time.Time) string { return t.UTC().Format(time.RFC3339) }

// table aligns columns for people.
type table struct{ *tabwriter.Writer }

func newTable(w io.Writer) table { return table{tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)} }

// row writes one line. What goes wrong is told by Flush.
func (t table) row(cells ...any) {
	words := make([]string, len(cells))
	for i, c := range cells {
		words[i] = fmt.Sprint(c)
	}
	fmt.Fprintln(t, strings.Join(words, "\t"))
}

// part begins a new part, with columns of its own.
func (t table) part() { fmt.Fprintln(t) }

func printJSON(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	return e.Encode(v)
}
