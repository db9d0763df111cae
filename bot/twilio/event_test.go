package twilio

import (
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/aldaba-hotline/aldaba/bot"
)

func TestFormsBecomeEvents(t *testing.T) {
	onSMS := bot.Event{Kind: bot.Received, ID: sid, From: bot.Address{Channel: bot.SMS, Value: "+15005550001"},
		To: bot.Address{Channel: bot.SMS, Value: "+15005550006"}}
	onWhatsApp := bot.Event{Kind: bot.Received, ID: sid, From: bot.Address{Channel: bot.WhatsApp, Value: "+15005550001"},
		To: bot.Address{Channel: bot.WhatsApp, Value: "+15005550006"}}
	event := func(base bot.Event, change func(*bot.Event)) bot.Event {
		change(&base)
		return base
	}
	for name, c := range map[string]struct {
		form fieldsOf
		want bot.Event
	}{
		"SMS": {sms("migra en mi puerta"), event(onSMS, func(e *bot.Event) { e.Text = "migra en mi puerta" })},
		"SMS from a short code to a short code": {sms("x").with(fieldsOf{"From": "54321", "To": "123"}), event(onSMS, func(e *bot.Event) {
			e.Text, e.From.Value, e.To.Value = "x", "54321", "123"
		})},
		"MMS": {mms("look"), event(onSMS, func(e *bot.Event) {
			e.ID, e.Text = "MM"+sid[2:], "look"
			e.Media = []bot.Media{{URL: bot.Private(mediaAt("ME01")), Type: "image/jpeg"}, {URL: bot.Private(mediaAt("ME02")), Type: "audio/amr"}}
		})},
		"photo without words": {mms(""), event(onSMS, func(e *bot.Event) {
			e.ID = "MM" + sid[2:]
			e.Media = []bot.Media{{URL: bot.Private(mediaAt("ME01")), Type: "image/jpeg"}, {URL: bot.Private(mediaAt("ME02")), Type: "audio/amr"}}
		})},
		"nothing at all": {sms(""), onSMS},
		"smallest form": {fieldsOf{"MessageSid": sid, "From": "+15005550001", "To": "+15005550006", "Body": "hi"},
			event(onSMS, func(e *bot.Event) { e.Text = "hi" })},
		"no body at all": {sms("").with(fieldsOf{"-Body": ""}), onSMS},
		"WhatsApp text":  {whatsApp("hola"), event(onWhatsApp, func(e *bot.Event) { e.Text = "hola" })},
		"WhatsApp sender without a phone number": {whatsApp("hola").with(fieldsOf{"From": "whatsapp:US.13491208655302741918", "-WaId": ""}),
			event(onWhatsApp, func(e *bot.Event) { e.Text, e.From.Value = "hola", "US.13491208655302741918" })},
		"WhatsApp reply to a message": {whatsApp("yes that one").with(fieldsOf{"OriginalRepliedMessageSender": "whatsapp:+15005550006",
			"OriginalRepliedMessageSid": "SM00000000000000000000000000000002"}), event(onWhatsApp, func(e *bot.Event) { e.Text = "yes that one" })},
		"WhatsApp forwarded message": {whatsApp("Forwarded as received").with(fieldsOf{"Forwarded": "true", "FrequentlyForwarded": "true"}),
			event(onWhatsApp, func(e *bot.Event) { e.Text = "Forwarded as received" })},
		"button": {tap("door/3/ask/inside", "Inside"), event(onWhatsApp, func(e *bot.Event) { e.Text, e.Button = "Inside", "door/3/ask/inside" })},
		"button without a type of message": {tap("door/3/ask/inside", "Inside").with(fieldsOf{"-MessageType": ""}),
			event(onWhatsApp, func(e *bot.Event) { e.Text, e.Button = "Inside", "door/3/ask/inside" })},
		"button without a payload": {tap("", "Inside").with(fieldsOf{"Body": ""}), event(onWhatsApp, func(e *bot.Event) { e.Text = "Inside" })},
		"list reply": {whatsApp("At home").with(fieldsOf{"MessageType": "interactive", "ListId": "menu/1/ask/home", "ListTitle": "At home"}),
			event(onWhatsApp, func(e *bot.Event) { e.Text = "At home" })},
		"bare pin": {mapPin("", "").with(fieldsOf{"-Label": "", "-Address": ""}), event(onWhatsApp, func(e *bot.Event) {
			e.Location = &bot.Location{Latitude: 37.8043514, Longitude: -122.2711639}
		})},
		"pin of a named place": {mapPin("Joe's Auto Body", "12 Main, Oakland"), event(onWhatsApp, func(e *bot.Event) {
			e.Location = &bot.Location{Latitude: 37.8043514, Longitude: -122.2711639, Label: "Joe's Auto Body, 12 Main, Oakland"}
		})},
		"pin whose address repeats the name": {mapPin("City Hall", "City Hall, Oakland"), event(onWhatsApp, func(e *bot.Event) {
			e.Location = &bot.Location{Latitude: 37.8043514, Longitude: -122.2711639, Label: "City Hall, Oakland"}
		})},
		"voice note": {voiceNote(), event(onWhatsApp, func(e *bot.Event) {
			e.Media = []bot.Media{{URL: bot.Private(mediaAt("ME03")), Type: "audio/ogg"}}
		})},
		"Advanced Opt-Out": {sms("ALTO").with(fieldsOf{"OptOutType": "STOP"}), event(onSMS, func(e *bot.Event) { e.Text, e.OptOut = "ALTO", bot.OptOutStop })},
		"fields that Twilio may add": {sms("hi.").with(fieldsOf{"CarrierName": "x", "GeoRegion": "y", "SmsEncodings": "z", "Xtra_1.a-b": "w", "optIn": "v"}),
			event(onSMS, func(e *bot.Event) { e.Text = "hi." })},
		"a field that Twilio may add to a photo": {mms("").with(fieldsOf{"DeliveryChannel": "x"}), event(onSMS, func(e *bot.Event) {
			e.ID = "MM" + sid[2:]
			e.Media = []bot.Media{{URL: bot.Private(mediaAt("ME01")), Type: "image/jpeg"}, {URL: bot.Private(mediaAt("ME02")), Type: "audio/amr"}}
		})},
	} {
		t.Run(name, func(t *testing.T) {
			if got := newLine(t).event(t, c.form); !reflect.DeepEqual(got, c.want) {
				t.Errorf("event differs:\n got %s\nwant %s", reveal(got), reveal(c.want))
			}
		})
	}
}

// reveal formats an event of a test with what it would never print.
func reveal(e bot.Event) string {
	var s strings.Builder
	s.WriteString(strings.Join([]string{string(e.Kind), e.ID, string(e.From.Channel), e.From.Value.Reveal(), string(e.To.Channel),
		e.To.Value.Reveal(), e.Text.Reveal(), e.Button, string(e.OptOut)}, " | "))
	for _, m := range e.Media {
		s.WriteString(" | " + m.URL.Reveal() + " " + m.Type)
	}
	if e.Location != nil {
		s.WriteString(" | pin " + e.Location.Label.Reveal())
	}
	return s.String()
}

func TestAnyTextIsTakenAndMadeClean(t *testing.T) {
	for name, c := range map[string]struct{ body, want string }{
		"invalid UTF-8":    {"migra \xff\xfe aquí", "migra \uFFFD aquí"},
		"NUL":              {"mi\x00gra", "migra"},
		"only emoji":       {"🚨🚨🆘", "🚨🚨🆘"},
		"spaces are kept":  {"  hola ", "  hola "},
		"1,600 characters": {strings.Repeat("é", 1600), strings.Repeat("é", 1600)},
		"form punctuation": {"a+b&c=d%20;e", "a+b&c=d%20;e"},
		"right to left":    {"مرحبا 👋", "مرحبا 👋"},
		"several lines":    {"123 Main\r\nOakland", "123 Main\nOakland"},
		"half a surrogate": {"x\xed\xa0\x80y", "x\uFFFDy"},
	} {
		if got := newLine(t).event(t, sms(c.body)).Text.Reveal(); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
	long := newLine(t).event(t, sms(strings.Repeat("ñ", 9000))).Text.Reveal()
	if n := utf8.RuneCountInString(long); n > bot.MaxText || n < bot.MaxText-20 {
		t.Errorf("9,000 characters became %d", n)
	}
}

// People write these. None may be refused, whatever the names in them, on either channel.
func TestWhatPeopleWriteIsNeverAmbiguous(t *testing.T) {
	for _, text := range []string{
		"To whom it may concern", "From Oakland", "from9am To5pm", "From9am To5pm", "To911 now", "call To 911", "From 2019 to 2024",
		"From\n+15005550001", "Address: 12 Main St", "Body cam footage", "My Body My Choice", "No Body knows", "Label says MG-4000",
		"Latitude: 37.80435, Longitude: -122.27116", "37.80435,-122.27116", "Label", "Body", "From", "To", "MessageSid?", "NumMedia",
		"ICE at McDonald's on Main", "McDonald", "MacArthur Park now", "MacDonald", "FaceTime me", "DoorDash",
		"DeKalb County", "DeKalb", "ElSalvador", "Soy de ElSalvador", "FedEx truck", "ChatGPT told me", "iPhone", "YouTube", "WhatsApp",
		"CashApp", "EBay", "MacArthurPark", "AlamedaCounty", "LosAngelesCounty", "FruitvaleStation", "EstadosUnidos", "soy de CentralAmerica",
		"CaliforniaStreet", "DoorDash driver taken", "FacebookMarketplace", "EmeryvilleMarina", "LaGuardia", "BuenosAires",
		"There is no raid.Everything is fine", "help!Come", "ayuda.Estan aqui",
		"#ChingaLaMigra", "#DefendImmigrantFamilies", "see #FreeThemAllNow!", "@ClinicaDelPueblo", "https://maps.app.goo.gl/xYzCdEfGhIjKlMno7",
		"https://x.org/DetentionCenterMap", "Forwarded as received", "Forwarded: true story", "Channel 5 van", "External", "ICE", "I.C.E.",
		"A", "B", "C", "D", "E", "F", "BodyB", "FB", "Dr. Edward", "Clark", "at 5th and Clark", "EVERYBODY OUT", "ESTÁN EN LA PUERTA",
		"Bodega on 5th", "STOP", "STOPALL", "OptOut", "MediaUrl", "Button", "AccountSid", "ApiVersion", "Ask for Body",
	} {
		for name, form := range map[string]fieldsOf{"SMS": sms(text), "WhatsApp": whatsApp(text), "photo": mms("look: " + text)} {
			if got := newLine(t).event(t, form).Text.Reveal(); strings.TrimPrefix(got, "look: ") != text {
				t.Errorf("%s: %q became %q", name, text, got)
			}
		}
	}
	for _, place := range []string{"Las Vegas", "Label Works", "Latin American Cafe", "Address Hotel", "Lake Merritt BART", "LaSalle Ave"} {
		if got := newLine(t).event(t, mapPin(place, "1 Body St")).Location.Label.Reveal(); got != place+", 1 Body St" {
			t.Errorf("pin at %q became %q", place, got)
		}
	}
}
