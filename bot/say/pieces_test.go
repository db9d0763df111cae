package say

import (
	"strings"
	"testing"

	"github.com/aldaba-hotline/aldaba/bot"
)

const someLinks = "links:\n  find: {value: locator.ice.gov, what: a search, source: ICE, last_verified: never}\n"

func TestPiecesAreKeptInOnePlace(t *testing.T) {
	c, problems := Load(folder(map[string]string{
		"links.yaml":     someLinks,
		"active.es.toml": "\"say.entry\" = \"I do not consent.\\n(ai du not consent)\"\n\"door\" = \"Diga:\\n{{say.entry}}\\nBusque en {{link.find}}.\"\n",
	}))
	if problems != nil {
		t.Fatal(problems)
	}
	if got, _ := c.Text("es", bot.SMS, "door", nil); got != "Diga:\nI do not consent.\n(ai du not consent)\nBusque en locator.ice.gov." {
		t.Errorf("said %q", got)
	}
	if got := c.Written("es", "door")["other"]; got != "Diga:\n{{say.entry}}\nBusque en {{link.find}}." {
		t.Errorf("written %q", got)
	}
	if got := strings.Join(c.Pieces("es", "door"), " "); got != "link.find say.entry" {
		t.Errorf("pieces %s", got)
	}
	if got := c.Placeholders("es", "door"); got != nil {
		t.Errorf("placeholders %v", got)
	}
	if k, ok := c.Links().Get("find"); !ok || k.Verified != Never {
		t.Errorf("%v", k)
	}
}

func TestAPieceThatDoesNotExistIsToldWithItsLine(t *testing.T) {
	for text, name := range map[string]string{"{{say.exit}}": "say.exit", "{{link.lost}}": "link.lost", "{{say.round}}": "say.round"} {
		_, problems := Load(folder(map[string]string{
			"links.yaml":     someLinks,
			"active.es.toml": "\"say.round\" = \"{{say.round}}\"\n\"say.exit2\" = \"x\"\n\"door\" = \"" + text + "\"\n",
		}))
		if !strings.Contains(problems.Error(), "i18n/active.es.toml:3: \"door\" names the piece "+name) {
			t.Errorf("%s: %v", text, problems)
		}
	}
}

func TestALinkSaysWhatItIsAndWhoHasTriedIt(t *testing.T) {
	for links, want := range map[string]string{
		"links:\n  a: {value: x.org, what: a, source: b}\n":                                   "i18n/links.yaml:2: last_verified is \"\"",
		"links:\n  a: {value: x.org, what: a, source: b, last_verified: yesterday}\n":         "i18n/links.yaml:2: last_verified is \"yesterday\"",
		"links:\n  a: {value: x.org, what: a, source: b, last_verified: 2026-13-01}\n":        "i18n/links.yaml:2: last_verified is \"2026-13-01\"",
		"links:\n  a: {value: \" \", what: a, source: b, last_verified: never}\n":             "i18n/links.yaml:2: value, what or source of a is missing",
		"links:\n  a: {value: \"{{.Name}}\", what: a, source: b, last_verified: never}\n":     "i18n/links.yaml:2: value is \"{{.Name}}\", which people cannot type or dial",
		"links:\n  a: {value: locator.iсe.gov, what: a, source: b, last_verified: never}\n":   "which people cannot type or dial",
		"links:\n  a: {value: \"javascript:x\", what: a, source: b, last_verified: never}\n":  "which people cannot type or dial",
		"links:\n  a: {value: \"ice.gov@x.org\", what: a, source: b, last_verified: never}\n": "which people cannot type or dial",
		"links:\n  a: {value: \"a b\", what: a, source: b, last_verified: never}\n":           "which people cannot type or dial",
		"links:\n  a: {valu: x}\n": "i18n/links.yaml:2: unknown key \"valu\"",
	} {
		_, problems := Load(folder(map[string]string{"links.yaml": links, "active.es.toml": "\"a\" = \"x\"\n"}))
		if !strings.Contains(problems.Error(), want) {
			t.Errorf("%s\n%v\nwant %s", links, problems, want)
		}
	}
}
