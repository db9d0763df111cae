package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/aldaba-hotline/aldaba/deploy"
)

type initCmd struct {
	File string `arg:"" optional:"" default:"hotline.yaml" help:"Where to write it; - for standard output."`
}

// Run writes the annotated example, never over a file.
func (c *initCmd) Run(s streams) error {
	if c.File == "-" {
		_, err := s.Out.Write(deploy.Example)
		return err
	}
	f, err := os.OpenFile(c.File, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("%s exists already; move it away, or name another file", c.File)
	}
	if err != nil {
		return fmt.Errorf("write the settings: %w; name a file in a folder that exists and that you may write to", err)
	}
	if _, err = f.Write(deploy.Example); err == nil {
		err = f.Close()
	}
	if err != nil {
		return fmt.Errorf("write the settings: %w", err)
	}
	fmt.Fprintf(s.Out, "%s\n", c.File)
	return nil
}
