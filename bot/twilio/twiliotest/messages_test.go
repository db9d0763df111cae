package twiliotest_test

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/twilio/twilio-go/client"
	api "github.com/twilio/twilio-go/rest/api/v2010"

	"github.com/aldaba-hotline/aldaba/bot/twilio/twiliotest"
)

func texts(values []any) []string {
	var all []string
	for _, v := range values {
		all = append(all, fmt.Sprint(v))
	}
	return all
}

func TestTwiliosClientSendsAText(t *testing.T) {
	s := twiliotest.New(t)
	m, err := asAccount(t, s).CreateMessage(text("¿Dónde está \"mi\" papá?\n👋").SetValidityPeriod(60))
	if err != nil {
		t.Fatal(err)
	}
	if !regexp.MustCompile(`^SM[0-9a-f]{32}$`).MatchString(*m.Sid) || *m.Status != "queued" || *m.Direction != "outbound-api" ||
		*m.Body != "¿Dónde está \"mi\" papá?\n👋" || *m.To != ana || *m.From != hotline || *m.NumSegments != "1" || *m.NumMedia != "0" ||
		*m.AccountSid != twiliotest.AccountSID || m.ErrorCode != nil || m.DateSent != nil || m.MessagingServiceSid != nil {
		t.Errorf("created %+v", m)
	}
	if at, err := time.Parse(time.RFC1123Z, *m.DateCreated); err != nil || time.Since(at) > time.Minute {
		t.Errorf("created at %s: %v", *m.DateCreated, err)
	}
	posts := s.Posts()
	if len(posts) != 1 || posts[0].SID != *m.Sid || posts[0].Message != "0123456789abcdef0123456789abcdef" ||
		posts[0].Validity != 60 || posts[0].Segments != 1 || posts[0].Callback != callback {
		t.Errorf("posts %+v", posts)
	}
	again, err := asAccount(t, s).FetchMessage(*m.Sid, nil)
	if err != nil || *again.Sid != *m.Sid || *again.Body != *m.Body {
		t.Errorf("fetched %+v, %v", again, err)
	}
}

func TestAServiceChoosesItsSenderLater(t *testing.T) {
	s := twiliotest.New(t)
	service := s.AddService("hotline")
	params := (&api.CreateMessageParams{}).SetTo(ana).SetMessagingServiceSid(service).
		SetContentSid("HX00000000000000000000000000000001").SetContentVariables(`{"1":"12"}`).SetMediaUrl([]string{"https://a.example/1"})
	m, err := asAccount(t, s).CreateMessage(params)
	if err != nil {
		t.Fatal(err)
	}
	if *m.Status != "accepted" || m.From != nil || *m.NumSegments != "0" || *m.MessagingServiceSid != service ||
		!strings.HasPrefix(*m.Sid, "MM") || *m.NumMedia != "1" {
		t.Errorf("created %+v", m)
	}
	list, err := asAccount(t, s).ListMedia(*m.Sid, nil)
	if err != nil || len(list) != 1 || *list[0].ParentSid != *m.Sid || len(*list[0].Sid) != 34 {
		t.Errorf("media %+v, %v", list, err)
	}
}

func TestWhatBreaksARuleIsNotTaken(t *testing.T) {
	s := twiliotest.New(t)
	for name, c := range map[string]struct {
		change url.Values // an empty value drops the field
		code   int
	}{
		"no recipient":                  {url.Values{"To": {""}}, 21604},
		"no number":                     {url.Values{"To": {"ana"}}, 21211},
		"a number without a country":    {url.Values{"To": {"5005550001"}}, 21211},
		"no sender":                     {url.Values{"From": {""}}, 21603},
		"no such sender":                {url.Values{"From": {"+x"}}, 21212},
		"no such service":               {url.Values{"MessagingServiceSid": {"MG1"}}, 21701},
		"another channel":               {url.Values{"To": {"whatsapp:" + ana}}, 21910},
		"to itself":                     {url.Values{"To": {hotline}}, 21266},
		"nothing to say":                {url.Values{"Body": {""}}, 21602},
		"too much to say":               {url.Values{"Body": {strings.Repeat("é", 1601)}}, 21617},
		"no such content":               {url.Values{"ContentSid": {"HX1"}}, 21655},
		"variables that are no JSON":    {url.Values{"ContentVariables": {"1=2"}}, 21656},
		"an empty variable":             {url.Values{"ContentVariables": {`{"1":""}`}}, 21656},
		"a variable that is null":       {url.Values{"ContentVariables": {`{"1":null}`}}, 21656},
		"variables that are null":       {url.Values{"ContentVariables": {`null`}}, 21656},
		"a photo from nowhere":          {url.Values{"MediaUrl": {"file:///etc/passwd"}}, 21620},
		"eleven photos":                 {url.Values{"MediaUrl": strings.Split(strings.Repeat("https://a.example ", 10)+"https://a.example", " ")}, 21623},
		"no validity":                   {url.Values{"ValidityPeriod": {"0"}}, 21624},
		"eternal validity":              {url.Values{"ValidityPeriod": {"36001"}}, 21624},
		"a callback that is no address": {url.Values{"StatusCallback": {"/twilio/status/1"}}, 21609},
		"a callback with an underscore": {url.Values{"StatusCallback": {"https://a_b.example/1"}}, 21609},
	} {
		form := url.Values{"To": {ana}, "From": {hotline}, "Body": {"hi"}}
		for field, values := range c.change {
			if form[field] = values; values[0] == "" {
				form.Del(field)
			}
		}
		if status, code := post(t, s, form); status != http.StatusBadRequest || code != c.code {
			t.Errorf("%s: %d, code %d, want %d", name, status, code, c.code)
		}
	}
	if n := s.Taken(); n != 0 {
		t.Errorf("%d messages were taken", n)
	}
	if status, _ := post(t, s, url.Values{"To": {ana}, "From": {hotline}, "Body": {strings.Repeat("é", 1600)}}); status != http.StatusCreated {
		t.Errorf("1600 characters: %d", status)
	}
	if post := s.Posts()[0]; post.Segments != 11 {
		t.Errorf("%d segments", post.Segments)
	}
}

func TestSendersBelongToTheAccount(t *testing.T) {
	s := twiliotest.New(t)
	s.AddNumber("+15005550099")
	s.AddShortCode("12345")
	s.AddSender("whatsapp:+15005550099")
	for from, want := range map[string]int{hotline: 21606, "whatsapp:" + hotline: 63007, "12345": 0, "whatsapp:+15005550099": 0} {
		to := ana
		if strings.HasPrefix(from, "whatsapp:") {
			to = "whatsapp:US.1234567"
		}
		if _, code := post(t, s, url.Values{"To": {to}, "From": {from}, "Body": {"hi"}}); code != want {
			t.Errorf("from %s: code %d, want %d", from, code, want)
		}
	}
	s.SetAccount("suspended")
	if status, code := post(t, s, url.Values{"To": {ana}, "From": {"12345"}, "Body": {"hi"}}); status != 401 || code != 20005 {
		t.Errorf("suspended: %d, %d", status, code)
	}
}

func TestWrongCredentialsAreRefused(t *testing.T) {
	s := twiliotest.New(t, twiliotest.APIKey("SK00000000000000000000000000000001", "secret"))
	var e *client.TwilioRestError
	_, err := api.NewApiServiceWithClient(twilioGo(t, s, twiliotest.AccountSID, "wrong")).CreateMessage(text("hi"))
	if !errors.As(err, &e) || e.Status != 401 || e.Code != 20003 {
		t.Errorf("wrong token: %v", err)
	}
	key := api.NewApiServiceWithClient(twilioGo(t, s, "SK00000000000000000000000000000001", "secret"))
	if _, err := key.CreateMessage(text("hi")); err != nil {
		t.Errorf("API key: %v", err)
	}
	if _, err := key.FetchAccount(twiliotest.AccountSID); !errors.As(err, &e) || e.Code != 20003 {
		t.Errorf("a standard key reads the account: %v", err)
	}
	if got := s.Refusals()[20003]; got != 2 {
		t.Errorf("%d refusals", got)
	}
}

func TestListsAreFilteredAndPaged(t *testing.T) {
	s := twiliotest.New(t)
	c := asAccount(t, s)
	noon := time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)
	for i := range 5 { // not in order
		s.Receives(ana, hotline, fmt.Sprint("in ", (i*3)%5), noon.Add(time.Duration((i*3)%5)*time.Hour))
	}
	s.Receives("+15005550002", hotline, "another", noon)
	if _, err := c.CreateMessage(text("out")); err != nil {
		t.Fatal(err)
	}
	bodies := func(p *api.ListMessageParams) string {
		t.Helper()
		list, err := c.ListMessage(p)
		if err != nil {
			t.Fatal(err)
		}
		var all []string
		for _, m := range list {
			all = append(all, *m.Body)
		}
		return strings.Join(all, ",")
	}
	fromAna := func() *api.ListMessageParams { return (&api.ListMessageParams{}).SetFrom(ana) }
	for want, p := range map[string]*api.ListMessageParams{
		"in 4,in 3,in 2,in 1,in 0":             fromAna().SetPageSize(2),
		"in 4,in 3,in 2":                       fromAna().SetDateSentAfter(noon.Add(2 * time.Hour)),
		"in 2,in 1,in 0":                       fromAna().SetDateSentBefore(noon.Add(2 * time.Hour)),
		"in 2":                                 fromAna().SetDateSent(noon.Add(2 * time.Hour)),
		"out":                                  (&api.ListMessageParams{}).SetTo(ana).SetDateSentAfter(time.Now().Add(-time.Minute)),
		"out,in 4,in 3,in 2,in 1,another,in 0": (&api.ListMessageParams{}).SetPageSize(3),
		"":                                     (&api.ListMessageParams{}).SetTo("+15005550003"),
	} {
		if got := bodies(p); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	s.ListsAfter(time.Hour)
	if got := bodies((&api.ListMessageParams{}).SetTo(ana)); got != "" {
		t.Errorf("too early: %q", got)
	}
}

// A page that begins with a number instead of a place would show a message twice when a new one comes between.
func TestPagesStayWhereTheyAre(t *testing.T) {
	s := twiliotest.New(t)
	at := time.Now().Add(-time.Hour)
	for i := range 4 {
		s.Receives(ana, hotline, fmt.Sprint(i), at.Add(time.Duration(i)*time.Second))
	}
	c := asAccount(t, s)
	first, err := c.PageMessage((&api.ListMessageParams{}).SetPageSize(2), "", "")
	if err != nil {
		t.Fatal(err)
	}
	s.Receives(ana, hotline, "new", time.Now())
	next, err := url.Parse(*first.NextPageUri)
	if err != nil {
		t.Fatal(err)
	}
	second, err := c.PageMessage((&api.ListMessageParams{}).SetPageSize(2), next.Query().Get("PageToken"), "1")
	if err != nil || len(second.Messages) != 2 || *second.Messages[0].Body != "1" || second.NextPageUri != nil {
		t.Errorf("second page %+v, %v", second, err)
	}
}
