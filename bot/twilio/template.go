package twilio

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"

	content "github.com/twilio/twilio-go/rest/content/v1"

	"github.com/aldaba-hotline/aldaba/bot"
)

// WhatsApp's limits on a message with options, in characters: Meta's documentation of interactive messages.
const (
	textFits   = 1024
	buttonsFit = 3
	buttonFits = 20
	rowsFit    = 10
	rowFits    = 24
)

// Template is a text that WhatsApp shows with buttons, or takes outside its 24 hours once it is approved.
type Template struct {
	Name     string // of the message, or "flow/node"
	Language bot.Language
	Text     string            // {{1}}, {{2}} … stand for its arguments
	Options  []TemplateOption  // none: a text; up to three: buttons; up to ten: a list
	Open     string            // what opens the list
	Samples  map[string]string // an example of each argument, by placeholder, for those who approve it
}

// TemplateOption is one button or row.
type TemplateOption struct {
	Payload string // comes back when it is tapped
	Title   string
}

// Check returns why WhatsApp would not take the template, or nil.
func (t Template) Check() error {
	n := len(t.Options)
	if n > rowsFit {
		return fmt.Errorf("%d options, a list holds %d", n, rowsFit)
	}
	if l := utf8.RuneCountInString(t.Text); l > textFits {
		return fmt.Errorf("the text has %d characters, %d fit", l, textFits)
	}
	fits := rowFits
	if n <= buttonsFit {
		fits = buttonFits
	}
	for _, o := range t.Options {
		if l := utf8.RuneCountInString(o.Title); l > fits {
			return fmt.Errorf("the option %q has %d characters, %d fit", o.Title, l, fits)
		}
	}
	if n > buttonsFit && utf8.RuneCountInString(t.Open) > buttonFits {
		return fmt.Errorf("%q opens the list and is longer than %d characters", t.Open, buttonFits)
	}
	return nil
}

// FriendlyName is the name under which an account keeps the template. Another text, option or payload makes another name, so
// that a template of this name never needs to change.
func (t Template) FriendlyName() string {
	all, _ := json.Marshal(t.request("")) // texts and maps of texts: cannot fail
	sum := sha256.Sum256(all)
	return strings.Join([]string{"aldaba", nameSafe(t.Name), fmt.Sprintf("v%x", sum[:4]), nameSafe(string(t.Language))}, "_")
}

// nameSafe keeps what the name of an approved template may hold: small letters, digits, underscores.
func nameSafe(s string) string {
	return regexp.MustCompile(`[^a-z0-9]`).ReplaceAllString(strings.ToLower(s), "_")
}

// whatsAppLanguages are the tags that WhatsApp spells in its own way.
func whatsAppLanguages() map[bot.Language]string {
	return map[bot.Language]string{"zh": "zh_CN", "zh-Hans": "zh_CN", "zh-Hant": "zh_TW", "pt": "pt_BR", "tl": "fil"}
}

func whatsAppLanguage(l bot.Language) string {
	if own, ok := whatsAppLanguages()[l]; ok {
		return own
	}
	return strings.ReplaceAll(string(l), "-", "_")
}

// request is the template in the words of the Content API.
func (t Template) request(friendlyName string) content.ContentCreateRequest {
	return content.ContentCreateRequest{FriendlyName: friendlyName, Language: whatsAppLanguage(t.Language), Variables: t.Samples, Types: t.types()}
}

func (t Template) types() content.Types {
	switch n := len(t.Options); {
	case n == 0:
		return content.Types{TwilioText: &content.TwilioText{Body: t.Text}}
	case n <= buttonsFit:
		reply := &content.TwilioQuickReply{Body: t.Text}
		for _, o := range t.Options {
			reply.Actions = append(reply.Actions, content.QuickReplyAction{Type: content.QUICKREPLYACTIONTYPE_QUICK_REPLY, Title: o.Title, Id: o.Payload})
		}
		return content.Types{TwilioQuickReply: reply}
	}
	list := &content.TwilioListPicker{Body: t.Text, Button: t.Open}
	for _, o := range t.Options {
		list.Items = append(list.Items, content.ListItem{Id: o.Payload, Item: o.Title})
	}
	return content.Types{TwilioListPicker: list}
}
