package desk

import (
	"context"
	"errors"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/broadcast"
	"github.com/aldaba-hotline/aldaba/bot/say"
	"github.com/aldaba-hotline/aldaba/bot/text"
)

// request is what an organizer texts about a broadcast: a verb in English, its number and, to let something go, a one-time code.
type request struct {
	verb string
	id   bot.BroadcastID
	code string
}

// The verbs. To stop something takes no code: who has the phone, or forges its number, can make nothing worse by it.
const (
	askShow    = "SHOW"
	askApprove = "APPROVE"
	askPause   = "PAUSE"
	askResume  = "RESUME"
	askKill    = "KILL"
)

var requests = regexp.MustCompile(`^(?i)\s*(SHOW|APPROVE|PAUSE|RESUME|KILL)\s+#?([1-9][0-9]{0,8})(?:\s+([0-9]{3})\s?([0-9]{3}))?[\s.!]*$`)

func readRequest(words bot.Private) (request, bool) {
	m := requests.FindStringSubmatch(words.Reveal())
	if m == nil {
		return request{}, false
	}
	return request{verb: strings.ToUpper(m[1]), id: bot.BroadcastID(m[2]), code: m[3] + m[4]}, true
}

// answered is what answers an organizer, before it is put into their words, and what follows it word for word.
type answered struct {
	message string
	args    map[string]string
	bodies  []bot.Private
}

// organize carries out what an organizer texts from the phone that is theirs, once. It returns nil for everything else, also for what has been
// answered before.
func (d *Desk) organize(ctx context.Context, q Query, e bot.Event) (*answered, error) {
	r, ok := readRequest(e.Text)
	if !ok {
		return nil, nil
	}
	who, ok, err := d.UserAt(ctx, e.From)
	if err != nil || !ok || !who.Organizes() {
		return nil, err
	}
	l, err := d.Store.Load(ctx, q)
	if err != nil || l.Taken {
		return nil, err
	}
	a, err := d.request(ctx, r, who)
	if errors.Is(err, bot.ErrRefused) {
		d.Log.Warn("an organizer's text was refused", "verb", r.verb, "broadcast", r.id)
		return &answered{message: say.CastRefused, args: args(r)}, nil
	}
	if a.args == nil {
		a.args = args(r)
	}
	return &a, err
}

func args(r request) map[string]string { return map[string]string{"ID": string(r.id)} }

func (d *Desk) request(ctx context.Context, r request, who bot.User) (answered, error) {
	switch r.verb {
	case askShow:
		return d.showCast(ctx, r.id, who)
	case askApprove:
		return d.approveByText(ctx, r, who)
	case askResume:
		if _, err := d.Prove(ctx, who.Name, r.code); err != nil {
			return answered{message: say.CastCode}, onlyUnavailable(err)
		}
		return answered{message: say.CastResumed}, d.ResumeBroadcast(ctx, r.id, who.Name)
	case askPause:
		return answered{message: say.CastPaused}, d.PauseBroadcast(ctx, r.id, who.Name)
	}
	if err := d.KillBroadcast(ctx, r.id, who.Name); err != nil {
		return answered{}, err
	}
	report, err := d.BroadcastReport(ctx, r.id)
	return answered{message: say.CastKilled, args: map[string]string{"ID": string(r.id), "Posted": strconv.Itoa(report.Posted)}}, err
}

// onlyUnavailable is an error that a later try may mend, nil for one that has been answered.
func onlyUnavailable(err error) error {
	if errors.Is(err, bot.ErrRefused) {
		return nil
	}
	return err
}

// showCast tells what a broadcast would do, to whom it goes, when and how, what stands in its way, and each of its texts. What was shown to somebody is what they may approve.
func (d *Desk) showCast(ctx context.Context, id bot.BroadcastID, who bot.User) (answered, error) {
	p, err := d.Preview(ctx, id)
	if err != nil {
		return answered{}, err
	}
	err = d.changeUsers(ctx, func(all []userRecord) ([]userRecord, error) {
		if i := named(all, who.Name); i >= 0 {
			all[i].Shown = map[bot.BroadcastID]string{id: p.Hash}
		}
		return all, nil
	})
	a := answered{message: say.CastShown, args: map[string]string{"ID": string(id), "Title": p.Name, "Author": p.Author, "Recipients": strconv.Itoa(p.Recipients),
		"Segments": strconv.Itoa(p.Segments), "Cost": strconv.FormatFloat(p.Cost, 'f', 2, 64) + " " + p.Currency}}
	if len(p.Blockers) > 0 {
		a.message = say.CastBlocked
	}
	terms := strings.Join(slices.Concat(p.Terms, p.Blockers, p.Warnings), "\n")
	a.bodies = []bot.Private{bot.Private(text.Clean(terms, bot.MaxText))}
	for _, lang := range slices.Sorted(maps.Keys(p.ByLanguage)) {
		a.bodies = append(a.bodies, bot.Private(p.ByLanguage[lang].Text))
	}
	return a, err
}

// approveByText approves what was shown to the approver last, and nothing else.
func (d *Desk) approveByText(ctx context.Context, r request, who bot.User) (answered, error) {
	_, all, err := d.users(ctx)
	if err != nil {
		return answered{}, err
	}
	hash := ""
	if i := named(all, who.Name); i >= 0 {
		hash = all[i].Shown[r.id]
	}
	p, err := d.Preview(ctx, r.id)
	switch {
	case err != nil:
		return answered{}, err
	case p.Author == who.Name:
		return answered{message: say.CastAuthor}, nil
	case hash == "" || hash != p.Hash:
		return answered{message: say.CastUnseen}, nil
	case len(p.Blockers) > 0:
		return answered{message: say.CastBlocked}, nil
	}
	if _, err := d.Prove(ctx, who.Name, r.code); err != nil {
		return answered{message: say.CastCode}, onlyUnavailable(err)
	}
	if err := d.Approve(ctx, r.id, hash, who.Name); err != nil {
		return answered{}, err
	}
	return answered{message: say.CastApproved, args: map[string]string{"ID": string(r.id), "Recipients": strconv.Itoa(p.Recipients)}}, nil
}

// answers is the decision that answers an organizer. Their conversation stays as it is.
func (d *Desk) answers(before State, e bot.Event, a *answered, now time.Time) Decision {
	b := d.brain.Load()
	after := Decision{State: before, Intent: bot.Intent{Action: bot.ActCommand, Language: bot.Undetermined}}
	after.Room = before.Room.begin()
	after.Contact = b.meet(before.Contact, e, now)
	after.Language = after.reads(b)
	after.Texts = []string{b.word(after.Language, a.message, a.args)}
	for _, body := range a.bodies {
		after.Texts = append(after.Texts, broadcast.Fill(body, b.hotline.Name).Reveal())
	}
	return after
}
