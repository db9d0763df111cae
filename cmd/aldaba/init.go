package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/aldaba-hotline/aldaba/bot/flow"
	"github.com/aldaba-hotline/aldaba/bot/understand"
	"github.com/aldaba-hotline/aldaba/deploy"
	"github.com/aldaba-hotline/aldaba/flows"
	"github.com/aldaba-hotline/aldaba/i18n"
)

type initCmd struct {
	File string `arg:"" optional:"" default:"hotline.yaml" help:"Where to write it; - for standard output."`
	Data string `placeholder:"DIR" help:"Instead, write a copy of the built-in flows/ and i18n/ into this folder, to change them and to record reviews. Name it with ALDABA_DATA then."`
}

// Run writes the annotated example, or the built-in data, never over a file.
func (c *initCmd) Run(s streams) error {
	if c.Data != "" {
		return copyData(s, c.Data)
	}
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

// copyData writes the built-in conversations and texts into a folder that has none.
func copyData(s streams, dir string) error {
	for name, files := range map[string]fs.FS{flow.Dir: flows.FS, understand.Dir: i18n.FS} {
		to := filepath.Join(dir, name)
		if _, err := os.Stat(to); err == nil {
			return fmt.Errorf("%s exists already; move it away, or name another folder", to)
		}
		if err := os.CopyFS(to, files); err != nil {
			return fmt.Errorf("copy the data: %w; name a folder that you may write to", err)
		}
	}
	fmt.Fprintf(s.Out, "%s\n", dir)
	return nil
}
