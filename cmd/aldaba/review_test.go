package main

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/book"
)

// library is a copy of the data that a maintainer and a lawyer work with.
type library struct {
	t    *testing.T
	dir  string
	call call
}

func openLibrary(t *testing.T) library {
	t.Helper()
	dir := t.TempDir()
	data := filepath.Join(dir, "data")
	if r := (call{dir: dir}).aldaba(t, "init", "--data", data); r != (ended{exitOK, data + "\n", ""}) {
		t.Fatalf("%+v", r)
	}
	for _, kind := range []string{"active.*", "words.*"} { // two languages are enough for a story
		trim(t, filepath.Join(data, "i18n", kind))
	}
	ledger := filepath.Join(data, "i18n", "review.csv")
	rows, err := os.ReadFile(ledger)
	if err != nil {
		t.Fatal(err)
	}
	header, _, _ := strings.Cut(string(rows), "\n")
	if err := os.WriteFile(ledger, []byte(header+"\n"), 0o600); err != nil { // the story begins with drafts
		t.Fatal(err)
	}
	return library{t, dir, call{dir: dir, env: []string{"ALDABA_DATA=" + data}}}
}

// does runs a verb that must succeed, and returns what it prints.
func (l library) does(args ...string) string {
	l.t.Helper()
	r := l.call.aldaba(l.t, args...)
	if r.code != exitOK {
		l.t.Fatalf("aldaba %q: %+v", args, r)
	}
	return r.out
}

// refuses runs a verb that must fail, say why, and leave the ledger as it is.
func (l library) refuses(why string, args ...string) {
	l.t.Helper()
	before := l.ledger()
	r := l.call.aldaba(l.t, args...)
	if r.code != exitFailed || !strings.Contains(r.err, why) || l.ledger() != before {
		l.t.Errorf("aldaba %q: %+v, want exit status 1 and %s; the ledger has changed: %t", args, r, why, l.ledger() != before)
	}
}

func (l library) ledger() string {
	l.t.Helper()
	data, err := os.ReadFile(filepath.Join(l.dir, "data", "i18n", "review.csv"))
	if err != nil {
		l.t.Fatal(err)
	}
	return string(data)
}

// settings writes a hotline.yaml and returns its name.
func (l library) settings(require string) string {
	l.t.Helper()
	file := filepath.Join(l.dir, require+".yaml")
	if err := os.WriteFile(file, []byte("id: story\nlanguages: [en, es]\nrequire_review: "+require+"\n"), 0o600); err != nil {
		l.t.Fatal(err)
	}
	return file
}

// status is what review status tells of a language.
func (l library) status(lang string) languageView {
	l.t.Helper()
	var v reviewView
	if err := json.Unmarshal([]byte(l.does("review", "status", "--json", "--lang", lang)), &v); err != nil || len(v.Languages) != 1 {
		l.t.Fatalf("%v %+v", err, v)
	}
	return v.Languages[0]
}

// fills in an exported sheet as Excel saves it in many countries.
func (l library) fills(sheet string, fill func(row map[string]string)) {
	l.t.Helper()
	data, err := os.ReadFile(filepath.Join(l.dir, sheet))
	if err != nil {
		l.t.Fatal(err)
	}
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(string(data), "\ufeff"))).ReadAll()
	if err != nil {
		l.t.Fatal(err)
	}
	out := &strings.Builder{}
	w := csv.NewWriter(out)
	w.Comma, w.UseCRLF = ';', true
	for i, row := range rows {
		cells := map[string]string{}
		for n, column := range rows[0] {
			cells[column] = row[n]
		}
		if i > 0 {
			fill(cells)
		}
		for n, column := range rows[0] {
			row[n] = cells[column]
		}
		_ = w.Write(row)
	}
	w.Flush()
	if err := os.WriteFile(filepath.Join(l.dir, sheet), []byte("\ufeff"+out.String()), 0o600); err != nil {
		l.t.Fatal(err)
	}
}

func approves(row map[string]string) {
	row["verdict"], row["reviewer"], row["bar_state"] = "approve", "Ana Law", "CA 12345"
}

func TestALawyerReviewsTheCoreInSpanish(t *testing.T) {
	t.Parallel()
	l := openLibrary(t)
	core := l.settings("core")
	if r := l.call.aldaba(t, "check", "--config", core); r.code != exitFailed || !strings.Contains(r.err, "es is not published, because of common.not_in_language (drafted), ") ||
		!strings.Contains(r.err, "en goes out only because silence is worse") {
		t.Errorf("check before: %+v", r)
	}
	before := l.status("es")
	if before.Core.Texts < 15 || before.Core.Drafted != before.Core.Texts || !before.Published {
		t.Errorf("before: %+v", before)
	}
	for _, lang := range []string{"es", "en"} {
		l.does("review", "export", "--lang", lang, "--core", "--excel", "--out", lang+".csv")
		l.fills(lang+".csv", approves)
		if out := l.does("review", "import", lang+".csv", "--lang", lang, "--dry-run"); !strings.HasPrefix(out, fmt.Sprintf("would be recorded: %d approved, 0 withdrawn", before.Core.Texts)) || strings.Contains(l.ledger(), "approved") && lang == "es" {
			t.Errorf("dry run: %s", out)
		}
		l.does("review", "import", lang+".csv", "--lang", lang, "--on", "2026-11-20")
	}
	if !strings.Contains(l.ledger(), ",approved,Ana Law,2026-11-20,CA,CA 12345,\n") {
		t.Errorf("the ledger is\n%s", l.ledger())
	}
	if r := l.call.aldaba(t, "check", "--config", core); strings.Contains(r.err, "review.csv") {
		t.Errorf("check after: %+v", r)
	}
	if after := l.status("es"); after.Core.Approved != after.Core.Texts || len(after.Blocks) != 0 {
		t.Errorf("after: %+v", after)
	}
	recorded := l.ledger()
	if l.does("review", "import", "es.csv", "--lang", "es"); l.ledger() != recorded {
		t.Error("importing a sheet twice records it twice")
	}
}

func TestOneBadRowAndNothingIsRecorded(t *testing.T) {
	t.Parallel()
	l := openLibrary(t)
	l.does("review", "export", "--lang", "es", "--out", "es.csv")
	l.fills("es.csv", func(row map[string]string) {
		if row["id"] == "door.ask" || row["id"] == "door.knock" {
			approves(row)
		}
	})
	change(t, l.dir, "data/i18n/active.es.toml", `"door.knock" = "`, `"door.knock" = "Calma. `)
	l.refuses("door.knock has changed since the export: its hash is ", "review", "import", "es.csv", "--lang", "es")
	l.refuses(`door.ask is a text in "es"; import each language by itself`, "review", "import", "es.csv", "--lang", "en")
	l.refuses(`there are no texts in "xx"; use one of [`, "review", "import", "es.csv", "--lang", "xx")
	l.refuses("the file cannot be read", "review", "import", "none.csv", "--lang", "es")
	l.refuses("exists already", "review", "export", "--out", "es.csv")
}

func TestActsThatCannotBeRecordedAreRefused(t *testing.T) {
	t.Parallel()
	l := openLibrary(t)
	approve := func(more ...string) []string {
		return append([]string{"review", "approve", "--lang", "es", "--by", "Ana", "--bar", "CA 1", "--jurisdiction", "CA"}, more...)
	}
	l.refuses(`there is no text "door.nock" in es`, approve("door.ask", "door.nock")...)
	l.refuses("is in the future", approve("door.ask", "--on", "2999-01-01")...)
	l.refuses(`"soon" is not a day`, approve("door.ask", "--on", "soon")...)
	l.refuses(`bar is "California"`, approve("door.ask", "--bar", "California")...)
	l.refuses(`jurisdiction is "XX"`, approve("door.ask", "--jurisdiction", "XX")...)
	l.refuses("by is empty", approve("door.ask", "--by", " ")...)
	l.refuses("menu.opt.home cannot be withdrawn: without it a question has no answers", "review", "withdraw", "menu.opt.home", "--lang", "es", "--by", "Bo", "--comment", "x")
	l.refuses(`there is no text "none" in es`, "review", "withdraw", "none", "--lang", "es", "--by", "Bo", "--comment", "x")
	for _, args := range [][]string{approve("door.ask"), {"review", "withdraw", "door.ask", "--lang", "es", "--by", "Bo", "--comment", "x"}, {"review", "translated", "--lang", "es", "--by", "Bo"}} {
		if r := aldaba(t, args...); r.code != exitFailed || r.out != "" || !strings.Contains(r.err, "the built-in texts cannot be written to; get a copy of them (aldaba init --data DIR)") {
			t.Errorf("without a copy: %+v", r)
		}
	}
	change(t, l.dir, "data/i18n/review.csv", "comment\n", "comment\ndoor.ask,es,00,,approved,Ana,2026-11-28,CA,CA 1,\n")
	l.refuses(`i18n/review.csv:2: hash is "00"`, "review", "status")
	l.refuses("exists already", "init", "--data", filepath.Join(l.dir, "data"))
}

func TestAWithdrawnTextDoesNotGoOut(t *testing.T) {
	t.Parallel()
	l := openLibrary(t)
	r := l.call.aldaba(t, "review", "withdraw", "topic.notario-fraud.1", "raid.where", "--lang", "en", "--by", "Bo", "--comment", "=wrong")
	if r.code != exitOK || !strings.Contains(r.err, "topic.notario-fraud.1 still goes out in es") || !strings.HasPrefix(r.out, "3 text(s) in en withdrawn") {
		t.Errorf("%+v", r)
	}
	chat := l.call
	chat.in = "what is a notario\nraid\n"
	if r := chat.aldaba(t, "chat"); strings.Count(r.out, "Sorry, we cannot send this part in English now.") != 2 || strings.Contains(r.out, "WHERE is it") {
		t.Errorf("%+v", r)
	}
	got := l.status("en")
	got.Notices = slices.DeleteFunc(got.Notices, func(n book.Notice) bool { return n.About == "expired" }) // facts grow old by themselves
	if len(got.Notices) != 3 || got.Notices[0].About != "withdrawn" || len(got.Blocks) != 1 || got.Blocks[0] != (book.Block{ID: "raid.where", Why: "withdrawn"}) || !got.Published {
		t.Errorf("%+v", got)
	}
	l.does("review", "withdraw", "raid.where", "--lang", "es", "--by", "Bo", "--comment", "wrong")
	if out := l.does("review", "status"); !strings.Contains(out, "es is kept back by raid.where: withdrawn\n") || !strings.Contains(out, "en        all the same  core") {
		t.Errorf("%s", out)
	}
	served := call{dir: l.dir, env: append(serveEnvironment(t), l.call.env...)}.aldaba(t, "serve")
	if !strings.Contains(served.err, "es is not published, because of raid.where (withdrawn)") || !strings.Contains(served.err, `level=ERROR msg=data problem="i18n/review.csv: en goes out only because silence is worse`) ||
		!strings.Contains(served.err, "keyset") {
		t.Errorf("serve warns and goes on: %+v", served)
	}
	chat.in = "hola buenas\n"
	if r := chat.aldaba(t, "chat"); !strings.Contains(r.out, "Perdone, por ahora no tenemos esto en español.") || !strings.Contains(r.out, "not legal advice") {
		t.Errorf("Spanish is not published: %+v", r)
	}
}

func TestATranslationIsStaleOnceTheEnglishTextChanges(t *testing.T) {
	t.Parallel()
	l := openLibrary(t)
	l.does("review", "translated", "--lang", "es", "--by", "draft, not reviewed")
	if s := l.status("es"); s.All.Translated != s.All.Texts || s.All.Stale != 0 {
		t.Errorf("%+v", s)
	}
	l.refuses("nothing to record", "review", "translated", "--lang", "es", "--by", "Bo")
	change(t, l.dir, "data/i18n/active.en.toml", `"door.ask" = "`, `"door.ask" = "Now: `)
	if r := l.call.aldaba(t, "check"); !strings.Contains(r.err, "warning: i18n/active.es.toml:") || !strings.Contains(r.err, ": door.ask is stale: the English text has changed since ") {
		t.Errorf("%+v", r)
	}
	l.refuses(": door.ask is stale", "check", "--config", l.settings("core"))
	if s := l.status("es"); s.Core.Stale != 1 || s.All.Stale != 1 {
		t.Errorf("%+v", s)
	}
	l.does("review", "translated", "door.ask", "--lang", "es", "--by", "Bo")
	if s := l.status("es"); s.All.Stale != 0 {
		t.Errorf("%+v", s)
	}
}

// Whoever comes second is told so; nothing is lost.
func TestManyApproveAtOnce(t *testing.T) {
	t.Parallel()
	l := openLibrary(t)
	ids := []string{"door.ask", "door.knock", "door.nopaper", "door.forced", "raid.calm", "raid.safe"}
	done := make([]bool, len(ids))
	var all sync.WaitGroup
	for i, id := range ids {
		all.Go(func() {
			r := l.call.aldaba(t, "review", "approve", id, "--lang", "en", "--by", "Ana", "--bar", "CA 1", "--jurisdiction", "CA")
			done[i] = r.code == exitOK
			if !done[i] && !strings.Contains(r.err, "somebody else is writing") {
				t.Errorf("%+v", r)
			}
		})
	}
	all.Wait()
	for i, id := range ids {
		if strings.Contains(l.ledger(), "\n"+id+",en,") != done[i] {
			t.Errorf("%s is recorded: %t\n%s", id, !done[i], l.ledger())
		}
	}
	if left, _ := filepath.Glob(filepath.Join(l.dir, "data", "i18n", "*.new")); left != nil {
		t.Errorf("left behind: %v", left)
	}
}

// What somebody withdraws while the hotline runs is gone with the reload, and so is the language that lacks it then.
func TestAServerHeedsTheLedgerOnceItIsReloaded(t *testing.T) {
	t.Parallel()
	l := openLibrary(t)
	h := openHotline(t, l.call.env...)
	mia := h.newPhone(bot.SMS)
	mia.says("hola, buenos dias")
	mia.hears("es", "menu.ask")
	l.does("review", "withdraw", "raid.where", "--lang", "es", "--by", "Bo", "--comment", "wrong")
	l.does("review", "withdraw", "topic.notario-fraud.1", "--lang", "en", "--by", "Bo", "--comment", "wrong")
	h.signal(t, syscall.SIGHUP)
	h.awaits(t, h.err, "msg=reloaded languages=[en]")
	h.awaits(t, h.err, "es is not published, because of raid.where (withdrawn)")
	mia.says("RAID")
	mia.hears("es", "common.not_in_language")
	mia.hears("en", "raid.where")
	eva := h.newPhone(bot.SMS)
	eva.says("ay migra aki tocando mi puerta") // understood, though it cannot be answered in Spanish
	eva.hears("es", "common.not_in_language")
	eva.hears("en", "raid.where")
	joe := h.newPhone(bot.SMS)
	joe.says("what is a notario")
	joe.hears("en", "common.not_in_language")
	h.awaits(t, h.err, "msg=text about=withdrawn message=topic.notario-fraud.1 language=en")
	if r := h.get(h.admin, "/metrics"); !strings.Contains(string(r.body), `aldaba_text_notices_total{about="withdrawn"} 1`) {
		t.Errorf("metrics lack the notice: %d", r.status)
	}
}

func TestDoctorSaysThatTheCoreIsNotReviewed(t *testing.T) {
	t.Parallel()
	o := openClinic(t)
	change(t, o.dir, "hotline.yaml", "require_review: off", "require_review: core")
	o.finds("nobody has reviewed anything", nil, exitFailed, "serious: i18n/review.csv: en goes out only because silence is worse: it is the default language, and its core is not whole",
		"serious: i18n/review.csv: es is not published, because of ")
}
