package book_test

import (
	"strings"
	"testing"
)

func TestWhatToSayIsInTheFirstMessage(t *testing.T) {
	for first, late := range map[string]bool{"[silence.1, silence.0]": false, "[silence.0, silence.1]": true} {
		set := wordings(t, "Say:\n{{say.no}}", "Diga:\n{{say.no}}")
		set["flows/topics/silence.yaml"] = strings.Replace(set["flows/topics/silence.yaml"], "[silence.1]", first, 1) + "\nsay: [\"I do not consent.\"]\n"
		set["i18n/active.en.toml"] += "\"say.no\" = \"I do not consent.\"\n\"silence.0\" = \"Stay calm.\"\n"
		set["i18n/active.es.toml"] += "\"say.no\" = \"I do not consent.\\n(ai du not consent)\"\n\"silence.0\" = \"Calma.\"\n"
		got := problemsOf(t, set).Error()
		if strings.Contains(got, "topic silence in en gives none of its sentences in the first message") != late {
			t.Errorf("%s: got %s", first, got)
		}
	}
}
