package exchange

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	"github.com/BurntSushi/toml"
)

// statement is where one message stands in a file of texts: its lines, and its value in them.
type statement struct {
	id           string
	start, end   int // with the line break
	value, after int // the value's first byte, and the one behind it
}

// statements finds the messages of a file, which is valid TOML, in their order. It cannot place keys that stand in a [table].
func statements(data []byte) ([]statement, error) {
	var all []statement
	s := scanner{data: data}
	for s.blank(); s.pos < len(data); s.blank() {
		if data[s.pos] == '[' {
			return nil, fmt.Errorf("line %d: a [table] cannot be edited in place; write its message in one line: \"id\" = {one = \"…\", other = \"…\"}", s.line())
		}
		st := statement{start: s.pos}
		k := s.until('=')
		id, err := keyOf(k)
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", s.line(), err)
		}
		s.pos++
		s.spaces()
		st.id, st.value = id, s.pos
		s.skipValue()
		st.after = s.pos
		s.restOfLine()
		st.end = s.pos
		all = append(all, st)
	}
	return all, nil
}

// keyOf reads a key. Parts of a bare key are joined by dots.
func keyOf(written string) (string, error) {
	if k := strings.TrimSpace(written); len(k) > 1 && k[0] == '"' && !strings.Contains(k, `\`) && strings.Count(k, `"`) == 2 {
		return k[1 : len(k)-1], nil
	}
	var m map[string]any
	meta, err := toml.Decode(written+"= 1", &m)
	if err != nil || len(meta.Keys()) == 0 {
		return "", errors.New("this key cannot be read; write it in quotes")
	}
	return strings.Join(meta.Keys()[len(meta.Keys())-1], "."), nil
}

// scanner walks over TOML that has been read before: it finds ends, not mistakes.
type scanner struct {
	data []byte
	pos  int
}

func (s *scanner) line() int { return 1 + bytes.Count(s.data[:s.pos], []byte("\n")) }

func (s *scanner) spaces() {
	for s.pos < len(s.data) && (s.data[s.pos] == ' ' || s.data[s.pos] == '\t') {
		s.pos++
	}
}

// blank skips white space and comments.
func (s *scanner) blank() {
	for s.pos < len(s.data) {
		switch s.data[s.pos] {
		case ' ', '\t', '\r', '\n':
			s.pos++
		case '#':
			s.restOfLine()
		default:
			return
		}
	}
}

func (s *scanner) restOfLine() {
	if i := bytes.IndexByte(s.data[s.pos:], '\n'); i >= 0 {
		s.pos += i + 1
		return
	}
	s.pos = len(s.data)
}

// until returns what stands before a character outside of quotes.
func (s *scanner) until(c byte) string {
	start := s.pos
	for s.pos < len(s.data) && s.data[s.pos] != c {
		s.one()
	}
	return string(s.data[start:s.pos])
}

// one skips a character, or a whole string.
func (s *scanner) one() {
	switch c := s.data[s.pos]; c {
	case '"', '\'':
		s.quotes(c)
	default:
		s.pos++
	}
}

// quotes skips a string.
func (s *scanner) quotes(c byte) {
	end := string(c)
	if bytes.HasPrefix(s.data[s.pos:], []byte(strings.Repeat(end, 3))) {
		end = strings.Repeat(end, 3)
	}
	for s.pos += len(end); s.pos < len(s.data); s.pos++ {
		if c == '"' && s.data[s.pos] == '\\' {
			s.pos++
			continue
		}
		if bytes.HasPrefix(s.data[s.pos:], []byte(end)) {
			s.pos += len(end)
			for len(end) == 3 && s.pos < len(s.data) && s.data[s.pos] == c { // quotes that belong to the string
				s.pos++
			}
			return
		}
	}
	s.pos = len(s.data)
}

// skipValue skips a string, an inline table, or whatever ends with its line.
func (s *scanner) skipValue() {
	depth := 0
	for s.pos < len(s.data) {
		switch s.data[s.pos] {
		case '{', '[':
			depth++
		case '}', ']':
			depth--
		case '"', '\'':
			s.one()
			s.pos-- // the step below
		case '\n', '#':
			if depth == 0 {
				return
			}
		}
		if s.pos++; depth == 0 && s.atEnd() {
			return
		}
	}
	s.pos = min(s.pos, len(s.data))
}

// atEnd reports whether nothing but space and a comment follows in the line.
func (s *scanner) atEnd() bool {
	rest := bytes.TrimLeft(s.data[min(s.pos, len(s.data)):], " \t\r")
	return len(rest) == 0 || rest[0] == '\n' || rest[0] == '#'
}
