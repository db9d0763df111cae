package main

import (
	"strings"
	"testing"

	"github.com/aldaba-hotline/aldaba/bot"
)

// talk plays lines in the terminal and returns what the hotline answered to each.
func talk(t *testing.T, args []string, lines ...string) ended {
	t.Helper()
	r := call{in: strings.Join(lines, "\n") + "\n"}.aldaba(t, append([]string{"chat"}, args...)...)
	if r.code != exitOK || !strings.Contains(r.err, "/location LAT LONG") {
		t.Errorf("%+v", r)
	}
	return r
}

// hears checks that messages come in this order.
func (r ended) hears(t *testing.T, lang bot.Language, channel bot.Channel, ids ...string) {
	t.Helper()
	rest := strings.Join(strings.Fields(r.out), " ")
	for _, id := range ids {
		words := strings.Join(strings.Fields(wording(t, lang, channel, id)), " ")
		_, after, found := strings.Cut(rest, words)
		if !found {
			t.Fatalf("%s is not heard, or too early, in:\n%s", id, r.out)
		}
		rest = after
	}
}

func TestChatTellsAReportAndExplainsIt(t *testing.T) {
	t.Parallel()
	r := talk(t, nil, "ay migra aki tocando", "/why", "/location 37.8044 -122.2712", "/photo", "/new", "good morning", "/quit", "menu")
	r.hears(t, "es", bot.SMS, "raid.where", "raid.hurt", "raid.safe")
	r.hears(t, "en", bot.SMS, "welcome.text", "menu.ask")
	for _, why := range []string{"action=urgent language=es urgent=true", "went raid/open!ok", "said raid.where"} {
		if !strings.Contains(r.out, "\n"+why+"\n") {
			t.Errorf("/why does not tell %q:\n%s", why, r.out)
		}
	}
	if n := strings.Count(r.out, wording(t, "en", bot.SMS, "menu.ask")); n != 1 {
		t.Errorf("the menu comes %d times; after /quit nothing is read", n)
	}
}

func TestChatLetsTimePass(t *testing.T) {
	t.Parallel()
	home, paper := wording(t, "en", bot.SMS, "menu.opt.home"), wording(t, "en", bot.SMS, "door.opt.paper")
	soon := talk(t, []string{"--lang", "en"}, "menu", "/wait 10m", home, "/wait 10m", paper)
	soon.hears(t, "en", bot.SMS, "menu.ask", "door.ask", "warrant.from")
	late := talk(t, []string{"--lang", "en"}, "menu", home, "/wait 2h", "1", "/why")
	late.hears(t, "en", bot.SMS, "menu.ask", "door.ask", "menu.ask")
	if strings.Contains(late.out, "door/") {
		t.Errorf("after two hours the old question is still open:\n%s", late.out)
	}
}

func TestChatSpeaksTheChosenLanguageOnTheChosenChannel(t *testing.T) {
	t.Parallel()
	r := talk(t, []string{"--lang", "es", "--channel", "whatsapp"}, "123456", "/new", "zzz")
	r.hears(t, "es", bot.WhatsApp, "welcome.text", "language.ask", "welcome.text", "language.ask")
	if refused := aldaba(t, "chat", "--lang", "tlh"); refused.code != exitFailed || !strings.Contains(refused.err, "use one of") {
		t.Errorf("--lang tlh: %+v", refused)
	}
}

func TestChatExplainsHowToWriteWhatItCannotRead(t *testing.T) {
	t.Parallel()
	r := talk(t, nil, "/wait", "/wait soon", "/wait -1h", "/location here", "/fly", "good morning")
	for _, help := range []string{"such as /wait 10m", "such as /location 37.8044 -122.2712", "unknown: /fly"} {
		if !strings.Contains(r.err, help) {
			t.Errorf("standard error %q lacks %q", r.err, help)
		}
	}
	r.hears(t, "en", bot.SMS, "menu.ask")
}

func TestChatShowsWhatTheCrewGets(t *testing.T) {
	t.Parallel()
	r := talk(t, []string{"--lang", "en"}, "raid", "/wait 2m", "/location 37.8044 -122.2712", "/Rosa TAKE", "/nobody TAKE")
	for _, want := range []string{"(Rosa, dispatcher, gets: RR", "(Rosa, dispatcher, is called: "} {
		if !strings.Contains(r.out, want) {
			t.Errorf("lacks %q:\n%s", want, r.out)
		}
	}
	if n := strings.Count(r.out, "(Rosa, dispatcher, gets: "); n != 3 {
		t.Errorf("Rosa gets %d texts, want her page, the place, and an answer to TAKE without an id:\n%s", n, r.out)
	}
	if strings.Contains(r.out, "(Ana, ") || !strings.Contains(r.err, "unknown: /nobody") {
		t.Errorf("nobody has asked Ana: %+v", r)
	}
}
