package twilio

import (
	"context"
	"fmt"
	"net/http"
	"testing"

	"github.com/aldaba-hotline/aldaba/bot"
)

// The research's classes, copied from reference/twilio.md and not from the table that is tested.
func TestResearchedCodes(t *testing.T) {
	for outcome, codes := range map[bot.Outcome][]int{
		bot.Permanent:     {21211, 21614, 30005, 30006, 63003, 63024, 63014},
		bot.Strike:        {30003, 30008, 30004, 21612},
		bot.BackOff:       {20429, 63017, 63018, 30022},
		bot.Defer:         {30001, 21611, 30023, 30610, 63032, 63038, 63049},
		bot.NeedsTemplate: {63016},
		bot.OptedOut:      {21610},
		bot.PauseBulk:     {30007, 30034, 21408, 21617, 21654, 21655, 21656, 30450},
		bot.PauseSender:   {20003, 30002},
	} {
		for _, code := range codes {
			if got := OutcomeOf(code); got != outcome {
				t.Errorf("%d is %q, want %q", code, got, outcome)
			}
		}
	}
	if OutcomeOf(0) != "" || OutcomeOf(29999) != bot.Strike || OutcomeOf(-1) != bot.Strike {
		t.Error("no code means something, or an unknown one nothing")
	}
}

// Every row, as the answer to a message that is handed over.
func TestEveryRow(t *testing.T) {
	var code int
	s := newREST(t, func(w http.ResponseWriter, r *http.Request) {
		reply(http.StatusBadRequest, fmt.Sprintf(`{"code":%d,"message":"To +15005550001","status":400}`, code))(w, r)
	})
	c := s.client(t)
	seen := map[int]bool{}
	for _, row := range rows {
		if seen[row.code] || row.means == "" || row.source == "" {
			t.Errorf("%d is there twice, or without meaning or source", row.code)
		}
		seen[row.code], code = true, row.code
		if r := conclude(context.Background(), t, c, row.outcome); r.Code != row.code || r.SID != "" {
			t.Errorf("%d: got %+v", row.code, r)
		}
	}
}

func TestStatusRules(t *testing.T) {
	for _, c := range []struct {
		status int
		body   string
		want   bot.Outcome
		code   int
	}{
		{429, "", bot.BackOff, 429},
		{429, "<html>", bot.BackOff, 429},
		{429, `{"code":30003}`, bot.BackOff, 30003},
		{401, `{"code":20003}`, bot.PauseSender, 20003},
		{401, "", bot.PauseSender, 401},
		{403, "<html>", bot.PauseSender, 403},
		{403, `{"code":29999}`, bot.PauseSender, 29999},
		{403, `{"code":21610}`, bot.OptedOut, 21610},
		{404, `{"code":20404}`, bot.PauseSender, 20404},
		{404, "<html>", bot.PauseSender, 404},
		{405, "", bot.PauseSender, 405},
		{400, `{"code":29999}`, bot.Strike, 29999},
		{400, `{"code":21602}`, bot.Strike, 21602},
		{400, "<html>", bot.Unreached, 400},
		{400, `{"code":"21211"}`, bot.Unreached, 400},
		{400, `{}`, bot.Unreached, 400},
		{413, "", bot.Unreached, 413},
		{408, `{"code":21211}`, bot.Unknown, 21211},
		{500, `{"code":20500}`, bot.Unknown, 20500},
		{502, "<html>", bot.Unknown, 502},
		{504, "", bot.Unknown, 504},
		{304, "", bot.PauseSender, 304},
	} {
		s := newREST(t, reply(c.status, c.body))
		if r := conclude(context.Background(), t, s.client(t), c.want); r.Code != c.code {
			t.Errorf("%d %s: code %d, want %d", c.status, c.body, r.Code, c.code)
		}
	}
}
