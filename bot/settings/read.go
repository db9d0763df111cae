// Package settings reads hotline.yaml, the configuration of one hotline.
package settings

import (
	"cmp"
	"slices"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/strict"
)

// Read decodes hotline.yaml on top of [Default]: a key that is absent keeps its default. File is the name under which
// problems are reported.
//
// All mistakes that can be found are returned together, in the order of their lines. The hotline may be used
// only if the problems' Err is nil; mere warnings leave it usable.
func Read(file string, data []byte) (bot.Hotline, bot.Problems) {
	h := Default()
	f, problems := strict.Read(file, withUnits(data), &h)
	c := &checker{file: f, data: data, hotline: &h, problems: plain(problems), undecoded: lines(problems)}
	if f.Keys() != nil {
		c.check()
	}
	slices.SortStableFunc(c.problems, func(a, b bot.Problem) int { return cmp.Compare(a.Line, b.Line) })
	return h, c.problems
}

// checker collects the problems of one file.
type checker struct {
	file      *strict.File
	data      []byte
	hotline   *bot.Hotline
	problems  bot.Problems
	undecoded map[int]bool // lines with a value that could not be decoded
}

func lines(problems bot.Problems) map[int]bool {
	set := map[int]bool{}
	for _, p := range problems {
		set[p.Line] = true
	}
	return set
}

func (c *checker) check() {
	c.identity()
	c.languages()
	c.senders()
	c.rates()
	c.messagingService()
	c.templates()
	c.countries()
	c.regions()
	c.escalation()
	c.deploy()
	c.limits()
	c.quietHours()
	c.prices()
	c.retention()
}

// bad notes a mistake at a path.
func (c *checker) bad(what, remedy string, path ...any) {
	c.note(c.file.Problem(what, remedy, path...))
}

// warn notes something at a path that its author should know and may want.
func (c *checker) warn(what, remedy string, path ...any) {
	p := c.file.Problem(what, remedy, path...)
	p.Warning = true
	c.note(p)
}

// note keeps a problem, unless its line could not be decoded: that is reported once, not again as a missing value.
func (c *checker) note(p bot.Problem) {
	if !c.undecoded[p.Line] {
		c.problems = append(c.problems, p)
	}
}

// given reports whether the file has a key at the top level.
func (c *checker) given(key string) bool { return slices.Contains(c.file.Keys(), key) }
