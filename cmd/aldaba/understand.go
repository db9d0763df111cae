package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/text"
	"github.com/aldaba-hotline/aldaba/bot/understand"
)

type understandCmd struct {
	recordsFlags
	Explain  bool     `help:"Add why: the phrases that were found and what they led to."`
	Eval     bool     `help:"Measure how well labelled messages are understood: those of FILE …, or the development set."`
	Mistakes bool     `help:"With --eval: list each message that was not understood."`
	Misses   bool     `help:"List what people asked and nothing matched, those alike together. Needs the server's Redis and keyset, and keep_misses in hotline.yaml."`
	JSON     bool     `name:"json" help:"With --misses: as JSON."`
	Files    []string `arg:"" optional:"" name:"FILE" help:"With --eval: JSON lines, see i18n/eval." type:"existingfile"`
}

// maxLine is the longest input line, in bytes.
const maxLine = 1 << 20

// understood is one line of output.
type understood struct {
	Text     string       `json:"text"`
	Language bot.Language `json:"language"`
	Command  bot.Command  `json:"command"`
	Urgent   bool         `json:"urgent"`
	Action   bot.Action   `json:"action"`
	Topics   []topicScore `json:"topics"`
	Why      []string     `json:"why,omitempty"`
}

type topicScore struct {
	ID    string  `json:"id"`
	Score float64 `json:"score"`
}

// Validate refuses what does not go together.
func (c *understandCmd) Validate() error {
	if c.JSON && !c.Misses {
		return errors.New("--json goes with --misses; all else is lines of JSON, or a table, already")
	}
	if c.Misses && (c.Eval || c.Explain || c.Mistakes || len(c.Files) > 0) {
		return errors.New("--misses goes with no other work")
	}
	return nil
}

// Run judges each line alone, as a new contact's first text; one line out for each line in.
func (c *understandCmd) Run(ctx context.Context, s streams) error {
	if c.Misses {
		return c.listMisses(ctx, s)
	}
	set, ps := c.set()
	if err := refuse(ps); err != nil {
		return err
	}
	reader := brainOf(set).Reader()
	if c.Eval {
		return c.examine(s, reader)
	}
	in := bufio.NewScanner(s.In)
	in.Buffer(make([]byte, 0, 64<<10), maxLine)
	out := bufio.NewWriter(s.Out)
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	n := 1
	for ; in.Scan(); n++ {
		var line struct{ Text string }
		if err := json.Unmarshal(bytes.TrimSpace(in.Bytes()), &line); err != nil {
			out.Flush()
			return fmt.Errorf("standard input:%d: %w; write one JSON object a line: {\"text\":\"…\"}", n, err)
		}
		if err := enc.Encode(c.judge(reader, line.Text)); err != nil {
			return fmt.Errorf("write a line: %w", err)
		}
	}
	if err := in.Err(); err != nil {
		out.Flush()
		return fmt.Errorf("standard input:%d: %w; a line has at most %d bytes", n, err, maxLine)
	}
	return out.Flush()
}

func (c *understandCmd) judge(r *understand.Reader, words string) understood {
	in := r.Read(understand.Input{Text: text.Clean(words, bot.MaxText), Explain: c.Explain})
	u := understood{Text: words, Language: in.Language, Command: in.Command, Urgent: in.Urgent, Action: in.Action, Topics: []topicScore{}, Why: in.Why}
	for _, t := range in.Topics {
		u.Topics = append(u.Topics, topicScore(t))
	}
	return u
}
