package booklet_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"regexp"
	"slices"
	"strconv"
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
			said, _ := s.Texts.Text(lang, bot.SMS, base, s.Hotline.Common())
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
	if found := regexp.MustCompile(`(?i)\bsrc=|url\(|<script|<link|<img|<iframe|<object|@import|@font-face`).FindAllString(page, -1); found != nil {
		t.Errorf("loads %q", found[:min(5, len(found))])
	}
	again, topicsAgain := render(t, s, "es")
	if page != again || !bytes.Equal(topics, topicsAgain) {
		t.Error("the same set and day give other bytes")
	}
}

// What a strict reader of XML takes has its tags closed and its attributes in quotes.
func TestThePageIsWellFormed(t *testing.T) {
	for _, lang := range []bot.Language{"en", "es"} {
		page, _ := render(t, shipped(t), lang)
		ids, links := map[string]bool{}, []string{}
		for d := xml.NewDecoder(strings.NewReader(page)); ; {
			token, err := d.Token()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatal(lang, err)
			}
			tag, _ := token.(xml.StartElement)
			for _, a := range tag.Attr {
				if a.Name.Local == "id" && ids[a.Value] {
					t.Errorf("two elements have the id %s", a.Value)
				}
				switch a.Name.Local {
				case "id":
					ids[a.Value] = true
				case "href":
					links = append(links, a.Value)
				}
			}
		}
		for _, link := range links {
			if id, inside := strings.CutPrefix(link, "#"); inside && !ids[id] || !inside && !strings.HasPrefix(link, "https://") {
				t.Errorf("%s leads nowhere", link)
			}
		}
		if len(ids) < 500 || len(links) < 300 {
			t.Errorf("%d ids, %d links", len(ids), len(links))
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

func TestTheTitlePageSaysHowMuchIsUnreviewed(t *testing.T) {
	s := shipped(t)
	page, _ := render(t, s, "es")
	count := regexp.MustCompile(`<b>(\d+) of (\d+) texts are unreviewed drafts`).FindStringSubmatch(page)
	if count == nil || count[1] != count[2] || count[2] != strconv.Itoa(len(s.Texts.IDs("es"))) {
		t.Errorf("%q, but there are %d texts", count, len(s.Texts.IDs("es")))
	}
	var all []review.Entry
	for _, id := range s.Texts.IDs("es") {
		all = append(all, review.Entry{ID: id, Language: "es", Hash: review.Hash(s.Texts.Forms("es", id)), SourceHash: review.Hash(s.Texts.Forms("en", id)),
			Act: review.Approved, By: "Ann Lee", On: "2026-11-30", Bar: "CA 12345", Jurisdiction: "CA"})
	}
	s.Ledger = review.New(all)
	if page, _ = render(t, s, "es"); strings.Contains(page, "unreviewed drafts.</b>") || !strings.Contains(page, "No text is an unreviewed draft.") {
		t.Error("all are approved, but it says otherwise")
	}
}

func TestEveryTextHasItsNameHashAndLength(t *testing.T) {
	s := shipped(t)
	page, _ := render(t, s, "es")
	for _, id := range s.Texts.IDs("es") {
		if hash := review.Hash(s.Texts.Forms("es", id)); !strings.Contains(page, "<code>"+id+"</code>") || !strings.Contains(page, `<code class="hash">`+hash+"</code>") {
			t.Errorf("%s or its hash is missing", id)
		}
	}
	if !strings.Contains(page, "<code>common.bye</code> <span class=\"fact\">1 SMS</span>") {
		t.Error("the length of common.bye is missing")
	}
	core := append(s.Library.Globals().Core[:0:0], s.Library.Globals().Core...)
	for _, id := range s.Texts.IDs("es") { // their wordings for a channel are reviewed by themselves
		if base, ch := say.Base(id); ch != "" && slices.Contains(core, base) {
			core = append(core, id)
		}
	}
	for _, id := range core {
		if !strings.Contains(page, "<code>"+id+`</code> <span class="fact core">core</span>`) {
			t.Errorf("%s is not marked as core", id)
		}
	}
	if len(core) == 0 || !strings.Contains(page, "<dd>0 of "+strconv.Itoa(len(core))+"</dd>") {
		t.Error("the state of the core is missing")
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
	if page, _ = render(t, s, "en"); !strings.Contains(page, "approved by Ann Lee (CA 12345), 2026-11-30, for CA") {
		t.Error("the lawyer is not named")
	}
}

func TestExpiredFactsAreMarked(t *testing.T) {
	s := shipped(t)
	page, _, err := booklet.Render(s, "en", day.AddDate(3, 0, 0))
	if err != nil || !bytes.Contains(page, []byte("expired on 2027-05-21")) || !bytes.Contains(page, []byte(`<dd class="warn">`+strconv.Itoa(len(s.Library.TopicIDs()))+`</dd>`)) {
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
	if !strings.Contains(page, "nobody has written this text in this language yet") || !strings.Contains(page, `<p class="english">`) {
		t.Error("what is missing is not told, or not what it says in English")
	}
	bases := map[string]bool{}
	for _, id := range s.Texts.IDs("en") {
		base, _ := say.Base(id)
		bases[base] = true
	}
	absent := `<dt>Missing in this language</dt><dd class="warn">` + strconv.Itoa(len(bases)-1) + "<"
	if !strings.Contains(page, "<b>1 of 1 texts are unreviewed") || !strings.Contains(page, absent) {
		t.Errorf("what is missing is counted as written; want %s", absent)
	}
	if !strings.Contains(page, `<p class="bubble" lang="ar" dir="rtl">&lt;script&gt;`) {
		t.Error("it is not written from right to left")
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
	if _, _, err := booklet.Render(shipped(t), "xx", day); err == nil || !strings.Contains(err.Error(), "use one of ar, en, es, fr") {
		t.Errorf("%v", err)
	}
}
