package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/book"
	"github.com/aldaba-hotline/aldaba/bot/say"
	"github.com/aldaba-hotline/aldaba/bot/twilio"
)

type renderCmd struct {
	dataFlags
	Lang     string `placeholder:"L" help:"Write the booklet for lawyers and translators in this language: a folder with index.html, which needs no network and prints, and topics.json."`
	Fallback bool   `help:"Write what Twilio shall answer while it cannot reach the hotline, as a file for any static host."`
	Out      string `default:"-" placeholder:"PATH" help:"Where to: for --lang a folder, which may hold an older booklet; for --fallback a new file, or - for standard output."`
}

// Validate refuses to guess what to render.
func (c *renderCmd) Validate() error {
	switch {
	case c.Fallback == (c.Lang != ""):
		return errors.New("say what to render: --lang L --out FOLDER, or --fallback")
	case c.Lang != "" && c.Out == "-":
		return errors.New("say where to write the booklet: --out FOLDER")
	}
	return nil
}

// Run writes the booklet, or the fallback as TwiML. Problems that do not touch them do not keep anybody from writing them.
func (c *renderCmd) Run(s streams) error {
	set, ps := c.set()
	if err := refuse(ps); err != nil {
		return err
	}
	if c.Lang != "" {
		return c.booklet(s, set)
	}
	texts, missing := fallback(set)
	if err := refuse(missing); err != nil {
		return err
	}
	file := append(twilio.TwiML(texts), '\n')
	if c.Out == "-" {
		_, err := s.Out.Write(file)
		return err
	}
	if err := writeNew(c.Out, file); err != nil {
		return err
	}
	fmt.Fprintf(s.Out, "%s\n", c.Out)
	return nil
}

// fallback returns the text in each published language, the default language first: nobody can ask for another one there. SMS and
// WhatsApp get the same file, so it is the wording for SMS, which fits both.
func fallback(set book.Set) ([]string, bot.Problems) {
	var texts []string
	var ps bot.Problems
	h := set.Hotline
	for _, lang := range menuOrder(h.Languages, h.DefaultLanguage) {
		text, ok := set.Texts.Text(lang, bot.SMS, say.Fallback, map[string]string{"Name": h.Name})
		if !ok {
			ps = append(ps, bot.Problem{File: say.FileOf(lang), What: "message " + say.Fallback + " has no text in " + string(lang), Remedy: "add it"})
		}
		texts = append(texts, text)
	}
	return texts, ps
}

// writeNew writes a file that does not exist yet.
func writeNew(path string, data []byte) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("%s exists already; move it away, or name another file", path)
	}
	if err != nil {
		return fmt.Errorf("write the file: %w; name a file in a folder that exists and that you may write to", err)
	}
	if _, err = f.Write(data); err != nil {
		return fmt.Errorf("write the file: %w", errors.Join(err, f.Close(), os.Remove(path)))
	}
	if err = f.Close(); err != nil {
		return fmt.Errorf("write the file: %w", err)
	}
	return nil
}
