package main

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aldaba-hotline/aldaba/bot/store/redistest"
	"github.com/aldaba-hotline/aldaba/bot/twilio/twiliotest"
)

const testNumber = "+14155550123"

// openCounter is a clinic in which everything is as it should be, and a server that the doctor can send through.
func openCounter(t *testing.T) (*office, *hotline) {
	t.Helper()
	o := openOffice(t)
	h := &hotline{t: t, redis: redistest.New(t, "--appendonly", "yes", "--appendfsync", "always", "--maxmemory-policy", "noeviction"),
		keyset: newKeyset(t), token: twiliotest.AuthToken, account: twiliotest.AccountSID}
	o.env = append(o.env, "ALDABA_REDIS_URL="+h.redis.URL(), "ALDABA_KEYSET="+h.keyset)
	o.setUp()
	return o, h
}

func (o *office) serves(h *hotline) {
	h.open(slices.Concat(o.env, []string{"ALDABA_CONFIG=" + o.file("hotline.yaml")})...)
	o.CallbacksTo("http://" + h.addr)
	h.hides(testNumber)
}

// sends runs the doctor and returns what it finds about a test text.
func (o *office) sends(number string) (finding string, code int) {
	o.t.Helper()
	r := o.runs(nil, "doctor", "--send-to", number)
	for line := range strings.Lines(r.out) {
		if strings.Contains(line, "test text") {
			finding += line
		}
	}
	return finding, r.code
}

func TestDoctorSendsATestText(t *testing.T) {
	t.Parallel()
	o, h := openCounter(t)
	o.serves(h)
	o.Always(twiliotest.Accept().With(twiliotest.Delivered()))
	found, code := o.sends(testNumber)
	if code != exitOK || !regexp.MustCompile(`^ok: the test text arrived after [0-9.]+ s and 1 try\(s\)\n$`).MatchString(found) {
		t.Errorf("a text that arrives: exit status %d, %s", code, found)
	}
	if posts := o.Posts(); len(posts) != 1 || posts[0].To != testNumber || posts[0].Body == "" {
		t.Errorf("posted %+v", posts)
	}
	o.Always(twiliotest.Refuse(400, 21211))
	found, code = o.sends(testNumber)
	if code != exitFailed || !strings.HasPrefix(found, "serious: the test text is failed, the provider's code is 21211 (id ") {
		t.Errorf("a text that is refused: exit status %d, %s", code, found)
	}
	for _, number := range []string{"+15005550006", "555-0123", "whatsapp:me", "+0415555012"} {
		found, code = o.sends(number)
		if code != exitFailed || !strings.HasPrefix(found, "serious: no test text: ") || !strings.Contains(found, "; write the number as +1500") {
			t.Errorf("%s: exit status %d, %s", number, code, found)
		}
	}
	o.finds("another keyset", []string{"ALDABA_KEYSET=" + newKeyset(t)}, exitFailed, "serious: the keyset ")
	if n := o.Requests("messages.create"); n != 2 {
		t.Errorf("%d requests, want 2", n)
	}
}

func TestDoctorSendsWithoutAServer(t *testing.T) {
	t.Parallel()
	o, h := openCounter(t)
	found, code := o.sends(testNumber)
	if code != exitFailed || !strings.HasPrefix(found, "serious: nobody took the test text out of its queue (id ") || !strings.Contains(found, "; start aldaba serve") {
		t.Errorf("exit status %d, %s", code, found)
	}
	o.serves(h) // the doctor has given up, and nobody waits for its text any more
	time.Sleep(2 * time.Second)
	if posts := o.Posts(); len(posts) != 0 {
		t.Errorf("posted %+v", posts)
	}
}
