package settings

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/aldaba-hotline/aldaba/bot"
)

func (c *checker) regions() {
	valid := regexp.MustCompile(`^[a-z0-9][a-z0-9_-]*$`)
	lines := keyLines(c.data, "regions")
	for _, name := range c.file.Keys("regions") {
		if !valid.MatchString(name) {
			c.note(bot.Problem{File: c.file.Name, Line: lines[name],
				What:   fmt.Sprintf("region %q is not a valid name", name),
				Remedy: "use small letters, digits and hyphens; rosters list regions with spaces between them"})
		}
		region := c.hotline.Regions[name]
		c.zips(name, region.Zips)
		c.names(name, region.Names)
		c.near(name, region.Near)
		if region.Zone != "" {
			c.zone(region.Zone, "regions", name, "zone")
		}
	}
}

// keyLines returns the line of each key of a section; the value of a key may begin a line further down.
func keyLines(data []byte, section string) map[string]int {
	lines := map[string]int{}
	var doc map[string]yaml.Node
	if yaml.Unmarshal(data, &doc) != nil {
		return lines
	}
	keys := doc[section].Content
	for i := 0; i < len(keys); i += 2 {
		lines[keys[i].Value] = keys[i].Line
	}
	return lines
}

func (c *checker) zips(region string, zips []string) {
	valid := regexp.MustCompile(`^[0-9]{3,5}$`)
	for i, zip := range zips {
		if !valid.MatchString(zip) {
			c.bad(fmt.Sprintf("%q is not a ZIP code", zip),
				`write a ZIP code or its first digits, 3 to 5 of them, in quotes: "946"`, "regions", region, "zips", i)
		}
	}
}

func (c *checker) names(region string, names []string) {
	for i, name := range names {
		if strings.TrimSpace(name) == "" {
			c.bad("a place name is empty", "write the name as people text it, or remove it", "regions", region, "names", i)
		}
	}
}

func (c *checker) near(region string, near []string) {
	if len(near) == 0 {
		return
	}
	path := []any{"regions", region, "near"}
	if len(near) != 3 {
		c.bad(fmt.Sprintf("near has %d values", len(near)),
			"write three: latitude, longitude, radius, as in [37.80, -122.27, 12km]", path...)
		return
	}
	c.degrees("latitude", near[0], 90, append(path, 0)...)
	c.degrees("longitude", near[1], 180, append(path, 1)...)
	km, isKm := strings.CutSuffix(near[2], "km")
	if radius, err := decimal(km); !isKm || err != nil || radius <= 0 {
		c.bad(fmt.Sprintf("%q is not a radius", near[2]), "write kilometres, such as 12km", append(path, 2)...)
	}
}

func (c *checker) degrees(what, text string, most float64, path ...any) {
	if v, err := decimal(text); err != nil || v < -most || v > most {
		c.bad(fmt.Sprintf("%q is not a %s", text, what),
			fmt.Sprintf("write decimal degrees from -%v to %v", most, most), path...)
	}
}

// decimal reads a plain decimal number; strconv alone would also take "inf", "nan", "0x1p4" and "1_0".
func decimal(text string) (float64, error) {
	if strings.Trim(text, "+-.0123456789") != "" {
		return 0, strconv.ErrSyntax
	}
	return strconv.ParseFloat(text, 64)
}
