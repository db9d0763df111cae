package booklet_test

import (
	"bytes"
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/book"
	"github.com/aldaba-hotline/aldaba/bot/book/booklet"
	"github.com/aldaba-hotline/aldaba/bot/flow"
	"github.com/aldaba-hotline/aldaba/bot/review"
	"github.com/aldaba-hotline/aldaba/bot/say"
	"github.com/aldaba-hotline/aldaba/bot/understand"
	"github.com/aldaba-hotline/aldaba/flows"
	"github.com/aldaba-hotline/aldaba/i18n"
)

var day = time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC)

// shipped is everything that comes with Aldaba.
func shipped(t testing.TB) book.Set {
	t.Helper()
	s := book.Set{Hotline: bot.Hotline{Name: "Line", Languages: []bot.Language{"en", "es"}, DefaultLanguage: "en"}}
	var ps [3]bot.Problems
	s.Library, ps[0] = flow.Load(flows.FS)
	s.Texts, ps[1] = say.Load(i18n.FS)
	s.Words, ps[2] = understand.LoadWords(i18n.FS)
	if all := slices.Concat(ps[:]...); all.Err() != nil {
		t.Fatal(all)
	}
	return s
}

func render(t testing.TB, s book.Set, lang bot.Language) (html string, topics []byte) {
	t.Helper()
	page, topics, err := booklet.Render(s, lang, day)
	if err != nil {
		t.Fatal(err)
	}
	return string(page), topics
}

func TestEveryTextIsInTheBooklet(t *testing.T) {
	s := shipped(t)
	for _, lang := range s.Texts.Languages() {
		page, _ := render(t, s, lang)
		for _, id := range s.Texts.IDs(lang) {
			base, _ := say.Base(id)
			said, _ := s.Texts.Text(lang, bot.SMS, base, map[string]string{"Name": "Line"})
			if !strings.Contains(page, escaped(said)) {
				t.Errorf("%s: %s is missing: %s", lang, id, said)
			}
		}
		for _, id := range s.Library.TopicIDs() {
			for _, source := range s.Library.Topic(id).Sources {
				if !strings.Contains(page, escaped(source)) {
					t.Errorf("%s: the source %s of %s is missing", lang, source, id)
				}
			}
		}
	}
}

func escaped(s string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&#34;", "'", "&#39;", "+", "&#43;").Replace(s)
}

func TestTheBookletLoadsNothingAndIsTheSameEachTime(t *testing.T) {
	s := shipped(t)
	page, topics := render(t, s, "es")
	if found := regexp.MustCompile(`(?i)(src|href)="[^#"][^"]*"|url\(http|<script|<link|<img|<iframe|@import`).FindAllString(page, -1); found != nil {
		t.Errorf("loads %q", found[:min(5, len(found))])
	}
	again, topicsAgain := render(t, s, "es")
	if page != again || !bytes.Equal(topics, topicsAgain) {
		t.Error("the same set and day give other bytes")
	}
}

func TestEveryLinkOfTheBookletLeadsSomewhere(t *testing.T) {
	page, _ := render(t, shipped(t), "en")
	for _, m := range regexp.MustCompile(`href="#([^"]+)"`).FindAllStringSubmatch(page, -1) {
		if !strings.Contains(page, `id="`+m[1]+`"`) {
			t.Errorf("#%s leads nowhere", m[1])
		}
	}
}

func TestTopicsAreDataForScripts(t *testing.T) {
	s := shipped(t)
	_, data := render(t, s, "en")
	var topics []struct {
		ID, Expires, Jurisdiction, Review string
		AsOf                              string `json:"as_of"`
		Sources                           []string
		Messages                          []struct {
			ID, Text string
			Segments int
		}
	}
	if err := json.Unmarshal(data, &topics); err != nil {
		t.Fatal(err)
	}
	if len(topics) != len(s.Library.TopicIDs()) {
		t.Errorf("%d topics", len(topics))
	}
	for _, topic := range topics {
		expires, err := time.ParseDuration(topic.Expires)
		if err != nil || expires != s.Library.Topic(topic.ID).Expires || topic.AsOf == "" || topic.Jurisdiction == "" || topic.Review != "drafted" || len(topic.Sources) == 0 {
			t.Errorf("%+v", topic)
		}
		for _, m := range topic.Messages {
			if m.Text == "" || m.Segments < 1 || m.Segments > 3 || strings.Contains(m.Text, "{{") {
				t.Errorf("%s: %+v", topic.ID, m)
			}
		}
	}
}

func TestOnlyTheLedgerNamesALawyer(t *testing.T) {
	s := shipped(t)
	page, _ := render(t, s, "en")
	if strings.Contains(page, `class="state approved"`) {
		t.Error("something is called approved without a ledger")
	}
	s.Ledger = review.New([]review.Entry{{ID: "door.ask", Language: "en", Hash: review.Hash(s.Texts.Forms("en", "door.ask")), Act: review.Approved, By: "Ann Lee",
		On: "2026-11-30", Bar: "CA 12345", Jurisdiction: "CA"}})
	if page, _ = render(t, s, "en"); !strings.Contains(page, "approved: Ann Lee, 2026-11-30, CA 12345, for CA") {
		t.Error("the lawyer is not named")
	}
}

func TestExpiredFactsAreMarked(t *testing.T) {
	page, _, err := booklet.Render(shipped(t), "en", day.AddDate(3, 0, 0))
	if err != nil || !bytes.Contains(page, []byte(": expired")) || bytes.Contains(page, []byte(`<th class="warn">expired</th><td>0`)) {
		t.Errorf("%v", err)
	}
}

func TestAHostileTextStaysAText(t *testing.T) {
	s := shipped(t)
	lang, ps := say.LoadLanguage("active.ar.toml", []byte("\"door.ask\" = \"<script>alert(1)</script> & \\\"x\\\"\"\n"), s.Texts.Links())
	if ps != nil {
		t.Fatal(ps)
	}
	english, _ := fsLanguage(t, "en")
	s.Texts, _ = say.New(lang, english)
	page, _ := render(t, s, "ar")
	if strings.Contains(page, "<script>") || !strings.Contains(page, "&lt;script&gt;") {
		t.Error("a text has become a part of the page")
	}
	if !strings.Contains(page, "Not written in this language yet.") {
		t.Error("what is missing is not told")
	}
}

func fsLanguage(t *testing.T, lang string) (*say.Language, bot.Problems) {
	t.Helper()
	data, err := i18n.FS.ReadFile("active." + lang + ".toml")
	if err != nil {
		t.Fatal(err)
	}
	links, _ := say.LoadLinks(i18n.FS)
	return say.LoadLanguage("active."+lang+".toml", data, links)
}

func TestALanguageWithoutTextsIsRefused(t *testing.T) {
	if _, _, err := booklet.Render(shipped(t), "xx", day); err == nil || !strings.Contains(err.Error(), "use one of en, es") {
		t.Errorf("%v", err)
	}
}
