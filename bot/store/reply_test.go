package store

import (
	"errors"
	"testing"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/desk"
)

func TestAReplyThatIsCutOffIsAnError(t *testing.T) {
	const whole = "*8\r\n$1\r\n7\r\n$1\r\n5\r\n$19\r\n7000025 0 0 0 900 0\r\n:1\r\n$5\r\n3 a0\n\r\n$0\r\n\r\n$0\r\n\r\n$0\r\n\r\n"
	q := desk.Query{Index: []string{"1d"}}
	l, err := readLoaded(whole, q)
	if err != nil || l.Index.Version != 3 || l.Contact.ID != "a0" || l.Now.UnixMicro() != 7_000_005 ||
		l.Busy != 20*time.Microsecond {
		t.Fatalf("got %+v, %v", l, err)
	}
	for end := range len(whole) {
		if _, err := readLoaded(whole[:end], q); !errors.Is(err, errReply) {
			t.Fatalf("%q is understood", whole[:end])
		}
	}
}

func TestAReplyOfAnotherFormIsAnError(t *testing.T) {
	for name, answer := range map[string]string{
		"not an array":     ":1\r\n",
		"other length":     "*1\r\n$1\r\n7\r\n",
		"time not a digit": "*3\r\n$1\r\nx\r\n$1\r\n5\r\n$0\r\n\r\n",
		"index not asked":  "*8\r\n$1\r\n7\r\n$1\r\n5\r\n$0\r\n\r\n:2\r\n$0\r\n\r\n$0\r\n\r\n$0\r\n\r\n$0\r\n\r\n",
		"document cut off": "*8\r\n$1\r\n7\r\n$1\r\n5\r\n$19\r\n7000025 0 0 0 900 0\r\n:1\r\n$8\r\n3 a0\na=9\r\n$0\r\n\r\n$0\r\n\r\n$0\r\n\r\n",
		"negative length":  "*4\r\n$1\r\n7\r\n$1\r\n5\r\n$0\r\n\r\n$-7\r\n",
	} {
		if _, err := readLoaded(answer, desk.Query{Index: []string{"1d"}}); !errors.Is(err, errReply) {
			t.Errorf("%s: got error %v", name, err)
		}
	}
}

func TestEntriesOfAnotherFormAreAnError(t *testing.T) {
	for name, answer := range map[string]any{
		"nothing":           nil,
		"not a list":        "1-1",
		"entry of one":      []any{[]any{"1-1"}},
		"entry of three":    []any{[]any{"1-1", []any{}, ""}},
		"entry without id":  []any{[]any{int64(1), []any{}}},
		"odd number of two": []any{[]any{"1-1", []any{"m"}}},
		"values not a list": []any{[]any{"1-1", "m"}},
	} {
		if _, err := readEntries(answers, answer); !errors.Is(err, errReply) {
			t.Errorf("%s: got error %v", name, err)
		}
	}
}

func TestWhatALaterTryCanMend(t *testing.T) {
	for answer, want := range map[string]bool{
		"OOM command not allowed when used memory > 'maxmemory'. script: x": true,
		"READONLY You can't write against a read only replica.":             true,
		"LOADING Redis is loading the dataset in memory":                    true,
		"MISCONF Redis is configured to save RDB snapshots":                 true,
		"NOREPLICAS Not enough good replicas to write.":                     true,
		"MASTERDOWN Link with MASTER is down":                               true,
		"BUSY Redis is busy running a script.":                              true,
		"NOAUTH Authentication required.":                                   true,
		"ERR max number of clients reached":                                 true,
		"WRONGTYPE Operation against a key holding the wrong kind of value": false,
		"ERR unknown command 'EVALSHA'":                                     false,
	} {
		err := failed("load", refused(answer))
		if errors.Is(err, bot.ErrUnavailable) != want {
			t.Errorf("%v: unavailable is not %v", err, want)
		}
	}
	if errors.Is(failed("load", errReply), bot.ErrUnavailable) {
		t.Error("a reply that is not understood is a defect")
	}
}
