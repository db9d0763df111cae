package twiliotest_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	api "github.com/twilio/twilio-go/rest/api/v2010"

	"github.com/aldaba-hotline/aldaba/bot/twilio/twiliotest"
)

const voiceURL = public + "/twilio/voice/0123456789abcdef0123456789abcdef"

// booth is the hotline's end of calls: it answers with scripts, one after the other, and notes what it is told, as "path status digits".
type booth struct {
	*httptest.Server
	mu      sync.Mutex
	scripts []string // "503" is that status
	told    []string
}

func newBooth(t *testing.T, s *twiliotest.Server, scripts ...string) *booth {
	t.Helper()
	b := &booth{scripts: scripts}
	b.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_ = r.ParseForm()
		if r.Header.Get("X-Twilio-Signature") == "" {
			t.Errorf("%s is not signed", r.URL)
		}
		b.mu.Lock()
		defer b.mu.Unlock()
		b.told = append(b.told, strings.TrimSpace(path3(r.URL.Path)+" "+r.PostForm.Get("CallStatus")+" "+r.PostForm.Get("Digits")))
		if strings.Contains(r.URL.Path, "/status/") {
			w.WriteHeader(http.StatusNoContent)
			return
		}
		script := b.scripts[0]
		if len(b.scripts) > 1 {
			b.scripts = b.scripts[1:]
		}
		if script == "503" {
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		_, _ = io.WriteString(w, script)
	}))
	t.Cleanup(b.Close)
	s.CallbacksTo(b.URL)
	return b
}

// path3 is the part of a path that says what it is for.
func path3(p string) string { return strings.Split(p, "/")[2] }

func (b *booth) all() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return slices.Clone(b.told)
}

// dials makes one call.
func dials(t *testing.T, s *twiliotest.Server, to string) (*api.ApiV2010Call, error) {
	t.Helper()
	p := (&api.CreateCallParams{}).SetTo(to).SetFrom("+15005550006").SetUrl(voiceURL + "#rc=3&rp=5xx").SetTimeout(25)
	return asAccount(t, s).CreateCall(p.SetStatusCallback(callback))
}

const (
	ask  = `<Response><Gather numDigits="1" timeout="8" method="POST" action="` + voiceURL + `"><Say language="es-MX" voice="Polly.Mia">uno</Say></Gather><Hangup/></Response>`
	done = `<Response><Say language="es-MX" voice="Polly.Mia">dos</Say><Hangup/></Response>`
)

func TestWhatAPhoneDoes(t *testing.T) {
	uno, dos := twiliotest.Spoken{"es-MX", "Polly.Mia", "uno"}, twiliotest.Spoken{"es-MX", "Polly.Mia", "dos"}
	for name, c := range map[string]struct {
		pickup  *twiliotest.Pickup
		scripts []string
		status  string
		heard   []twiliotest.Spoken
		told    []string
	}{
		"no plan":         {nil, []string{ask}, "no-answer", nil, []string{"status no-answer"}},
		"engaged":         {new(twiliotest.Busy()), []string{ask}, "busy", nil, []string{"status busy"}},
		"no line":         {new(twiliotest.CallFails()), []string{ask}, "failed", nil, []string{"status failed"}},
		"a mailbox":       {new(twiliotest.Voicemail()), []string{ask}, "completed", []twiliotest.Spoken{uno}, []string{"voice in-progress", "status completed"}},
		"presses":         {new(twiliotest.Press("1")), []string{ask, done}, "completed", []twiliotest.Spoken{uno, dos}, []string{"voice in-progress", "voice in-progress 1", "status completed"}},
		"presses twice":   {new(twiliotest.Press("3", "2")), []string{ask, ask, done}, "completed", []twiliotest.Spoken{uno, uno, dos}, []string{"voice in-progress", "voice in-progress 3", "voice in-progress 2", "status completed"}},
		"is asked again":  {new(twiliotest.Voicemail()), []string{"503", done}, "completed", []twiliotest.Spoken{dos}, []string{"voice in-progress", "voice in-progress", "status completed"}},
		"hears no answer": {new(twiliotest.Voicemail()), []string{"503"}, "completed", nil, []string{"voice in-progress", "voice in-progress", "voice in-progress", "voice in-progress", "status completed"}},
	} {
		t.Run(name, func(t *testing.T) {
			s := twiliotest.New(t)
			b := newBooth(t, s, c.scripts...)
			if c.pickup != nil {
				s.WhenCalled("+15005550001", c.pickup.Ringing(time.Millisecond))
			}
			made, err := dials(t, s, "+15005550001")
			if err != nil || *made.Status != "queued" || !strings.HasPrefix(*made.Sid, "CA") {
				t.Fatalf("%+v, %v", made, err)
			}
			for end := time.Now().Add(patience); s.CallbackAnswers()[http.StatusNoContent] == 0 && time.Now().Before(end); {
				s.Settle(patience) // the call may not have begun yet
			}
			got := s.AwaitCalls(1, patience)[0]
			if got.SID != *made.Sid || got.Status != c.status || !reflect.DeepEqual(got.Heard, c.heard) || got.Message != "0123456789abcdef0123456789abcdef" || got.Timeout != 25 {
				t.Errorf("the call is %+v", got)
			}
			if told := b.all(); !slices.Equal(told, c.told) {
				t.Errorf("told %q, want %q", told, c.told)
			}
			if len(s.Posts()) != 0 || s.CallbackAnswers()[http.StatusNoContent] != 1 {
				t.Errorf("%d texts, callbacks answered %v", len(s.Posts()), s.CallbackAnswers())
			}
		})
	}
}
