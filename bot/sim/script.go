package sim

import (
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
)

// Script is one transcript, read from a *.chat file. flows/README.md explains the format.
type Script struct {
	File     string         // as problems name it
	Channels []bot.Channel  // empty: every channel
	Langs    []bot.Language // empty: every published language; bot.Undetermined: a contact whose language is not known
	Needs    []bot.Language // it is played only where the hotline publishes them
	Places   bool           // the hotline has regions, and a number for SMS
	Lacks    []string       // message ids that the language lacks: nobody has translated them
	Notices  []bot.Notice   // live when it begins
	Crew     bool           // what happens in the dispatch room is shown, and the crew may speak
	turns    []turn
	lines    []string // the file
}

// turn is one thing that happens in a transcript, and what must follow.
type turn struct {
	line int // 1-based
	do   doing
	text string   // says, orders: the words; picks: the option's id
	role bot.Role // orders: who
	pin  *bot.Location
	file string // sends: MIME type
	wait time.Duration
	want []string // "< id", "! effect" and "[somebody] < id" lines, in order
}

// longestWait is longer than any conversation, and short enough for a crew that nobody lets sleep to be played.
const longestWait = 48 * time.Hour

type doing int

const (
	says doing = iota
	picks
	sends
	waits
	begins
	orders
)

// ReadScripts reads every *.chat file of a folder. Dir is the folder's name for problems.
func ReadScripts(fsys fs.FS, dir string) ([]Script, bot.Problems) {
	names, err := fs.Glob(fsys, "*.chat")
	if err != nil {
		return nil, bot.Problems{{File: dir, What: err.Error()}}
	}
	var all []Script
	var ps bot.Problems
	for _, name := range names {
		data, err := fs.ReadFile(fsys, name)
		if err != nil {
			ps = append(ps, bot.Problem{File: dir + "/" + name, What: err.Error(), Remedy: "make it readable"})
			continue
		}
		s, bad := ParseScript(dir+"/"+name, string(data))
		all, ps = append(all, s), append(ps, bad...)
	}
	return all, ps
}

// ParseScript reads one transcript.
func ParseScript(file, data string) (Script, bot.Problems) {
	s := Script{File: file, lines: strings.Split(strings.TrimRight(data, "\n"), "\n")}
	var ps bot.Problems
	for i, line := range s.lines {
		if what := s.parse(i+1, strings.TrimSpace(line)); what != "" {
			ps = append(ps, bot.Problem{File: file, Line: i + 1, What: what, Remedy: "see flows/README.md, A transcript"})
		}
	}
	if len(s.turns) == 0 && ps == nil {
		ps = append(ps, bot.Problem{File: file, What: "nobody says anything", Remedy: "write a line that begins with >"})
	}
	return s, ps
}

// parse takes one line; the result is what is wrong with it, or "".
func (s *Script) parse(n int, line string) string {
	rest := func(prefix string) string { return strings.TrimSpace(strings.TrimPrefix(line, prefix)) }
	switch {
	case line == "" || strings.HasPrefix(line, "#"):
	case strings.HasPrefix(line, "channel:"):
		return s.parseChannel(rest("channel:"))
	case strings.HasPrefix(line, "needs:"):
		for lang := range strings.FieldsSeq(rest("needs:")) {
			s.Needs = append(s.Needs, bot.Language(lang))
		}
	case strings.HasPrefix(line, "lacks:"):
		s.Lacks = append(s.Lacks, strings.Fields(rest("lacks:"))...)
	case strings.HasPrefix(line, "lang:"):
		s.Langs = append(s.Langs, bot.Language(rest("lang:")))
	case line == "regions: yes":
		s.Places = true
	case strings.HasPrefix(line, "notice:"):
		return s.parseNotice(rest("notice:"))
	case strings.HasPrefix(line, "crew:"):
		return s.parseCrew(rest("crew:"))
	case strings.HasPrefix(line, ">"):
		return s.parseTexter(n, rest(">"))
	case isResult(line):
		return s.parseResult(line)
	case line == "[new]":
		s.turns = append(s.turns, turn{line: n, do: begins})
	case strings.HasPrefix(line, "[wait "):
		d, err := time.ParseDuration(strings.TrimSuffix(rest("[wait "), "]"))
		if err != nil || d <= 0 || d > longestWait {
			return "cannot wait for " + strconv.Quote(line) + "; write a time such as 90s, 10m or 24h, at most 48h"
		}
		s.turns = append(s.turns, turn{line: n, do: waits, wait: d})
	default:
		return s.parseOrder(n, line)
	}
	return ""
}

func (s *Script) parseChannel(name string) string {
	ch := bot.Channel(name)
	if ch != bot.SMS && ch != bot.WhatsApp {
		return "unknown channel " + strconv.Quote(name)
	}
	s.Channels = append(s.Channels, ch)
	return ""
}

func (s *Script) parseTexter(n int, words string) string {
	t := turn{line: n, do: says, text: words}
	switch {
	case strings.HasPrefix(words, "#"):
		t.do, t.text = picks, words[1:]
	case words == "[photo]":
		t = turn{line: n, do: sends, file: "image/jpeg"}
	case words == "[voice]":
		t = turn{line: n, do: sends, file: "audio/ogg"}
	case strings.HasPrefix(words, "[location "):
		t = turn{line: n, do: sends, pin: &bot.Location{}}
		if _, err := fmt.Sscanf(words, "[location %g %g]", &t.pin.Latitude, &t.pin.Longitude); err != nil {
			return "cannot read this location"
		}
	}
	s.turns = append(s.turns, t)
	return ""
}

// rewrite returns the file with what happened in the place of what was expected.
func (s *Script) rewrite(got map[int][]string) string {
	var out []string
	for i, line := range s.lines {
		if isResult(strings.TrimSpace(line)) {
			continue
		}
		out = append(out, line)
		out = append(out, got[i+1]...)
	}
	return strings.Join(out, "\n") + "\n"
}

func (s *Script) runsOn(ch bot.Channel) bool {
	return len(s.Channels) == 0 || slices.Contains(s.Channels, ch)
}
