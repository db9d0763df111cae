package web_test

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

func TestBrowserBothPhonesTalkWithTheHotline(t *testing.T) {
	b := openDemo(t)
	b.shoot("desktop-empty")
	b.says("sms", "hola")
	b.hears("sms", "You said: hola")
	b.says("whatsapp", "bonjou")
	b.hears("whatsapp", "You said: bonjou")
	b.is(`document.querySelector('.sms .theirs .cost').textContent`, "Segments 1 · GSM-7")
	b.is(`document.querySelectorAll('.whatsapp .cost').length`, "0")
	b.is(`[...document.querySelectorAll('.panel')].every(p => p.scrollWidth <= p.clientWidth)`, "true")

	b.do(chromedp.Click(".whatsapp .photo"))
	b.hears("whatsapp", "Thank you for the photo")
	b.do(chromedp.Click(".whatsapp .pin"))
	b.hears("whatsapp", "Thank you for the location")
	b.do(chromedp.Click(".sms .voice"))
	b.hears("sms", "Thank you for the voice")

	b.says("sms", "menu")
	b.until("the options can be tapped", `document.querySelectorAll('.sms button.option').length === 3`)
	b.shoot("desktop-light")
	b.do(atNight())
	b.shoot("desktop-dark")
	b.do(chromedp.Click(".sms button.option:nth-child(2)"))
	b.hears("sms", "You said: 2")
	b.is(`document.querySelectorAll('.sms button.option').length`, "0") // that question has been answered

	b.says("sms", "later")
	b.hears("sms", "Are you still there?")
	b.isQuiet()
}

func TestBrowserByKeyboardAlone(t *testing.T) {
	b := openDemo(t)
	b.do(press("2", "Digit2", '2', chromedp.ModifierAlt))
	b.is(`document.activeElement === document.querySelector('.whatsapp .text')`, "true")
	b.do(press("1", "Digit1", '1', chromedp.ModifierAlt))
	b.is(`document.activeElement === document.querySelector('.sms .text')`, "true")
	b.do(chromedp.KeyEvent("two"), chromedp.KeyEvent(kb.Enter, chromedp.KeyModifiers(chromedp.ModifierShift)), chromedp.KeyEvent("lines"))
	b.do(press("Enter", "Enter", 13))
	b.hears("sms", "You said: two\nlines")

	b.do(chromedp.KeyEvent("menu"), press("Enter", "Enter", 13))
	b.until("the options can be reached", `document.querySelectorAll('.sms button.option').length === 3`)
	b.tabBackTo(`document.querySelector('.sms button.option')`)
	b.is(`getComputedStyle(document.activeElement).outlineStyle`, "solid") // the focus can be seen
	b.shoot("keyboard")
	b.do(chromedp.KeyEvent(kb.Enter))
	b.hears("sms", "You said: 1")
	b.is(`document.activeElement.className`, "log") // its button is gone; the keyboard keeps its place

	reached := b.tabThrough()
	want := "sms owner, sms fresh, sms sample greeting, sms sample urgent, sms sample question, sms log, sms icon photo, " +
		"sms icon voice, sms text, sms icon send, whatsapp owner, whatsapp fresh, whatsapp sample greeting, " +
		"whatsapp sample urgent, whatsapp sample question, whatsapp log, whatsapp icon pin, whatsapp icon photo, " +
		"whatsapp icon voice, whatsapp text, whatsapp icon send"
	if got := strings.Join(reached, ", "); got != want {
		t.Errorf("Tab reaches\n%s\nwant\n%s", got, want)
	}
	b.isQuiet()
}

func TestBrowserArabicReadsFromTheRight(t *testing.T) {
	b := openDemo(t)
	b.belongsTo("sms", "ar")
	b.says("sms", "arabic")
	b.hears("sms", "لا تفتح")
	b.says("whatsapp", "arabic") // an Arabic answer on a Spanish owner's phone
	b.hears("whatsapp", "لا تفتح")
	for _, phone := range []string{".sms", ".whatsapp"} {
		words := `getComputedStyle(document.querySelector('` + phone + ` .theirs .words'))`
		b.is(words+`.direction`, "rtl")
		b.is(words+`.unicodeBidi`, "plaintext")
		b.is(`getComputedStyle(document.querySelector('`+phone+` button.option')).direction`, "rtl")
	}
	b.is(`getComputedStyle(document.querySelector('.whatsapp .mine .words')).direction`, "ltr")
	b.is(`getComputedStyle(document.querySelector('.sms .composer')).direction`, "rtl")
	b.is(`document.querySelector('.sms .text').placeholder`, "رسالة")
	b.is(`getComputedStyle(document.querySelector('.sms .text')).direction`, "rtl")
	b.is(middle(".sms .mine")+` < `+middle(".sms .theirs"), "true") // mirrored: one's own words on the left
	b.is(middle(".whatsapp .mine")+` > `+middle(".whatsapp .theirs"), "true")
	b.is(lineStarts, "right left") // an Arabic line, then an English one, in the same bubble
	b.shoot("arabic")

	b.do(chromedp.EmulateViewport(390, 844))
	b.is(`document.documentElement.scrollWidth <= 390`, "true")
	b.shoot("whole-narrow")
	b.do(chromedp.EmulateViewport(1000, 900), atNight())
	b.shoot("whole-medium-dark")
	b.isQuiet()
}

func middle(selector string) string {
	return `(r => r.left + r.right)(document.querySelector('` + selector + `').getBoundingClientRect())`
}

// lineStarts tells at which side of the Arabic bubble its first and its last line stand.
const lineStarts = `(words => {
	const box = words.getBoundingClientRect();
	const sides = (from, to) => {
		const range = document.createRange();
		range.setStart(words.firstChild, from);
		range.setEnd(words.firstChild, to);
		const r = range.getClientRects()[0];
		return r.left - box.left > 3 && box.right - r.right < 3 ? 'right' : r.left - box.left < 3 ? 'left' : 'nowhere';
	};
	const cut = words.textContent.indexOf('\n');
	return sides(0, 12) + ' ' + sides(cut + 1, words.textContent.length);
})(document.querySelector('.sms .theirs .words'))`

func TestBrowserReloadKeepsTheChatAndANewContactEmptiesIt(t *testing.T) {
	b := openDemo(t)
	b.says("sms", "hola")
	b.hears("sms", "You said: hola")
	number := b.value(`document.querySelector('.sms .own-number').textContent`)
	dialled := strings.ReplaceAll(number, " ", "") // which of the two phones came first is chance
	b.phones.hangUp(dialled)                       // the stream breaks; meanwhile the hotline goes on talking
	b.phones.says(dialled, "Somebody is on the way")
	b.hears("sms", "Somebody is on the way")
	b.is(`document.querySelectorAll('.sms .bubble').length`, "3") // none lost, none twice

	b.do(chromedp.Reload())
	b.ready()
	b.is(`document.querySelectorAll('.sms .bubble').length`, "3")
	b.is(`document.querySelector('.sms .own-number').textContent`, number)
	b.is(`document.querySelectorAll('.whatsapp .bubble').length`, "0")

	b.do(chromedp.Click(".sms .fresh"))
	b.until("there is another number", `document.querySelector('.sms .own-number').textContent !== '`+number+`'`)
	b.ready()
	b.is(`document.querySelectorAll('.sms .bubble').length`, "0")
	b.says("sms", "again")
	b.hears("sms", "You said: again")
	b.isQuiet()
}

func TestBrowserAMessageThatTheHotlineDidNotTakeGoesBackToTheWriter(t *testing.T) {
	b := openDemo(t)
	b.says("whatsapp", "broken")
	b.until("the phone says so", `document.querySelector('.whatsapp .notice').textContent.startsWith('No se envió')`)
	b.is(`document.querySelector('.whatsapp .text').value`, "broken")
	b.is(`document.querySelectorAll('.whatsapp .dots').length`, "0")
}

func TestBrowserHoldsThePageToItsOwnParts(t *testing.T) {
	b := openDemo(t)
	b.isQuiet()
	b.value(`document.body.insertAdjacentHTML('beforeend', '<img src="http://127.0.0.1:9/x.png"><p style="color:red">')`)
	b.value(`document.body.append(Object.assign(document.createElement('script'), {textContent: 'window.ran = true'}))`)
	b.is(`window.ran`, "undefined")
	said := strings.Join(b.saidInConsole(), "\n")
	for _, directive := range []string{"img-src", "style-src", "script-src"} {
		if !strings.Contains(said, directive) {
			t.Errorf("no violation of %s was reported; the console: %s", directive, said)
		}
	}
}
