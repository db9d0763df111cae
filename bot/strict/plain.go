package strict

import (
	"bytes"
	"fmt"
	"unicode/utf8"

	"github.com/aldaba-hotline/aldaba/bot"
)

// Plain returns the content of a file of text that another program wrote, a CSV or the like, without its byte order mark. What cannot be read is a
// problem: more than most bytes, a workbook, another encoding than UTF-8, a NUL.
func Plain(name string, data []byte, most int) ([]byte, bot.Problems) {
	bad := func(line int, what, remedy string) ([]byte, bot.Problems) {
		return nil, bot.Problems{{File: name, Line: line, What: what, Remedy: remedy}}
	}
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	switch {
	case len(data) > most:
		return bad(0, fmt.Sprintf("is larger than %d bytes", most), "remove what does not belong there, or split it")
	case bytes.HasPrefix(data, []byte("\xff\xfe")), bytes.HasPrefix(data, []byte("\xfe\xff")):
		return bad(0, "is UTF-16", `save it as "CSV UTF-8"`)
	case bytes.HasPrefix(data, []byte("PK\x03\x04")):
		return bad(0, "is a workbook", `save it as "CSV UTF-8" from the spreadsheet program`)
	}
	for n, line := range bytes.Split(data, []byte("\n")) {
		if !utf8.Valid(line) || bytes.IndexByte(line, 0) >= 0 {
			return bad(n+1, "this is not UTF-8", `save the file as "CSV UTF-8"`)
		}
	}
	return data, nil
}
