package main

import (
	"fmt"
	"time"

	"github.com/aldaba-hotline/aldaba/bot/book"
	"github.com/aldaba-hotline/aldaba/bot/sim"
)

type checkCmd struct {
	dataFlags
}

// Run checks the data, and that the transcripts walk every branch of it.
func (c *checkCmd) Run(s streams) error {
	set, ps := c.checked()
	if set.Library == nil || set.Texts == nil {
		return report(s.Err, ps)
	}
	if ps.Err() == nil {
		scripts, bad := c.scripts()
		ps = append(ps, bad...)
		ps = append(ps, book.Uncovered(set.Library, sim.Play(brainOf(set), scripts, false).Walked)...)
	}
	if err := report(s.Err, ps); err != nil {
		return err
	}
	fmt.Fprintf(s.Out, "%d flows, %d topics, languages %v: no problems\n", len(set.Library.FlowIDs()), len(set.Library.TopicIDs()), set.Hotline.Languages)
	return nil
}

func today() time.Time { return time.Now() }
