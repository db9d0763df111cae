package say

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/aldaba-hotline/aldaba/bot"
)

// files are six languages: en is whole, the others lack something each.
var files = map[string]string{
	"active.en.toml": `# English
"door.ask" = "Is ICE at your door?"
"door.ask.whatsapp" = "🚪 Is ICE at your door?"
"door.home" = "At home"
"door.street" = "On the street"
"door.car" = "In a car"
"door.work" = "At work"
"door.taken" = "Someone was taken"
"door.lawyer" = "Find a lawyer"
"welcome" = "{{.Name}}: free legal information for {{ .City }}."
"only.english" = "Only here"
"common.not_in_language" = "Not in English yet."

["people.seen"]
one = "{{.Count}} agent at {{.Place}}"
other = "{{.Count}} agents at {{.Place}}"
`,
	"active.es.toml": `"door.ask" = "¿Está ICE en su puerta?"
"door.ask.sms" = "Esta ICE en su puerta?"
"door.home" = "En casa"
"door.street" = "En la calle"
"welcome" = "{{.Name}}: información legal gratis."
"common.not_in_language" = "Esto no está en español todavía. Escriba ENGLISH o PERSONA."
"people.seen" = {one = "{{.Count}} agente", other = "{{.Count}} agentes"}
`,
	"active.ht.toml": `"door.ask" = "Èske ICE nan pòt ou?"
"door.home" = "Lakay"
"people.seen" = {one = "{{.Count}} ajan", other = "{{.Count}} ajan yo"}
`,
	"active.tl.toml": `"door.ask" = "Nasa pinto ba ang ICE?"
"people.seen" = {one = "{{.Count}} ahente", other = "{{.Count}} na ahente"}
`,
	"active.zh-Hans.toml": `"door.ask" = "移民局在门口吗？"
"people.seen" = {other = "{{.Count}}名执法人员"}
`,
	"active.ar.toml": `"door.ask" = "هل الشرطة على بابك؟"
"door.home" = "في البيت"
"people.seen" = {zero = "لا أحد", one = "شرطي", two = "شرطيان", few = "{{.Count}} رجال", many = "{{.Count}} رجلا", other = "{{.Count}} رجل"}
`,
}

func folder(files map[string]string) fstest.MapFS {
	fsys := fstest.MapFS{}
	for name, text := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return fsys
}

// catalogue loads the six languages.
func catalogue(t testing.TB) *Catalogue {
	t.Helper()
	c, problems := Load(folder(files))
	if problems != nil {
		t.Fatal(problems)
	}
	return c
}

// hears fails unless a text is exactly these lines.
func hears(t *testing.T, got string, lines ...string) {
	t.Helper()
	if want := strings.Join(lines, "\n"); got != want {
		t.Errorf("got:\n%s\nwant:\n%s", got, want)
	}
}

func question(labels ...string) bot.Say {
	s := bot.Say{Message: "door.ask"}
	for _, l := range labels {
		s.Options = append(s.Options, bot.Option{ID: l, Label: l})
	}
	return s
}
