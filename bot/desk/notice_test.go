package desk_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/broadcast"
	"github.com/aldaba-hotline/aldaba/bot/store/redistest"
)

// board is an office whose organizers let people know things.
type noticeBoard struct{ *office }

func twoPlaces(h *bot.Hotline) {
	h.Regions = map[string]bot.Region{"fremont": {Zips: []string{"945"}, Names: []string{"Fremont"}, Zone: "America/Los_Angeles"}, "oakland": {Zips: []string{"946"}, Names: []string{"Oakland"}}}
}

func plazaSeen() bot.NoticeSpec {
	return bot.NoticeSpec{Name: "plaza", Regions: []string{"fremont"}, Until: "2h", Missing: broadcast.MissingDefault,
		Bodies: map[bot.Language]bot.Private{"en": "Volunteers saw vans at the plaza in {region}, says {hotline}.", "es": "Unos voluntarios vieron camionetas en la plaza. Escriba REDADA."}}
}

func (b noticeBoard) drafts(s bot.NoticeSpec) bot.NoticeID {
	b.t.Helper()
	id, err := b.DraftNotice(b.t.Context(), s, "ana")
	if err != nil {
		b.t.Fatal(err)
	}
	return id
}

func (b noticeBoard) shows(id bot.NoticeID) (v struct {
	bot.Notice
	state bot.NoticeState
	reads map[bot.Language]string
}) {
	b.t.Helper()
	n, err := b.Notice(b.t.Context(), id)
	if err != nil {
		b.t.Fatal(err)
	}
	v.Notice, v.state, v.reads = n.Notice, n.At(n.Now), n.Reads
	return v
}

func (b noticeBoard) approves(id bot.NoticeID) {
	b.t.Helper()
	if err := b.ApproveNotice(b.t.Context(), id, b.shows(id).Hash, "berta"); err != nil {
		b.t.Fatal(err)
	}
	b.refreshes()
}

func (b noticeBoard) refreshes() {
	b.t.Helper()
	if err := b.RefreshNotices(b.t.Context()); err != nil {
		b.t.Fatal(err)
	}
}

// asks is what somebody reads who texts words.
func (b noticeBoard) asks(number, words string) string {
	b.t.Helper()
	var all []string
	for _, r := range b.hears(bot.SMS, number, words) {
		all = append(all, r.Text)
	}
	return strings.Join(all, "\n")
}

// onBoth plays a story on a real Redis, and on the one for trying out.
func onBoth(t *testing.T, story func(t *testing.T, b noticeBoard)) {
	t.Helper()
	t.Run("redis", func(t *testing.T) { story(t, noticeBoard{openOffice(t, twoPlaces)}) })
	t.Run("embedded", func(t *testing.T) { story(t, noticeBoard{jumpOffice(t, twoPlaces)}) })
}

func TestANoticeIsToldFromItsApprovalToItsEnd(t *testing.T) {
	onBoth(t, func(t *testing.T, b noticeBoard) {
		id := b.drafts(plazaSeen())
		b.refreshes()
		if said := b.asks(number(1), "Fremont"); strings.Contains(said, "vans") || !strings.Contains(said, "no checked news about Fremont") {
			t.Errorf("a draft is told: %s", said)
		}
		hash := b.shows(id).Hash
		for _, wrong := range [][2]string{{hash, "ana"}, {"0", "berta"}} {
			if err := b.ApproveNotice(t.Context(), id, wrong[0], wrong[1]); !errors.Is(err, bot.ErrRefused) {
				t.Errorf("%v: %v", wrong, err)
			}
		}
		b.approves(id)
		said := b.asks(number(1), "is ICE in Fremont?")
		if !strings.HasPrefix(said, "Checked on ") || !strings.Contains(said, "at the plaza in Fremont, says ") || !strings.Contains(said, ". Do you see agents? Text RAID.") {
			t.Errorf("%s", said)
		}
		if said := b.asks(number(2), "¿es verdad que la migra está en Fremont?"); !strings.Contains(said, "camionetas en la plaza. Escriba REDADA.\n") {
			t.Errorf("%s", said) // it ends with that already
		}
		if err := b.WithdrawNotice(t.Context(), id, "carla"); err != nil {
			t.Fatal(err)
		}
		b.refreshes()
		if said := b.asks(number(1), "Fremont"); strings.Contains(said, "vans") {
			t.Errorf("a withdrawn one is told: %s", said)
		}
		v := b.shows(id)
		if v.state != bot.NoticeEnded || len(v.Events) != 3 || v.Events[0].By != "ana" || v.Events[1].By != "berta" || v.Events[2].By != "carla" || v.Approver != "berta" {
			t.Errorf("%+v", v.Notice)
		}
	})
}

func TestALaterNoticeReplacesTheOneThatItAnswers(t *testing.T) {
	onBoth(t, func(t *testing.T, b noticeBoard) {
		first := b.drafts(plazaSeen())
		b.approves(first)
		spec := plazaSeen()
		spec.Answers, spec.Bodies = first, map[bot.Language]bot.Private{"en": "The vans are of the film crew."}
		second := b.drafts(spec)
		b.refreshes()
		if said := b.asks(number(1), "Fremont"); !strings.Contains(said, "plaza") || strings.Contains(said, "film") {
			t.Errorf("replaced before it was approved: %s", said)
		}
		b.approves(second)
		if said := b.asks(number(1), "Fremont"); strings.Contains(said, "plaza") || !strings.Contains(said, "film") {
			t.Errorf("%s", said)
		}
		if v := b.shows(first); v.state != bot.NoticeEnded || v.Events[2].What != broadcast.Replaced || v.Events[2].Note != string(second) {
			t.Errorf("%+v", v.Notice)
		}
		all, _, err := b.NoticeList(t.Context())
		if err != nil || len(all) != 2 || all[0].ID != second {
			t.Errorf("%+v %v", all, err)
		}
		if err := b.ReviseNotice(t.Context(), second, plazaSeen(), "berta"); err != nil {
			t.Fatal(err)
		}
		b.refreshes()
		if said := b.asks(number(1), "Fremont"); strings.Contains(said, "plaza") || strings.Contains(said, "film") {
			t.Errorf("a revised one is told before it is approved again: %s", said)
		}
		spec.Answers = "99"
		if _, err := b.DraftNotice(t.Context(), spec, "ana"); !errors.Is(err, bot.ErrRefused) {
			t.Errorf("it answers one that there is not: %v", err)
		}
	})
}

// Who reads a language without a body gets the default one; dates and what to text are theirs all the same.
func TestANoticeIsToldInTheReadersLanguage(t *testing.T) {
	b := noticeBoard{jumpOffice(t, twoPlaces)}
	b.approves(b.drafts(plazaSeen()))
	said := b.asks(number(1), "слухи: полиция ICE в Fremont, это правда?")
	if b.last.Language != "ru" || !strings.HasPrefix(said, "Проверено ") || !strings.Contains(said, "vans at the plaza") {
		t.Errorf("%s: %s", b.last.Language, said)
	}
	spec := bot.NoticeSpec{Name: "rumor", Regions: []string{"oakland"}, Until: "2h", Phrase: &bot.Phrase{ID: "rumor_false", Place: "Main Library", Date: "2026-11-28", Time: "10:00"}}
	id := b.drafts(spec)
	v := b.shows(id)
	if len(v.reads) != len(b.Brain().Hotline().Languages) {
		t.Errorf("%d languages", len(v.reads))
	}
	for lang, words := range v.reads {
		raid, _ := b.Brain().Texts().Text(lang, bot.SMS, "notice.raid", nil)
		if !strings.Contains(words, "Main Library") || strings.Count(words, raid) > 1 {
			t.Errorf("%s: %s", lang, words)
		}
	}
}

// Nobody reads it a moment after its end, and its documents go by themselves.
func TestANoticeEndsByItself(t *testing.T) {
	b := noticeBoard{jumpOffice(t, twoPlaces)}
	id := b.drafts(plazaSeen())
	b.approves(id)
	b.waits(2*time.Hour - time.Second)
	if said := b.asks(number(1), "Fremont"); !strings.Contains(said, "vans") {
		t.Errorf("%s", said)
	}
	b.waits(2 * time.Second)
	if said := b.asks(number(1), "Fremont"); strings.Contains(said, "vans") || !strings.Contains(said, "no checked news") {
		t.Errorf("it is told after its end: %s", said)
	}
	if v := b.shows(id); v.state != bot.NoticeEnded {
		t.Errorf("%+v", v)
	}
	b.waits(31 * 24 * time.Hour)
	if _, err := b.Notice(t.Context(), id); !errors.Is(err, bot.ErrRefused) {
		t.Errorf("it is kept: %v", err)
	}
	if next := b.drafts(plazaSeen()); next == id {
		t.Error("a number is given twice")
	}
}

// While Redis cannot be asked, what was known goes on.
func TestWhatWasKnownGoesOnWithoutTheStore(t *testing.T) {
	b := noticeBoard{jumpOffice(t, twoPlaces)}
	b.approves(b.drafts(plazaSeen()))
	gone, stop := context.WithCancel(t.Context())
	stop()
	if err := b.RefreshNotices(gone); err == nil {
		t.Fatal("a store that is away was read")
	}
	if said := b.asks(number(1), "Fremont"); !strings.Contains(said, "vans") {
		t.Errorf("%s", said)
	}
}

// Another instance on the same Redis knows of a notice, and of its end, by itself.
func TestEveryServerTellsANotice(t *testing.T) {
	url := redistest.Start(t)
	b := noticeBoard{officeOn(t, real(t, url), twoPlaces)}
	other := noticeBoard{b.again(real(t, url))}
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() { defer close(done); other.RunNotices(ctx) }()
	t.Cleanup(func() { stop(); <-done })
	tells := func(want bool) {
		t.Helper()
		for end := time.Now().Add(30 * time.Second); ; time.Sleep(50 * time.Millisecond) {
			other.ids++
			replies, err := other.Receive(t.Context(), received(5000+other.ids, number(1), "Fremont"))
			if err == nil && len(replies) > 0 && strings.Contains(replies[0].Text, "vans") == want {
				return
			}
			if time.Now().After(end) {
				t.Fatalf("told: want %t, got %v, %v", want, replies, err)
			}
		}
	}
	id := b.drafts(plazaSeen())
	b.approves(id)
	tells(true)
	if err := b.WithdrawNotice(t.Context(), id, "ana"); err != nil {
		t.Fatal(err)
	}
	tells(false)
}

// What the hotline adds to a body fits beside it into one text, in every language.
func TestWhatIsAddedToABodyFits(t *testing.T) {
	b := noticeBoard{jumpOffice(t, twoPlaces)}
	spec := plazaSeen()
	spec.Bodies = map[bot.Language]bot.Private{}
	for _, lang := range b.Brain().Hotline().Languages {
		spec.Bodies[lang] = "x {region}"
	}
	for lang, words := range b.shows(b.drafts(spec)).reads {
		if n := utf8.RuneCountInString(words) - len("x {region}"); n > broadcast.NoticeExtras-40 {
			t.Errorf("%s: %d characters are added: %s", lang, n, words)
		}
	}
}
