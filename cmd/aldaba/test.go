package main

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/aldaba-hotline/aldaba/bot/sim"
)

type testCmd struct {
	dataFlags
	Update bool `short:"u" help:"Write down what happens as what is expected; needs --data, and your eyes on the result."`
}

// Run plays every transcript in its languages and on its channels.
func (c *testCmd) Run(s streams) error {
	if c.Update && c.Data == "" {
		return fmt.Errorf("the built-in transcripts cannot be written to; name the folder that holds flows/ with --data")
	}
	set, ps := c.set()
	scripts, bad := c.scripts()
	if ps = append(ps, bad...); ps.Err() != nil {
		return report(s.Err, ps)
	}
	r := sim.Play(wholeBrain(set), scripts, c.Update)
	if err := report(s.Err, r.Problems); err != nil {
		return err
	}
	if c.Update {
		return writeScripts(s, c.Data, scripts, r.Updated)
	}
	fmt.Fprintf(s.Out, "%d transcripts played %d times, %d turns: all as written\n", len(scripts), r.Played, r.Turns)
	return nil
}

func writeScripts(s streams, dir string, scripts []sim.Script, updated map[string]string) error {
	for _, script := range scripts {
		text, played := updated[script.File]
		if !played {
			continue // it needs a language that is not published
		}
		path := filepath.Join(dir, script.File)
		old, err := os.ReadFile(path)
		if err != nil {
			return fmt.Errorf("read a transcript: %w", err)
		}
		if text != string(old) {
			if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
				return fmt.Errorf("write a transcript: %w", err)
			}
			fmt.Fprintf(s.Out, "%s changed\n", path)
		}
	}
	return nil
}
