package twilio

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
)

func TestTemplateFormFollowsItsOptions(t *testing.T) {
	t.Parallel()
	for n, want := range map[int]string{
		0:  `{"twilio/text":{"body":"Where?"}}`,
		1:  `{"twilio/quick-reply":{"body":"Where?","actions":[{"type":"QUICK_REPLY","title":"option","id":"f/1/n/0"}]}}`,
		3:  `"twilio/quick-reply"`,
		4:  `{"twilio/list-picker":{"body":"Where?","button":"Open","items":[{"id":"f/1/n/0","item":"option"},`,
		10: `"twilio/list-picker"`,
	} {
		tmpl := Template{Name: "f/n", Language: "en", Text: "Where?", Open: "Open"}
		for i := range n {
			tmpl.Options = append(tmpl.Options, TemplateOption{fmt.Sprintf("f/1/n/%d", i), "option"})
		}
		got, err := json.Marshal(tmpl.types())
		if err != nil || !strings.Contains(string(got), want) || strings.Count(string(got), "twilio/") != 1 || tmpl.Check() != nil {
			t.Errorf("%d options: %s, %v, %v", n, got, err, tmpl.Check())
		}
	}
}

func TestTemplatesThatWhatsAppRefuses(t *testing.T) {
	t.Parallel()
	options := func(n, length int) (all []TemplateOption) {
		for range n {
			all = append(all, TemplateOption{"p", strings.Repeat("ñ", length)})
		}
		return all
	}
	for _, c := range []struct {
		Template
		want string // in the reason; empty: it is taken
	}{
		{Template{Text: strings.Repeat("ñ", 1024)}, ""},
		{Template{Text: strings.Repeat("ñ", 1025)}, "1025"},
		{Template{Options: options(3, 20)}, ""},
		{Template{Options: options(3, 21)}, "21 characters, 20 fit"},
		{Template{Options: options(4, 24), Open: "Open"}, ""},
		{Template{Options: options(10, 25), Open: "Open"}, "25 characters, 24 fit"},
		{Template{Options: options(11, 1), Open: "Open"}, "11 options"},
		{Template{Options: options(4, 1), Open: strings.Repeat("o", 21)}, "opens the list"},
	} {
		if err := c.Check(); (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
			t.Errorf("%d options: %v, want %q", len(c.Options), err, c.want)
		}
	}
}

func TestFriendlyNamesTellVersionsApart(t *testing.T) {
	t.Parallel()
	base := Template{Name: "door/no-key", Language: "zh-Hans", Text: "Where?", Options: []TemplateOption{{"door/1/no-key/a", "A"}}}
	again, text, payload := base, base, base
	text.Text = "Where is it?"
	payload.Options = []TemplateOption{{"door/2/no-key/a", "A"}}
	name := base.FriendlyName()
	if !strings.HasPrefix(name, "aldaba_door_no_key_v") || !strings.HasSuffix(name, "_zh_hans") || nameSafe(name) != name {
		t.Errorf("%s", name)
	}
	if again.FriendlyName() != name || text.FriendlyName() == name || payload.FriendlyName() == name {
		t.Errorf("%s, %s, %s, %s", name, again.FriendlyName(), text.FriendlyName(), payload.FriendlyName())
	}
}
