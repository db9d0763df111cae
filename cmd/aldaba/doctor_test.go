package main

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/book"
	"github.com/aldaba-hotline/aldaba/bot/settings"
	"github.com/aldaba-hotline/aldaba/bot/store"
	"github.com/aldaba-hotline/aldaba/bot/store/redistest"
	"github.com/aldaba-hotline/aldaba/bot/twilio/twiliotest"
)

// openClinic is an office with a Redis and a keyset as they should be.
func openClinic(t *testing.T) *office {
	t.Helper()
	o := openOffice(t)
	server := redistest.New(t, "--appendonly", "yes", "--appendfsync", "always", "--maxmemory-policy", "noeviction")
	o.env = append(o.env, "ALDABA_REDIS_URL="+server.URL(), "ALDABA_KEYSET="+newKeyset(t))
	return o
}

// setUp runs setup, and lets WhatsApp approve what it submitted. The example's local numbers are registered with a service.
func (o *office) setUp() {
	o.t.Helper()
	service := o.AddService("pool")
	o.AddCampaign(service, "VERIFIED")
	change(o.t, o.dir, "hotline.yaml", `messaging_service: ""`, "messaging_service: "+service)
	change(o.t, o.dir, "hotline.yaml", `pages: "+15005550008"`, `pages: "+18335550008"`)
	o.AddTollfree(o.AddNumber("+18335550008"), "TWILIO_APPROVED")
	if r := o.runs(nil, "setup", "--out", "hotline.yaml"); r.code != exitOK {
		o.t.Fatalf("setup: %+v", r)
	}
	for _, ids := range o.pageTemplates() {
		o.SetApproval(ids, "approved", "")
	}
}

// questions counts those that can have buttons, in every language.
func questions(t *testing.T) int {
	t.Helper()
	set := shipped(t)
	all, _ := templatesOf(set)
	return len(all) - len(reviewed())*len(set.Hotline.Languages)
}

func (o *office) pageTemplates() (all []string) {
	h, _ := settings.Read("hotline.yaml", []byte(first(content(o.t, o.file("hotline.yaml")))))
	for _, name := range reviewed() {
		for _, sid := range h.Templates[name] {
			all = append(all, sid)
		}
	}
	return all
}

// finds fails unless the doctor prints all lines, each given by its beginning, and ends with a status.
func (o *office) finds(what string, env []string, code int, lines ...string) {
	o.t.Helper()
	r := o.runs(env, "doctor")
	if r.code != code {
		o.t.Errorf("%s: exit status %d, %s\n%s", what, r.code, r.err, r.out)
	}
	for _, line := range lines {
		if !strings.Contains("\n"+r.out, "\n"+line) {
			o.t.Errorf("%s: no line %q in\n%s", what, line, r.out)
		}
	}
	for line := range strings.Lines(r.out) {
		if !regexp.MustCompile(`^(ok: [^;]+|(warning|serious): .+; .+)\n$`).MatchString(line) {
			o.t.Errorf("%s: not a finding, or one without a remedy: %s", what, line)
		}
	}
}

func TestDoctorFindsNothingWrong(t *testing.T) {
	t.Parallel()
	o := openClinic(t)
	o.setUp()
	o.finds("all is well", nil, exitOK, "ok: languages [en es] are whole\n", "ok: Redis has appendonly yes\n", "ok: Redis has appendfsync always\n",
		"ok: Redis has maxmemory-policy noeviction\n", "ok: Redis is ", "ok: this Redis is a primary\n", "ok: this machine's clock and Redis' are ",
		"ok: the keyset ", "ok: the public address is spelled with https", "ok: the provider's account is active\n", "ok: the webhook of messaging_service (MG",
		"ok: the webhook of pages (+18335550008) is set\n", "ok: the webhook of whatsapp (whatsapp:+15005550006) is set\n", "ok: the 10DLC campaign of MG",
		"ok: the toll-free verification of +18335550008 is through\n", "ok: the sender whatsapp:+15005550006 is online\n",
		"ok: template template.page in es is approved\n", fmt.Sprintf("ok: %d question(s) have their buttons on WhatsApp\n", questions(t)), "ok: paging 10 incidents takes 2 s: 8 people each")
}

func TestDoctorWithoutAnything(t *testing.T) {
	t.Parallel()
	o := openOffice(t)
	o.env = nil
	o.finds("nothing is set", []string{"ALDABA_DATA=" + made(t, twoLanguages)}, exitFailed, "ok: languages ", "serious: no Redis is configured; set ALDABA_REDIS_URL", "serious: keyset: ", `serious: the public URL "" is not one; set ALDABA_PUBLIC_URL`,
		"serious: the provider's account is missing; set TWILIO_ACCOUNT_SID", "ok: paging 10 incidents takes 2 s")
}

func TestDoctorFindsTheProvidersFaults(t *testing.T) {
	t.Parallel()
	o := openClinic(t)
	o.finds("before setup", nil, exitFailed, "serious: messages to sms (+15005550006) do not come here: it has no webhook; run aldaba setup\n",
		"serious: messages to whatsapp (whatsapp:+15005550006) do not come here", "warning: nobody can say whether +15005550006 is registered (10DLC)",
		"warning: template template.page in en is missing", fmt.Sprintf("warning: %d question(s) have no template", questions(t)))
	o.setUp()
	h, _ := settings.Read("hotline.yaml", []byte(first(content(t, o.file("hotline.yaml")))))
	o.Set(o.whatsApp, "status", "OFFLINE")
	o.Set(h.MessagingService, "inbound_request_url", publicURL+"/twilio/messages")
	o.AddCampaign(h.MessagingService, "PENDING")
	o.SetApproval(h.Templates["template.page"]["en"], "rejected", "too vague")
	o.SetApproval(h.Templates["template.page"]["es"], "pending", "")
	o.Set(h.Templates["door/ask"]["es"], "friendly_name", "aldaba_door_ask_v00000000_es")
	o.finds("later", nil, exitFailed, "serious: the sender whatsapp:+15005550006 is OFFLINE", "warning: the webhook of messaging_service (MG", "ok: the 10DLC campaign of MG",
		"warning: template template.page in en was rejected: too vague; change its text", "warning: template template.page in es is not approved yet: pending",
		"warning: the templates of 1 question(s) are gone, or hold other words")
	o.finds("another server's", []string{"ALDABA_PUBLIC_URL=http://other.example.org"}, exitFailed, "serious: ALDABA_PUBLIC_URL is not https", "serious: messages to pages (+18335550008) do not come here but to POST "+hook)
	o.finds("wrong token", []string{"TWILIO_AUTH_TOKEN=s3cret"}, exitFailed, "serious: read the account: ", "ok: paging 10")
	o.finds("no provider", []string{"TWILIO_API_URL=http://127.0.0.1:" + freePort(t)}, exitFailed, "serious: read the account: ")
	o.SetAccount("suspended")
	o.finds("suspended", nil, exitFailed, "serious: the provider's account is suspended; see the provider's console\n")
}

func TestDoctorJudgesEachKindOfNumber(t *testing.T) {
	t.Parallel()
	o := openOffice(t)
	service := o.AddService("pool")
	o.AddCampaign(service, "FAILED")
	change(t, o.dir, "hotline.yaml", `messaging_service: ""`, "messaging_service: "+service)
	o.finds("local numbers", nil, exitFailed, "serious: the 10DLC campaign of "+service+" is FAILED; correct it", "warning: +15005550008 is not in the pool of "+service)
	change(t, o.dir, "hotline.yaml", `sms: "+15005550006"`, `sms: "+18335550006"`)
	number := o.AddNumber("+18335550006")
	o.finds("a toll-free number behind a service", nil, exitFailed, "serious: the toll-free verification of +18335550006 was never asked for: carriers block its texts; register it")
	o.AddTollfree(number, "IN_REVIEW")
	o.finds("in review", nil, exitFailed, "serious: the toll-free verification of +18335550006 is IN_REVIEW: carriers may block")
	change(t, o.dir, "hotline.yaml", "messaging_service: "+service, `messaging_service: ""`)
	o.finds("without the service", nil, exitFailed, "serious: the toll-free verification of +18335550006 is IN_REVIEW: carriers may block")
}

func TestDoctorLooksForANumberThatCanCall(t *testing.T) {
	t.Parallel()
	o := openClinic(t)
	sid := o.AddNumber("+15005550011")
	change(t, o.dir, "hotline.yaml", `pages: "+15005550008"`, `pages: "+15005550011"`)
	o.finds("it can", nil, exitFailed, "ok: unanswered pages become phone calls from +15005550011\n")
	o.Set(sid, "capabilities", map[string]any{"sms": true, "voice": false})
	o.finds("it cannot", nil, exitFailed, "warning: +15005550011 cannot place phone calls, so no unanswered page becomes one; give senders.pages a number with voice")
}

func TestDoctorWithAnAPIKey(t *testing.T) {
	t.Parallel()
	const key, secret = "SK00000000000000000000000000000001", "s3cret"
	o := openOffice(t)
	o.Server = twiliotest.New(t, twiliotest.APIKey(key, secret))
	o.AddNumber("+15005550006")
	o.env = append(o.env, "TWILIO_API_URL="+o.URL(), "TWILIO_API_KEY="+key, "TWILIO_API_SECRET="+secret)
	o.finds("a key", nil, exitFailed, "ok: the API key is right", "serious: messages to sms (+15005550006) do not come here", "serious: pages: look for +15005550008: the account does not have it; correct senders")
	o.finds("a key alone", []string{"TWILIO_AUTH_TOKEN="}, exitFailed, "ok: the API key is right", "serious: TWILIO_AUTH_TOKEN is missing: no message's signature")
	o.finds("a wrong key", []string{"TWILIO_API_SECRET=s3crets3cret"}, exitFailed, "serious: read the account: ")
}

func TestDoctorFindsHowRedisLosesReports(t *testing.T) {
	t.Parallel()
	o := openOffice(t)
	server := redistest.New(t, "--appendfsync", "everysec", "--maxmemory-policy", "allkeys-lru")
	gone := redistest.New(t)
	gone.Kill()
	host, port, _ := strings.Cut(strings.TrimSuffix(strings.TrimPrefix(server.URL(), "redis://"), "/0"), ":")
	replica, managed := redistest.New(t, "--replicaof", host, port), redistest.New(t, "--rename-command", "CONFIG", "")
	o.finds("as installed", []string{"ALDABA_REDIS_URL=" + server.URL()}, exitFailed, "serious: Redis has appendonly no: reports are lost", "serious: Redis has appendfsync everysec",
		"serious: Redis has maxmemory-policy allkeys-lru: Redis throws away reports", "ok: a write to Redis takes ")
	o.finds("a replica", []string{"ALDABA_REDIS_URL=" + replica.URL()}, exitFailed, "serious: this Redis is a replica, which takes no writes; let ALDABA_REDIS_URL name the primary\n")
	o.finds("managed", []string{"ALDABA_REDIS_URL=" + managed.URL()}, exitFailed, "warning: Redis does not tell its appendfsync; ask whoever runs it", "ok: Redis has maxmemory-policy noeviction\n")
	o.finds("gone", []string{"ALDABA_REDIS_URL=" + gone.URL()}, exitFailed, "serious: redis at 127.0.0.1:")
}

func TestDoctorFindsTroubleWithTheData(t *testing.T) {
	t.Parallel()
	o := openClinic(t)
	change(t, o.dir, "hotline.yaml", "languages: [en, es]", "languages: [en, es, sw]")
	change(t, o.dir, "hotline.yaml", "sms: 100 ", "sms: 1 ")
	o.finds("a language is missing", nil, exitFailed, "serious: i18n/active.sw.toml: is missing, but the hotline publishes sw; ", "warning: paging 10 incidents takes 160 s: 8 people each", "serious: messages to sms (+15005550006) do not come here")
	change(t, o.dir, "hotline.yaml", "name: Rights Line", "naem: Rights Line")
	o.finds("a bad key", nil, exitFailed, `serious: hotline.yaml:`)
}

func TestRedisIsJudgedByItsLatencyAndClock(t *testing.T) {
	t.Parallel()
	good := store.Inspection{Version: "7.0.15", AppendOnly: "yes", AppendFsync: "always", Eviction: "noeviction", Replica: "no", MaxMemory: 100, UsedMemory: 80,
		Median: 10 * time.Millisecond, Worst: time.Second, Skew: -time.Second}
	for name, c := range map[string]struct {
		change func(*store.Inspection)
		want   level
	}{
		"good":         {func(*store.Inspection) {}, fine},
		"slow":         {func(in *store.Inspection) { in.Median = 11 * time.Millisecond }, warning},
		"very slow":    {func(in *store.Inspection) { in.Median = 101 * time.Millisecond }, serious},
		"skew":         {func(in *store.Inspection) { in.Skew = -1100 * time.Millisecond }, warning},
		"much skew":    {func(in *store.Inspection) { in.Skew = 31 * time.Second }, serious},
		"filling":      {func(in *store.Inspection) { in.UsedMemory = 81 }, warning},
		"no writes":    {func(in *store.Inspection) { in.Refused = bot.ErrUnavailable }, serious},
		"old":          {func(in *store.Inspection) { in.Version = "7.0.9" }, serious},
		"older":        {func(in *store.Inspection) { in.Version = "6.2.20" }, serious},
		"newer":        {func(in *store.Inspection) { in.Version = "8.2" }, fine},
		"no version":   {func(in *store.Inspection) { in.Version = store.Untold }, warning},
		"loses a bit":  {func(in *store.Inspection) { in.AppendFsync = "everysec" }, serious},
		"untold fsync": {func(in *store.Inspection) { in.AppendFsync = store.Untold }, warning},
	} {
		in := good
		c.change(&in)
		worst := fine
		for _, f := range append(redisSettings(in), redisHealth(in)...) {
			if f.level == serious || f.level == warning && worst == fine {
				worst = f.level
			}
		}
		if worst != c.want {
			t.Errorf("%s: %s, want %s", name, worst, c.want)
		}
	}
}

func TestExpiredTopicsAreFound(t *testing.T) {
	t.Parallel()
	set := shipped(t)
	old := book.Check(set, time.Now().AddDate(20, 0, 0))
	found := dataFindings(set, old)
	if !slices.ContainsFunc(found, func(f finding) bool {
		return f.level == warning && strings.Contains(f.what, "the facts were checked on ")
	}) {
		t.Errorf("%v", found)
	}
	if len(found) > problemsShown+2 {
		t.Errorf("%d findings", len(found))
	}
}

func TestManyWarningsHideNothingSerious(t *testing.T) {
	t.Parallel()
	ps := slices.Repeat(bot.Problems{{File: "a.yaml", What: "is old", Warning: true}}, 3*problemsShown)
	if found := dataFindings(book.Set{}, ps); found[0].level != fine || found[len(found)-1].level != warning {
		t.Errorf("warnings alone: %v", found)
	}
	ps = append(ps, slices.Repeat(bot.Problems{{File: "flows/topics/a.yaml", What: "is old"}}, 3*problemsShown)...)
	if found := dataFindings(book.Set{}, append(ps, bot.Problem{File: "b.yaml", What: "is missing"})); found[0].level != serious || !strings.Contains(found[0].what, "b.yaml") {
		t.Errorf("%v", found)
	}
}

func TestPagingEverybodyDependsOnTheRoster(t *testing.T) {
	t.Parallel()
	h := settings.Default()
	h.Escalation[0].Page = "all"
	if f := rates(t.Context(), book.Set{Hotline: h}); len(f) != 1 || f[0].level != fine || !strings.Contains(f[0].what, "roster") {
		t.Errorf("%v", f)
	}
}

func TestHelpOfSetupAndDoctorNamesEveryVariable(t *testing.T) {
	t.Parallel()
	shared := map[string]string{"--public-url": "ALDABA_PUBLIC_URL", "--config": "ALDABA_CONFIG", "--data": "ALDABA_DATA", "--twilio-account-sid": "TWILIO_ACCOUNT_SID",
		"--twilio-auth-token": "TWILIO_AUTH_TOKEN", "--twilio-api-key": "TWILIO_API_KEY", "--twilio-api-secret": "TWILIO_API_SECRET", "--twilio-api-url": "TWILIO_API_URL"}
	own := map[string]map[string]string{"setup": {}, "doctor": {"--redis-url": "ALDABA_REDIS_URL", "--keyset": "ALDABA_KEYSET"}}
	for verb, more := range own {
		help := strings.Join(strings.Fields(aldaba(t, verb, "--help").out), " ")
		for _, flags := range []map[string]string{shared, more} {
			for flag, variable := range flags {
				after := regexp.MustCompile(flag + `=.*?\(\$(\w+)\)`).FindStringSubmatch(help)
				if after == nil || after[1] != variable {
					t.Errorf("%s %s: found %v, want %s", verb, flag, after, variable)
				}
			}
		}
	}
}
