package main

import (
	"encoding/xml"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/aldaba-hotline/aldaba/bot/text"
)

// messages reads TwiML as Twilio does.
func messages(t *testing.T, file string) []string {
	t.Helper()
	var response struct {
		XMLName  xml.Name `xml:"Response"`
		Messages []string `xml:"Message"`
	}
	if err := xml.Unmarshal([]byte(file), &response); err != nil {
		t.Fatalf("%v\n%s", err, file)
	}
	if !strings.HasPrefix(file, `<?xml version="1.0" encoding="UTF-8"?>`) {
		t.Errorf("does not begin as an XML file: %.50s", file)
	}
	return response.Messages
}

func TestTheFallbackSaysWhatToDoAndPromisesNothing(t *testing.T) {
	t.Parallel()
	r := aldaba(t, "render", "--fallback", "--data", made(t, twoLanguages))
	if r.code != exitOK || r.err != "" {
		t.Fatalf("%+v", r)
	}
	all := messages(t, r.out)
	if len(all) != 2 || !strings.HasPrefix(all[0], "This line is not working") || !strings.HasPrefix(all[1], "Este servicio no funciona") {
		t.Fatalf("%q", all)
	}
	for _, m := range all {
		if !slices.Contains(strings.Split(m, "\n"), "I do not consent.") {
			t.Errorf("the sentence to say stands on no line of its own:\n%s", m)
		}
		if c := text.Segments(m); c.Segments > 2 || !strings.Contains(m, "911") {
			t.Errorf("%+v:\n%s", c, m)
		}
	}
	for i, words := range [][]string{{"saved", "report", "volunteer"}, {"guardado", "aviso", "voluntari"}} {
		for _, word := range words {
			if strings.Contains(all[i], word) {
				t.Errorf("nothing was stored and nobody told, but it says %q:\n%s", word, all[i])
			}
		}
	}
}

func TestTheFallbackBeginsWithTheDefaultLanguage(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	in := call{dir: dir}
	if r := in.aldaba(t, "init"); r.code != exitOK {
		t.Fatalf("%+v", r)
	}
	for _, c := range []struct{ old, instead, want string }{
		{"\ndefault_language: en", "\ndefault_language: es", "es en"},
		{"\nlanguages: [en, es]", "\nlanguages: [es]", "es"},
	} {
		change(t, dir, "hotline.yaml", c.old, c.instead)
		r := in.aldaba(t, "render", "--fallback", "--config", "hotline.yaml")
		var got []string
		for _, m := range messages(t, r.out) {
			lang := "en"
			if strings.HasPrefix(m, "Este servicio") {
				lang = "es"
			}
			got = append(got, lang)
		}
		if strings.Join(got, " ") != c.want || r.code != exitOK {
			t.Errorf("%q: %v, want %s; %+v", c.instead, got, c.want, r)
		}
	}
}

func TestTheFallbackIsNeverWrittenOverAFile(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	in := call{dir: dir}
	want := in.aldaba(t, "render", "--fallback", "--out", "-").out
	if r := in.aldaba(t, "render", "--fallback", "--out", "fallback.xml"); r != (ended{exitOK, "fallback.xml\n", ""}) {
		t.Fatalf("%+v", r)
	}
	path := filepath.Join(dir, "fallback.xml")
	if got, _ := content(t, path); got != want || want == "" {
		t.Errorf("the file is %q, standard output is %q", got, want)
	}
	change(t, dir, "fallback.xml", "This line", "My line")
	r := in.aldaba(t, "render", "--fallback", "--out", "fallback.xml")
	if after, _ := content(t, path); r.code != exitFailed || r.out != "" || !strings.Contains(r.err, "fallback.xml exists") || !strings.Contains(after, "My line") {
		t.Errorf("a second time: %+v", r)
	}
	if r := in.aldaba(t, "render", "--fallback", "--out", "no/folder"); r.code != exitFailed || r.out != "" || !strings.Contains(r.err, "name a file in a folder") {
		t.Errorf("in no folder: %+v", r)
	}
}

func TestAnythingIsWrittenInTheFallbackThatATextMayHold(t *testing.T) {
	t.Parallel()
	dir := dataCopy(t)
	change(t, dir, "i18n/active.en.toml", `"fallback.text" = "`, `"fallback.text" = "<{{.Name}}> & Co ]]> 移民. `)
	r := aldaba(t, "render", "--fallback", "--data", dir)
	if all := messages(t, r.out); r.code != exitOK || len(all) != 2 || !strings.HasPrefix(all[0], "<Rights Line> & Co ]]> 移民. This line") {
		t.Errorf("%+v", r)
	}
}

func TestRenderTellsWhatIsMissing(t *testing.T) {
	t.Parallel()
	dir := dataCopy(t)
	change(t, dir, "i18n/active.es.toml", "\n\"fallback.text\" = ", "\n#")
	r := aldaba(t, "render", "--fallback", "--data", dir)
	if want := "i18n/active.es.toml: message fallback.text has no text in es; add it"; r.code != exitFailed || r.out != "" || !strings.Contains(r.err, want) {
		t.Errorf("%+v, want %s", r, want)
	}
	for _, line := range []string{"render", "render --out x", "render --fallback=false", "render --fallback x", "render --fallback --lang en"} {
		r := aldaba(t, strings.Fields(line)...)
		if r.code != exitUsage || r.out != "" || !strings.Contains(r.err, "aldaba --help") {
			t.Errorf("%s: %+v, want exit status 2", line, r)
		}
	}
	if r := aldaba(t, "render"); !strings.Contains(r.err, "--fallback") {
		t.Errorf("%+v", r)
	}
	if r := aldaba(t, "render", "--help"); r.code != exitOK || r.err != "" || !strings.HasPrefix(r.out, "Usage: aldaba render") {
		t.Errorf("%+v", r)
	}
}
