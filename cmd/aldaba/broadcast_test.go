package main

import (
	"encoding/base32"
	"encoding/csv"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/broadcast"
	"github.com/aldaba-hotline/aldaba/bot/proof"
	"github.com/aldaba-hotline/aldaba/bot/twilio/twiliotest"
)

// committee is two organizers at a terminal.
type committee struct {
	*mailing
	dir string
}

func newCommittee(t *testing.T, subscribers int, rate float64) *committee {
	t.Helper()
	c := &committee{mailing: openMailing(t, subscribers, rate, twiliotest.Delivered()), dir: t.TempDir()}
	for _, name := range []string{"ana", "berta"} {
		if r := c.runs("user", "add", name, "--role", "organizer", "--totp-file", filepath.Join(c.dir, name)); r.code != exitOK {
			t.Fatalf("%+v", r)
		}
	}
	return c
}

// runs runs a verb.
func (c *committee) runs(args ...string) ended {
	c.t.Helper()
	return call{env: c.env, dir: c.dir}.aldaba(c.t, args...)
}

// code is what somebody's app shows.
func (c *committee) code(who string) string {
	c.t.Helper()
	written, err := os.ReadFile(filepath.Join(c.dir, who))
	if err != nil {
		c.t.Fatal(err)
	}
	secret, err := base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(strings.TrimSpace(string(written)))
	if err != nil {
		c.t.Fatal(err)
	}
	return proof.Code(secret, proof.StepAt(time.Now()))
}

// drafts keeps a draft and returns its number.
func (c *committee) drafts(yaml string, more ...string) string {
	c.t.Helper()
	file := filepath.Join(c.dir, "draft.yaml")
	if err := os.WriteFile(file, []byte(yaml), 0o600); err != nil {
		c.t.Fatal(err)
	}
	r := c.runs(append([]string{"broadcast", "draft", file, "--as", "ana"}, more...)...)
	if r.code != exitOK {
		c.t.Fatalf("%+v", r)
	}
	return strings.TrimSpace(r.out)
}

// does runs a verb about a broadcast that must succeed.
func (c *committee) does(args ...string) ended {
	c.t.Helper()
	r := c.runs(append([]string{"broadcast"}, args...)...)
	if r.code != exitOK {
		c.t.Fatalf("%s: %+v", args, r)
	}
	return r
}

// refuses runs one that must not.
func (c *committee) refuses(want string, args ...string) {
	c.t.Helper()
	if r := c.runs(append([]string{"broadcast"}, args...)...); r.code != exitFailed || !strings.Contains(r.err, want) {
		c.t.Errorf("%s: %+v, want %q", args, r, want)
	}
}

const clinic = `name: "=clinic moved"
audience: {regions: [fremont]}
bodies:
  en: The clinic in {region} opens at ten.
  es: La clínica en {region} abre a las diez.
`

// From draft to report, as two organizers do it at a terminal.
func TestABroadcastFromDraftToReport(t *testing.T) {
	t.Parallel()
	c := newCommittee(t, 40, 100)
	id := c.drafts(clinic)
	p := decode[broadcast.Preview](t, c.does("preview", id, "--json"))
	es := p.ByLanguage["es"]
	if p.Recipients != 20 || es.Recipients != 10 || len(p.Blockers) > 0 || len(es.UCS2) != 1 || es.UCS2[0] != (broadcast.Spelling{Char: "í", Instead: "i"}) {
		t.Errorf("%+v", p)
	}
	if r := c.does("preview", id); !strings.Contains(r.out, p.Hash) || !strings.Contains(r.out, "20 recipients") {
		t.Errorf("%+v", r)
	}
	c.start()
	c.does("test", id, "--as", "ana", "--to", "+14155550999")
	if posts := c.provider.Await(2, patience); !strings.HasPrefix(posts[0].Body, "(") || posts[0].To != "+14155550999" {
		t.Errorf("%+v", posts)
	}
	c.refuses("author", "approve", id, "--hash", p.Hash, "--as", "ana", "--code", c.code("ana"))
	c.refuses("not the code", "approve", id, "--hash", p.Hash, "--as", "berta", "--code", "000000")
	c.does("approve", id, "--hash", p.Hash, "--as", "berta", "--code", c.code("berta"))
	c.provider.Await(22, patience)
	c.provider.Settle(patience)
	c.id = bot.BroadcastID(id)
	c.ends(patience)
	if r := c.does("report", id, "--watch"); !strings.Contains(r.out, "berta") || !strings.Contains(r.err, "20 of 20") {
		t.Errorf("%+v", r)
	}
	var report broadcast.Report
	for end := time.Now().Add(patience); report.Delivered < 20 && time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		report = decode[broadcast.Report](t, c.does("report", id, "--json"))
	}
	if report.State != bot.BroadcastDone || report.Recipients != 20 || report.Posted != 20 || report.Delivered != 20 || report.ByLanguage["es"].Delivered != 10 {
		t.Errorf("%+v", report)
	}
	rows, err := csv.NewReader(strings.NewReader(c.does("report", id, "--csv").out)).ReadAll()
	if err != nil || len(rows) != 3 || rows[1][1] != "'=clinic moved" || rows[2][6] != "10" {
		t.Errorf("%v %v", rows, err)
	}
	if r := c.does("list"); !strings.Contains(r.out, "done") || strings.Contains(r.out, "+1415") {
		t.Errorf("%+v", r)
	}
}

func TestABroadcastIsStoppedFromATerminal(t *testing.T) {
	t.Parallel()
	c := newCommittee(t, 4000, 40) // for a hundred seconds: on a busy machine a command takes some
	id := c.drafts(clinic)
	hash := decode[broadcast.Preview](t, c.does("preview", id, "--json")).Hash
	c.does("approve", id, "--hash", hash, "--as", "berta", "--code", c.code("berta"))
	c.start()
	c.provider.Await(10, patience)
	c.does("pause", id, "--as", "ana")
	paused := len(c.provider.Posts())
	time.Sleep(time.Second)
	if now := len(c.provider.Posts()); now != paused {
		t.Errorf("%d texts went out, and %d more while it was paused", paused, now-paused)
	}
	c.does("resume", id, "--as", "berta")
	c.provider.Await(paused+10, patience)
	if r := c.does("kill", id, "--as", "ana"); !strings.Contains(r.out, "is killed: ") {
		t.Errorf("%+v", r)
	}
	c.refuses("nothing more goes out", "kill", id, "--as", "ana")
}

// What cannot go out is told by the preview; what makes no sense is told by its line.
func TestABroadcastThatCannotGoOutIsRefused(t *testing.T) {
	t.Parallel()
	c := newCommittee(t, 4, 100)
	blocked := func(want, yaml string) {
		t.Helper()
		id := c.drafts(yaml)
		p := decode[broadcast.Preview](t, c.does("preview", id, "--json"))
		if !strings.Contains(strings.Join(p.Blockers, "\n"), want) {
			t.Errorf("blockers %q, want %s", p.Blockers, want)
		}
		c.refuses("blocker", "preview", id)
		if err := c.desk.Approve(t.Context(), bot.BroadcastID(id), p.Hash, "berta"); err == nil {
			t.Errorf("%s: approved", want)
		}
	}
	blocked("empty_audience", "name: x\naudience: {groups: [nobody]}\nbodies: {en: x, es: x}\n")
	blocked("too_long", "name: x\nbodies: {es: x, en: "+strings.Repeat("x", 1601)+"}\n")
	blocked("unknown_placeholder: nothing fills {name}", "name: x\nbodies: {es: x, en: \"hello {name}\"}\n")
	blocked("missing_language: 2 people read es", "name: x\nbodies: {en: x}\n")
	for want, yaml := range map[string]string{
		"draft.yaml:2: unknown key": "name: x\nbody: {en: x}\n", "draft.yaml:2: nobody is written to in \"xx\"": "name: x\nbodies: {xx: x}\n",
		"draft.yaml:2: the start": "name: x\nstart: tomorrow\nbodies: {en: x}\n", "draft.yaml:2: quiet hours are overridden without": "name: x\nquiet: override\nbodies: {en: x}\n",
		"draft.yaml:2: there is no region": "name: x\naudience: {regions: [paris]}\nbodies: {en: x}\n", "there is no broadcast 99": "name: x\nanswers: 99\nbodies: {en: x}\n",
	} {
		file := filepath.Join(c.dir, "draft.yaml")
		if err := os.WriteFile(file, []byte(yaml), 0o600); err != nil {
			t.Fatal(err)
		}
		c.refuses(want, "draft", file, "--as", "ana")
	}
	c.refuses("no broadcast 99", "preview", "99")
	c.refuses("aldaba user list", "kill", "1", "--as", "zoe")
	if r := c.runs("broadcast", "report", "x"); r.code != exitUsage {
		t.Errorf("%+v", r)
	}
}

// What carriers would block is refused before anybody pays for it.
func TestABroadcastFromANumberThatIsNotRegisteredIsRefused(t *testing.T) {
	t.Parallel()
	c := newCommittee(t, 4, 100)
	service := c.provider.AddService("pool")
	c.provider.AddCampaign(service, "FAILED")
	i := slices.IndexFunc(c.env, func(s string) bool { return strings.HasPrefix(s, "ALDABA_CONFIG=") })
	config := strings.TrimPrefix(c.env[i], "ALDABA_CONFIG=")
	yaml, err := os.ReadFile(config)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(config, append(yaml, "messaging_service: "+service+"\n"...), 0o600); err != nil {
		t.Fatal(err)
	}
	id := c.drafts(clinic)
	p := decode[broadcast.Preview](t, c.does("preview", id, "--json"))
	if len(p.Blockers) != 1 || !strings.HasPrefix(p.Blockers[0], "sender_unregistered: the 10DLC campaign of "+service+" is FAILED") {
		t.Errorf("blockers %q", p.Blockers)
	}
	c.refuses("sender_unregistered", "approve", id, "--hash", p.Hash, "--as", "berta", "--code", c.code("berta"))
}
