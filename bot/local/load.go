package local

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/strict"
	"github.com/aldaba-hotline/aldaba/bot/text"
)

// File is the name of the list, in the folder of flows; it may be missing.
const File = "hotlines.yaml"

// dir is the folder as problems name it.
const dir = "flows"

// never is the date of a number that nobody has called.
const never = "never"

// Hotline is one hotline of another place.
type Hotline struct {
	Name     string `yaml:"name"`
	Call     string `yaml:"call"` // at least one of these two numbers, as people write them
	Text     string `yaml:"text"`
	Area     Area   `yaml:"area"`
	Source   string `yaml:"source"`        // who says so
	Verified string `yaml:"last_verified"` // when a person called it, as 2026-11-28; "never" is never found
}

// Number is the number to give out: the one for texts, where there is one.
func (h Hotline) Number() string {
	if h.Text != "" {
		return h.Text
	}
	return h.Call
}

// Area is where a hotline works: one of its parts has to fit.
type Area struct {
	Zips       []string `yaml:"zips"` // ZIP codes or their first digits
	Cities     []string `yaml:"cities"`
	Near       []string `yaml:"near"`       // latitude, longitude, radius such as "12km"
	Everywhere bool     `yaml:"everywhere"` // found only where no other fits

	cities  map[string]bool // folded
	circles []circle
}

// Directory is an immutable list of hotlines. The zero value is empty. It is safe for concurrent use.
type Directory struct {
	hotlines []Hotline
	file     *strict.File
}

// Load reads the list. A folder without one is an empty directory; one with a mistake is nil.
func Load(fsys fs.FS) (*Directory, bot.Problems) {
	shown := path.Join(dir, File)
	data, err := fs.ReadFile(fsys, File)
	if errors.Is(err, fs.ErrNotExist) {
		return &Directory{}, nil
	}
	if err != nil {
		return nil, bot.Problems{{File: shown, What: err.Error(), Remedy: "make it readable"}}
	}
	var list struct {
		Hotlines []Hotline `yaml:"hotlines"`
	}
	d := &Directory{}
	var ps bot.Problems
	if d.file, ps = strict.Read(shown, data, &list); ps != nil {
		return nil, ps
	}
	d.hotlines = list.Hotlines
	for i := range d.hotlines {
		ps = append(ps, d.read(i)...)
	}
	if ps.Err() != nil {
		return nil, ps
	}
	return d, ps
}

var (
	number = regexp.MustCompile(`^([2-9][0-9]{2}-[0-9]{3}-[0-9]{4}|[1-9][0-9]{4,5})$`)
	zip    = regexp.MustCompile(`^[0-9]{2,5}$`)
)

// read checks one hotline and prepares its area.
func (d *Directory) read(i int) bot.Problems {
	h := &d.hotlines[i]
	var ps bot.Problems
	bad := func(what, remedy string, path ...any) {
		ps = append(ps, d.file.Problem(what, remedy, append([]any{"hotlines", i}, path...)...))
	}
	if h.Name == "" || h.Source == "" {
		bad("name or source is missing", "write who it is, and who says so")
	}
	if h.Number() == "" {
		bad("has no number", "write call or text")
	}
	for key, n := range map[string]string{"call": h.Call, "text": h.Text} {
		if n != "" && !number.MatchString(n) {
			bad(fmt.Sprintf("%q is not a number", n), `write ten digits as "510-555-0100", or a short code, in quotes`, key)
		}
	}
	if _, err := time.Parse(time.DateOnly, h.Verified); err != nil && h.Verified != never {
		bad(fmt.Sprintf("last_verified is %q", h.Verified), "write the day on which a person called it, such as 2026-11-28, or never", "last_verified")
	}
	h.Area.read(bad)
	return ps
}

func (a *Area) read(bad func(string, string, ...any)) {
	if len(a.Zips)+len(a.Cities)+len(a.Near) == 0 && !a.Everywhere {
		bad("works nowhere", "give its area zips, cities, near or everywhere: true", "area")
	}
	for i, z := range a.Zips {
		if !zip.MatchString(z) {
			bad(fmt.Sprintf("%q is not a ZIP code", z), `write a ZIP code or its first digits, 2 to 5 of them, in quotes: "946"`, "area", "zips", i)
		}
	}
	a.cities = map[string]bool{}
	for i, c := range a.Cities {
		folded := text.Fold(c)
		if folded == "" {
			bad(fmt.Sprintf("%q is not a city", c), "write letters", "area", "cities", i)
		}
		a.cities[folded] = true
	}
	for i, n := range a.Near {
		c, err := parseCircle(n)
		if err != nil {
			bad(fmt.Sprintf("%q is not a circle: %v", n, err), `write latitude, longitude and radius: "37.80,-122.27,12km"`, "area", "near", i)
		}
		a.circles = append(a.circles, c)
	}
}

// staleAfter is how long a number is trusted after a person has called it.
const staleAfter = 180 * 24 * time.Hour

// Check warns of numbers that nobody has called for half a year. They are still found.
func (d *Directory) Check(today time.Time) bot.Problems {
	var ps bot.Problems
	for i, h := range d.hotlines {
		if called, err := time.Parse(time.DateOnly, h.Verified); err == nil && today.Sub(called) > staleAfter {
			p := d.file.Problem(h.Name+" was called last on "+h.Verified, "call "+h.Number()+" and write today's date", "hotlines", i, "last_verified")
			p.Warning = true
			ps = append(ps, p)
		}
	}
	return ps
}
