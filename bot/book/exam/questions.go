// Package exam measures how well texts are understood: labelled messages that the word lists do not hold, and what a reader makes of them.
package exam

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/understand"
)

// Dir is the folder of the development set in i18n, and the end of a file's name.
const (
	Dir = "eval"
	Ext = ".jsonl"
)

// Question is a message with what it is, a line of a file:
//
//	{"text":"…","language":"es","urgent":false,"topics":["bond"]}
//	{"text":"…","language":"es","stop":true}
type Question struct {
	Text     string       `json:"text"`
	Language bot.Language `json:"language"`
	Urgent   bool         `json:"urgent"` // agents are there now, or somebody is being taken now
	Topics   []string     `json:"topics"` // any of these answers it; none: nothing that the hotline knows does
	Stop     bool         `json:"stop"`   // it asks for no more texts

	File string `json:"-"`
	Line int    `json:"-"`
}

// Load reads all files of a folder.
func Load(fsys fs.FS) ([]Question, bot.Problems) {
	names, _ := fs.Glob(fsys, path.Join(Dir, "*"+Ext)) // the pattern is a good one
	var all []Question
	var ps bot.Problems
	for _, name := range names {
		data, err := fs.ReadFile(fsys, name)
		if err != nil {
			ps = append(ps, bot.Problem{File: path.Join(understand.Dir, name), What: err.Error(), Remedy: "make it readable"})
			continue
		}
		questions, bad := Read(path.Join(understand.Dir, name), data)
		all, ps = append(all, questions...), append(ps, bad...)
	}
	return all, ps
}

// Read reads one file; name is what problems call it.
func Read(name string, data []byte) ([]Question, bot.Problems) {
	var all []Question
	var ps bot.Problems
	for n, line := range bytes.Split(data, []byte("\n")) {
		if len(bytes.TrimSpace(line)) == 0 {
			continue
		}
		q := Question{File: name, Line: n + 1}
		if err := q.read(line); err != nil {
			ps = append(ps, bot.Problem{File: name, Line: n + 1, What: err.Error(), Remedy: `write {"text":"…","language":"es","urgent":false,"topics":["bond"]}`})
			continue
		}
		all = append(all, q)
	}
	return all, ps
}

func (q *Question) read(line []byte) error {
	dec := json.NewDecoder(bytes.NewReader(line))
	dec.DisallowUnknownFields()
	if err := dec.Decode(q); err != nil {
		return fmt.Errorf("no labelled message: %w", err)
	}
	switch {
	case strings.TrimSpace(q.Text) == "":
		return errors.New("text is missing")
	case q.Language == "":
		return errors.New("language is missing")
	case q.Stop && (q.Urgent || len(q.Topics) > 0), q.Urgent && len(q.Topics) > 0:
		return errors.New("a message is one of urgent, stop and topics")
	}
	return nil
}
