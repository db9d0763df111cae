package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/store/redistest"
	"github.com/aldaba-hotline/aldaba/bot/twilio/twiliotest"
)

const (
	rosterHeader = "name,phone,channel,languages,regions,roles,shifts\n"
	ana          = "Ana Ruiz,+14155550111,sms,es en,oakland,dispatcher lead,always\n"
	bo           = "Bo Chen,+14155550112,sms,en,,verifier,mon-fri 18:00-23:00 America/Los_Angeles\n"
	cy           = "Cy Diaz,+14155550113,whatsapp,es,,dispatcher,always\n"
)

// coordinator is a hotline with somebody who looks after its roster.
type coordinator struct {
	*fault
	*testing.T
	dir string
}

func newCoordinator(t *testing.T) *coordinator {
	f := &fault{t: t, provider: twiliotest.New(t)}
	f.provider.AddNumber("+15005550006")
	f.configure(redistest.New(t).URL(), newKeyset(t), "roster", "regions:\n  oakland: {names: [oakland]}\n")
	return &coordinator{f, t, t.TempDir()}
}

// says runs the verb, and fails if it tells a phone that it should not.
func (c *coordinator) says(args ...string) ended {
	c.Helper()
	r := call{env: c.env, dir: c.dir}.aldaba(c, append([]string{"roster"}, args...)...)
	if args[0] != "export" && strings.Contains(r.out+r.err, "4155550") {
		c.Errorf("roster %s tells a phone: %+v", args, r)
	}
	return r
}

// matches fails unless the verb succeeds and prints all of these lines to one of its streams.
func (c *coordinator) matches(want []string, args ...string) {
	c.Helper()
	r := c.says(args...)
	for _, w := range want {
		if r.code != exitOK || !regexp.MustCompile(`(?m)^`+w+`$`).MatchString(r.out+r.err) {
			c.Errorf("roster %s: no line %q in %+v", args, w, r)
		}
	}
}

// fails fails unless the verb does, with all of these words.
func (c *coordinator) fails(want []string, args ...string) {
	c.Helper()
	r := c.says(args...)
	for _, w := range want {
		if r.code != exitFailed || !strings.Contains(r.err, w) {
			c.Errorf("roster %s: no %q in %+v", args, w, r)
		}
	}
}

func (c *coordinator) writes(rows ...string) {
	c.Helper()
	if err := os.WriteFile(filepath.Join(c.dir, "roster.csv"), []byte(rosterHeader+strings.Join(rows, "")), 0o600); err != nil {
		c.Fatal(err)
	}
}

func (c *coordinator) imports(rows ...string) {
	c.Helper()
	c.writes(rows...)
	if r := c.says("import", "roster.csv"); r.code != exitOK {
		c.Fatalf("%+v", r)
	}
}

func TestARosterBecomesTheFile(t *testing.T) {
	t.Parallel()
	c := newCoordinator(t)
	c.writes(ana, bo)
	c.matches([]string{`the roster would have 2 people: 2 added, 0 changed, 0 removed`}, "import", "roster.csv", "--dry-run")
	if r := c.says("export"); r.out != rosterHeader || r.code != exitOK {
		t.Errorf("a rehearsal changed the roster: %+v", r)
	}
	c.matches([]string{`the roster has 2 people: 2 added, 0 changed, 0 removed`}, "import", "roster.csv")
	if r := c.says("export"); r.out != rosterHeader+ana+bo {
		t.Errorf("got %s", r.out)
	}
	before, err := c.desk.Roster(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	c.writes(strings.Replace(bo, "verifier", "observer", 1), cy)
	const warning = `warning: Cy Diaz is not reachable: WhatsApp needs template\.page in es under templates: in hotline\.yaml, see aldaba setup`
	c.matches([]string{`the roster would have 2 people: 1 added, 1 changed, 1 removed`, warning}, "import", "--dry-run", "roster.csv")
	c.matches([]string{`the roster has 2 people: 1 added, 1 changed, 1 removed`, warning}, "import", "roster.csv")
	time.Sleep(time.Second)
	after, err := c.desk.Roster(t.Context())
	if err != nil || len(after.People) != 2 || after.People[0].ID != before.People[1].ID {
		t.Errorf("Bo was %+v and is %+v, %v", before.People[1], after.People[0], err)
	}
}

func TestOneBadRowChangesNothing(t *testing.T) {
	t.Parallel()
	c := newCoordinator(t)
	c.imports(ana)
	c.writes(bo, "Di,4155550114,sms,en,,boss,always\n", "Ed,+14155550115,sms,en,fremont,verifier,mon 25:00-26:00 America/Los_Angeles\n")
	for _, args := range [][]string{{"import", "roster.csv"}, {"import", "roster.csv", "--dry-run"}} {
		c.fails([]string{"roster.csv:3: the phone is not a full number; write +", `roster.csv:3: unknown role "boss"; use dispatcher`,
			`roster.csv:4: unknown region "fremont"`, `roster.csv:4: shift "mon 25:00-26:00 America/Los_Angeles": "25:00-26:00" is impossible; write`,
			"4 problem(s), named above; nothing was changed"}, args...)
	}
	c.fails([]string{"cannot be read", "name a CSV file"}, "import", "none.csv")
	if r := c.says("export"); r.out != rosterHeader+ana {
		t.Errorf("got %s", r.out)
	}
}

func TestARosterIsCheckedWithoutARedis(t *testing.T) {
	t.Parallel()
	c := newCoordinator(t)
	env := c.env
	c.env = append(env[:len(env):len(env)], "ALDABA_REDIS_URL=")
	c.writes(ana, bo)
	c.matches([]string{`roster\.csv is a roster of 2 people; without ALDABA_REDIS_URL .*`}, "import", "roster.csv", "--dry-run")
	for _, args := range [][]string{{"import", "roster.csv"}, {"export"}, {"list"}, {"oncall"}, {"ping"}, {"override", "Ana", "on"}} {
		c.fails([]string{"no Redis is configured"}, args...)
	}
	c.env = env
	c.imports(ana, bo)
	c.env = append(env[:len(env):len(env)], "ALDABA_KEYSET="+newKeyset(t))
	for _, args := range [][]string{{"import", "roster.csv"}, {"list"}} {
		c.fails([]string{"this keyset is not the one", "set ALDABA_KEYSET"}, args...)
	}
}

func TestTheListTellsWhoIsOnCallAndWhoCannotBeReached(t *testing.T) {
	t.Parallel()
	c := newCoordinator(t)
	c.imports(ana, bo, cy)
	const when = `\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ`
	c.matches([]string{`Bo Chen is off call until you change it`}, "override", "bo", "off")
	c.matches([]string{`Ana Ruiz is on call until ` + when}, "override", "+14155550111", "on", "--until", "2h")
	people, err := c.desk.Roster(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.desk.Receive(t.Context(), bot.Event{Kind: bot.Received, ID: "SM1", From: people.People[0].Addresses[0], Text: "STOP"}); err != nil {
		t.Fatal(err)
	}
	c.matches([]string{`Ana Ruiz +dispatcher lead +es en +oakland +sms +on until ` + when + ` +- +always`,
		`Bo Chen +verifier +en +all +sms +off by override +- +mon-fri 18:00-23:00 America/Los_Angeles`, `Ana Ruiz is not reachable: said STOP by sms`,
		`Cy Diaz is not reachable: WhatsApp needs .*`}, "list")
	c.matches([]string{`the roster would have 3 people: 0 added, 0 changed, 0 removed`, `warning: Ana Ruiz is not reachable: said STOP by sms`}, "import", "--dry-run", "roster.csv")
	v := decode[rosterView](t, c.says("list", "--json"))
	if len(v) != 3 || v[0].Reachable || !v[0].OnCall || v[0].Until == nil || v[1].OnCall || v[1].Override != "off" || !v[1].Reachable || len(v[1].Regions) != 0 {
		t.Errorf("%+v", v)
	}
	c.matches([]string{`Bo Chen is on call by their shifts again`}, "override", "Bo Chen", "shifts")
	if v := decode[rosterView](t, c.says("list", "--json")); v[1].Override != "" || v[1].Next == nil {
		t.Errorf("%+v", v[1])
	}
}

func TestAnOverrideIsForSomebodyWhoIsThere(t *testing.T) {
	t.Parallel()
	c := newCoordinator(t)
	c.imports(ana, bo, strings.Replace(cy, "Cy", "Bo", 1))
	c.fails([]string{"nobody on the roster", "aldaba roster list"}, "override", "Zoe", "on")
	c.fails([]string{"nobody on the roster"}, "override", "+14155550999", "on")
	c.fails([]string{"2 people have this name", "in full"}, "override", "Bo", "on")
	c.fails([]string{"that time has passed"}, "override", "Ana", "on", "--until", "2020-01-01T00:00:00Z")
	c.fails([]string{"is not a time", "write it as"}, "override", "Ana", "on", "--until", "tomorrow")
	c.fails([]string{"shifts have no end"}, "override", "Ana", "shifts", "--until", "1h")
	if r := c.says("override", "Ana", "perhaps"); r.code != exitUsage {
		t.Errorf("%+v", r)
	}
}

func TestWhoIsOnCallAndNextAndTheGaps(t *testing.T) {
	t.Parallel()
	c := newCoordinator(t)
	c.imports("Ana Ruiz,+14155550111,sms,es en,oakland,dispatcher,mon 00:00-12:00 UTC\n", "Di Wu,+14155550116,sms,en,,dispatcher,mon 12:00-24:00 UTC\n", bo)
	c.matches([]string{`dispatcher +Ana Ruiz +Di Wu +2026-11-02T12:00:00Z`, `verifier +nobody +Bo Chen +2026-11-03T02:00:00Z`,
		`dispatcher +- +es +2026-11-02T12:00:00Z +2026-11-03T00:00:00Z`, `verifier +- +- +2026-11-02T10:00:00Z +2026-11-03T02:00:00Z`},
		"oncall", "--at", "2026-11-02T10:00:00Z")
	v := decode[onCallView](t, c.says("oncall", "--json", "--at", "2026-11-02T10:00:00Z"))
	if len(v.Roles) != 2 || v.Roles[0].OnCall[0] != "Ana Ruiz" || v.Roles[1].Next != "Bo Chen" || len(v.Gaps) != 4 {
		t.Errorf("%+v", v)
	}
	c.imports(ana, strings.Replace(bo, "mon-fri 18:00-23:00 America/Los_Angeles", "always", 1))
	c.matches([]string{`no gap in the next 24 hours`, `lead +Ana Ruiz +- +-`}, "oncall")
	c.fails([]string{"is not a time"}, "oncall", "--at", "noon")
}

func TestATestPageTellsWhatBecameOfIt(t *testing.T) {
	t.Parallel()
	o := newOutlet(t, "")
	c := &coordinator{o.fault, t, t.TempDir()}
	c.imports(strings.Replace(ana, "oakland", "", 1), bo, cy)
	o.provider.Always(twiliotest.Accept().With(twiliotest.Delivered()))
	o.serve()
	c.fails([]string{"1 of 3 did not get the test page"}, "ping", "--wait", "10s")
	posts := o.provider.Posts()
	bodies := map[string]string{}
	for _, p := range posts {
		if strings.HasPrefix(p.Body, "RR0") { // leads hear of gaps too
			bodies[p.To] = p.Body
		}
	}
	if len(bodies) != 2 || !strings.HasPrefix(bodies["+14155550111"], "RR0 prueba") || !strings.HasPrefix(bodies["+14155550112"], "RR0 test") {
		t.Fatalf("posted %v", bodies)
	}
	c.matches([]string{`Bo Chen +sms +delivered +none +\d+\.\d s +[0-9a-f]{32}`}, "ping", "Bo", "--wait", "10s")
	o.provider.Always(twiliotest.Accept().With(twiliotest.Undelivered(30003)))
	r := c.says("ping", "Bo", "--wait", "10s", "--json")
	if r.code != exitFailed || !strings.Contains(r.out, `"state": "undelivered"`) || !strings.Contains(r.out, `"code": 30003`) {
		t.Errorf("%+v", r)
	}
}

func TestATestPageThatNobodySendsIsTakenBack(t *testing.T) {
	t.Parallel()
	c := newCoordinator(t)
	c.imports(ana)
	r := c.says("ping", "--wait", "300ms")
	m := regexp.MustCompile(`Ana Ruiz +sms +queued +none +0\.0 s +([0-9a-f]{32})`).FindStringSubmatch(r.out)
	if m == nil || r.code != exitFailed || !strings.Contains(r.err, "see that the server runs") {
		t.Fatalf("%+v", r)
	}
	record, err := c.desk.Record(t.Context(), bot.MessageID(m[1]))
	if err != nil || record.State != bot.MessageWithdrawn || record.Queue.Lane != bot.LaneUrgent || record.Purpose != bot.PurposePage {
		t.Errorf("%+v, %v", record, err)
	}
}

func TestOnWhatsAppATestPageGoesAsItsTemplate(t *testing.T) {
	t.Parallel()
	o := newOutlet(t, "")
	content := o.provider.AddContent("template.page", "es", "twilio/text", map[string]any{"body": "RR{{1}} {{2}} {{3}}"})
	o.provider.SetApproval(content, "approved", "")
	o.provider.Always(twiliotest.Accept().With(twiliotest.Read()))
	config := filepath.Join(t.TempDir(), "hotline.yaml")
	yaml := "id: outlet\nlanguages: [en, es]\nsenders: {sms: \"+15005550006\", whatsapp: \"whatsapp:+15005550006\"}\ntemplates:\n  template.page: {es: " + content + "}\n"
	if err := os.WriteFile(config, []byte(yaml), 0o600); err != nil {
		t.Fatal(err)
	}
	o.provider.AddSender("whatsapp:+15005550006")
	o.env = append(o.env, "ALDABA_CONFIG="+config)
	c := &coordinator{o.fault, t, t.TempDir()}
	c.imports(cy)
	o.serve()
	c.matches([]string{`Cy Diaz +whatsapp +(delivered|read) +none +\S+ s +[0-9a-f]{32}`}, "ping", "Cy", "--wait", "10s")
	posts := o.provider.Posts()
	if len(posts) != 1 || posts[0].ContentSID != content || posts[0].ContentVariables != `{"1":"0","2":"TEST","3":"TEST"}` {
		t.Errorf("posted %+v", posts)
	}
}
