package main

import (
	"bytes"
	"encoding/json"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/desk"
)

const (
	rosaID     = bot.ResponderID("0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a")
	anaID      = bot.ResponderID("0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b")
	raidID     = bot.IncidentID("0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c")
	raidPlace  = "1200 Fruitvale Ave"
	raidNeigh  = "Fruitvale and 12th"
	reporterID = bot.ContactID("0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d")
)

var raidOpened = time.Date(2026, 11, 28, 6, 0, 0, 0, time.UTC)

func minute(n int) int64 { return raidOpened.Add(time.Duration(n) * time.Minute).UnixMilli() }

// raid is an incident that Rosa has taken and to which Ana is on her way.
func raid() bot.Incident {
	return bot.Incident{ID: raidID, State: bot.StateVerifying, Severity: bot.Urgent, Reporter: reporterID, Opened: minute(0), Number: 417, Language: "es",
		Place:   bot.Place{Words: raidPlace, Block: raidNeigh, Region: "oakland"},
		Facts:   []bot.Fact{{Key: "place", Text: raidPlace, At: minute(0)}, {Key: "update", Text: "two vans", At: minute(1)}, {Key: "update", Text: "a child cries", At: minute(2)}},
		Reports: []bot.Report{{Number: 418}}, Owner: rosaID, Need: 2,
		Log: []bot.LogEntry{{State: bot.StateUnverified, By: "reporter", Why: "place", At: minute(0)}, {State: bot.StateVerifying, By: string(rosaID), Why: "send", At: minute(1)}},
		Pages: []bot.Page{{Responder: rosaID, Role: bot.RoleDispatcher, At: minute(0), State: bot.PageAccepted},
			{Responder: anaID, Role: bot.RoleVerifier, Deploy: true, At: minute(1), State: bot.PageAccepted, Minutes: 8, Call: "0e"}},
		Waits: []bot.Deadline{{What: "idle", Page: -1, At: minute(30)}, {What: "here", Page: 1, At: minute(14)}}}
}

func raidBoard() bot.Board {
	in := raid()
	return bot.Board{Open: []bot.Posted{{Incident: in.ID, Number: in.Number, State: in.State, Severity: in.Severity, Place: bot.Place{Region: "oakland"},
		Language: "es", Opened: in.Opened, Reports: 2, Owned: true, Due: minute(14)}}}
}

// pins writes a document past the server, sealed as the desk seals it.
func (o *operator) pins(r desk.Ref, sealed any, open ...desk.Field) {
	o.Helper()
	plain, err := json.Marshal(sealed)
	if err != nil {
		o.Fatal(err)
	}
	body, err := o.desk.Sealer.Seal(plain, string(r.Kind)+"/"+r.ID+"/b")
	if err != nil {
		o.Fatal(err)
	}
	write := desk.Write{Ref: r, Next: time.Now().UnixMilli(), Fields: append(open, desk.Field{Name: "b", Value: body}), TTL: time.Hour}
	if err := o.desk.Store.Commit(o.Context(), &desk.Commit{Write: []desk.Write{write}}); err != nil {
		o.Fatal(err)
	}
}

func (o *operator) pinsRaid() {
	o.Helper()
	in := raid()
	o.pins(desk.Ref{Kind: desk.KindIncident, ID: string(in.ID)}, in, desk.Field{Name: "st", Value: string(in.State)}, desk.Field{Name: "sv", Value: string(in.Severity)},
		desk.Field{Name: "c", Value: string(in.Reporter)}, desk.Field{Name: "o", Value: strconv.FormatInt(in.Opened, 10)})
}

// asks runs aldaba incident, which must tell nothing that is nobody's business.
func (o *operator) asks(args ...string) ended {
	o.Helper()
	r := call{env: o.env}.aldaba(o, append([]string{"incident"}, args...)...)
	for _, secret := range []string{"Fruitvale", "vans", "cries", "+1", string(reporterID), string(rosaID)} {
		if strings.Contains(r.out+r.err, secret) {
			o.Errorf("incident %s tells %q: %+v", args, secret, r)
		}
	}
	return r
}

func TestIncidentsAreListedAndShownFromTheBoard(t *testing.T) {
	t.Parallel()
	o := newOperator(t)
	if r := o.asks("list"); r.code != exitOK || r.out != "no open incident\n" {
		t.Errorf("without a board: %+v", r)
	}
	if r := o.asks("list", "--json"); r.code != exitOK || r.out != "[]\n" {
		t.Errorf("without a board: %+v", r)
	}
	o.pins(desk.Ref{Kind: desk.KindWork, ID: "board"}, raidBoard())
	o.pinsRaid()
	var listed []map[string]any
	if r := o.asks("list", "--json"); r.code != exitOK || json.Unmarshal([]byte(r.out), &listed) != nil || len(listed) != 1 {
		t.Fatalf("%+v", r)
	}
	want := map[string]any{"number": 417.0, "state": "VERIFYING", "opened": "2026-11-28T06:00:00Z", "region": "oakland", "language": "es", "reports": 2.0, "owned": true}
	for key, value := range want {
		if listed[0][key] != value {
			t.Errorf("%s is %v, want %v", key, listed[0][key], value)
		}
	}
	if len(listed[0]) != len(want) {
		t.Errorf("it tells more than is pinned: %v", listed[0])
	}
	r := o.asks("show", "417")
	if r.code != exitOK || !strings.Contains(r.out, "update 2") || !strings.Contains(r.out, "VERIFYING") {
		t.Errorf("%+v", r)
	}
}

func TestAnIncidentThatLeftTheBoardIsFoundByItsNumber(t *testing.T) {
	t.Parallel()
	o := newOperator(t)
	o.pinsRaid()
	if r := o.asks("show", "417"); r.code != exitFailed || !strings.Contains(r.err, "incident list") {
		t.Errorf("nobody knows it: %+v", r)
	}
	o.pins(desk.Ref{Kind: desk.KindNumber, ID: "417"}, nil, desk.Field{Name: "c", Value: string(raidID)})
	var shown incidentView
	if r := o.asks("show", "417", "--json"); r.code != exitOK || json.Unmarshal([]byte(r.out), &shown) != nil || shown.Number != 417 || len(shown.Pages) != 2 {
		t.Errorf("%+v", r)
	}
	if r := o.asks("show", "0"); r.code != exitUsage {
		t.Errorf("0 is no number: %+v", r)
	}
	if r := (call{}).aldaba(t, "incident", "list"); r.code != exitFailed || !strings.Contains(r.err, "ALDABA_REDIS_URL") {
		t.Errorf("without Redis: %+v", r)
	}
}

func TestAnIncidentIsShownByFirstNames(t *testing.T) {
	names := firstNames([]bot.Responder{{ID: rosaID, Name: "Rosa Parks Diaz"}, {ID: anaID, Name: "Ana"}, {ID: "x", Name: " "}})
	var out bytes.Buffer
	if err := viewIncident(raid(), names).print(&out, raidOpened.Add(10*time.Minute)); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"in charge      Rosa", "opened         2026-11-28T06:00:00Z, 10m0s ago", "next deadline  in 4m0s", "facts          place 1, update 2",
		"2026-11-28T06:01:00Z  VERIFYING   Rosa      send", "2026-11-28T06:01:00Z  Ana   verifier    go           accepted  8        yes"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("%q is missing in\n%s", want, &out)
		}
	}
	if strings.Contains(out.String(), "Diaz") || strings.Contains(out.String(), "Fruitvale") {
		t.Errorf("it tells too much:\n%s", &out)
	}
}

func TestTheTableOfIncidentsTellsWhatIsOverdue(t *testing.T) {
	b := raidBoard()
	b.Open = append(b.Open, bot.Posted{Number: 418, State: bot.StateNew, Language: "en", Opened: minute(9), Reports: 1, Due: minute(10)})
	var out bytes.Buffer
	if err := viewBoard(b).print(&out, raidOpened.Add(12*time.Minute)); err != nil {
		t.Fatal(err)
	}
	want := "NUMBER  STATE      AGE    NEXT DEADLINE  REGION     LANGUAGE  REPORTS  IN CHARGE\n" +
		"417     VERIFYING  12m0s  in 2m0s        oakland    es        2        somebody\n" +
		"418     NEW        3m0s   2m0s ago       not known  en        1        nobody\n"
	if out.String() != want {
		t.Errorf("got\n%swant\n%s", &out, want)
	}
}
