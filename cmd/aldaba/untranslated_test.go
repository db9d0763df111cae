package main

import (
	"strings"
	"testing"

	"github.com/aldaba-hotline/aldaba/bot"
)

// A hotline has a topic of its own that nobody has translated yet: its readers choose English, or a person.
func TestAReaderChoosesEnglishOrAPerson(t *testing.T) {
	t.Parallel()
	l := openLibrary(t)
	for _, id := range []string{"topic.notario-fraud.1", "topic.notario-fraud.2"} {
		change(t, l.dir, "data/i18n/active.es.toml", `"`+id+`"`, "# \""+id+"\"")
	}
	if r := l.call.aldaba(t, "check"); r.code != exitFailed || !strings.Contains(r.err, "message topic.notario-fraud.1 has no text in es; add it to i18n/active.es.toml") {
		t.Errorf("check: %+v", r)
	}
	h := openHotline(t, l.call.env...)
	for _, channel := range []bot.Channel{bot.SMS, bot.WhatsApp} {
		eva := h.newPhone(channel)
		eva.says("hola, buenos dias")
		eva.says("un notario me ofrece papeles")
		eva.hears("es", "untranslated.ask")
		if want := "\n1 Inglés\n2 Una persona"; !strings.Contains(eva.last, want) || strings.Contains(eva.last, "notary") {
			t.Errorf("heard %q, want %q at the end", eva.last, want)
		}
		eva.says("1")
		eva.hears("en", "topic.notario-fraud.1")
		eva.says("MAS")
		eva.hears("en", "topic.notario-fraud.2")
		mia := h.newPhone(channel)
		mia.says("hola, buenos dias")
		mia.says("un notario me ofrece papeles")
		mia.says("una persona")
		mia.hears("es", "person.text")
	}
	joe := h.newPhone(bot.SMS)
	joe.says("what is a notario")
	joe.hears("en", "topic.notario-fraud.1")
}
