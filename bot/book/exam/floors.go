package exam

import (
	"fmt"
	"io/fs"
	"path"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/strict"
	"github.com/aldaba-hotline/aldaba/bot/understand"
)

// FloorsFile records what was reached, in the folder of the development set.
const FloorsFile = Dir + "/floors.yaml"

// Floors are what must be reached, in percent: at least, or for what should not happen, at most.
type Floors struct {
	All  Floor `yaml:"all"`  // over all languages
	Each Floor `yaml:"each"` // in each language

	file *strict.File
}

// Floor is one set of figures.
type Floor struct {
	Language  float64 `yaml:"language"` // whose language is found, of all texts
	Urgent    float64 `yaml:"urgent"`   // taken as urgent or asked about, of the urgent ones
	Alarms    float64 `yaml:"alarms"`   // urgent ones, of those taken as urgent
	AtMostAsk float64 `yaml:"ask"`      // asked whether it is now, of those that are not urgent
	First     float64 `yaml:"first"`    // whose topic comes first, of the questions
	Three     float64 `yaml:"three"`    // whose topic is among the first three
	Answered  float64 `yaml:"answered"` // answered outright, of the questions
	AtMostBad float64 `yaml:"wrong"`    // answered with another topic, of those neither urgent nor opt-outs
	Stops     float64 `yaml:"stops"`    // understood, of the opt-outs
	AtMostNot float64 `yaml:"mistaken"` // taken for opt-outs, of the others
}

// LoadFloors reads the recorded figures.
func LoadFloors(fsys fs.FS) (Floors, bot.Problems) {
	name := path.Join(understand.Dir, FloorsFile)
	data, err := fs.ReadFile(fsys, FloorsFile)
	if err != nil {
		return Floors{}, bot.Problems{{File: name, What: err.Error(), Remedy: "take over the one that Aldaba ships with"}}
	}
	var f Floors
	var ps bot.Problems
	f.file, ps = strict.Read(name, data, &f)
	return f, ps
}

// Below finds figures that are worse than those recorded.
func (f Floors) Below(marks map[bot.Language]*Marks) bot.Problems {
	var ps bot.Problems
	var sum Marks
	for _, lang := range sortedLanguages(marks) {
		sum.Add(*marks[lang])
		ps = append(ps, f.below("each", string(lang), f.Each, *marks[lang])...)
	}
	return append(ps, f.below("all", "all languages", f.All, sum)...)
}

func (f Floors) below(key, who string, floor Floor, m Marks) bot.Problems {
	var ps bot.Problems
	bad := func(what string, got, limit float64, most bool) {
		if got != got || most && got <= limit || !most && got >= limit { // what was not asked is no number
			return
		}
		ps = append(ps, f.file.Problem(fmt.Sprintf("%s: %s is %.1f %%, recorded is %.1f %%", who, what, got, limit),
			"aldaba understand --eval --mistakes tells which messages are not understood", key, what))
	}
	bad("language", percent(m.Language, m.Texts), floor.Language, false)
	bad("urgent", percent(m.Heard, m.Urgent), floor.Urgent, false)
	bad("alarms", percent(m.TrueAlarms, m.Alarms), floor.Alarms, false)
	bad("ask", percent(m.CalmAsked, m.Calm), floor.AtMostAsk, true)
	bad("first", percent(m.First, m.Questions), floor.First, false)
	bad("three", percent(m.Three, m.Questions), floor.Three, false)
	bad("answered", percent(m.Answered, m.Questions), floor.Answered, false)
	bad("wrong", percent(m.Wrong, m.Others), floor.AtMostBad, true)
	bad("stops", percent(m.Stopped, m.Stops), floor.Stops, false)
	bad("mistaken", percent(m.Mistaken, m.Texts-m.Stops), floor.AtMostNot, true)
	return ps
}
