package desk_test

import (
	"strings"
	"testing"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/say"
)

// lineID is the provider's id of the template with the button.
const lineID = "HX00000000000000000000000000000009"

func TestAWhatsAppPageCarriesTheLineAsAButton(t *testing.T) {
	s, crew := raidStory(t, func(h *bot.Hotline) {
		h.Templates = map[string]map[bot.Language]string{say.LineTemplate: {"en": lineID}, say.TemplatePage: {"en": "HX00000000000000000000000000000008"}}
	}, "Rosa Diaz,+15005550101,whatsapp,en,oakland,dispatcher,always")
	rosa := crew[0]
	rosa.Says("hello").Skips() // her window is open
	x := urgent(s, "5th and Main, Oakland")
	sent := rosa.Parcel()
	if sent.Template != lineID || !strings.HasPrefix(sent.Values["1"], "RR") || sent.Values["2"] != "TAKE "+idIn(sent.Values["1"]) {
		t.Fatalf("sent %+v", sent)
	}
	rosa.Taps(sent.Values["2"]).Hears("reply.took")
	x.Gets("report.seen")
}

// idIn is the id at the end of a page.
func idIn(page string) string { return page[strings.LastIndexByte(page, ' ')+1:] }
