package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/book"
	"github.com/aldaba-hotline/aldaba/bot/book/booklet"
)

const (
	bookletPage   = "index.html"
	bookletTopics = "topics.json"
)

// booklet writes the booklet into its folder. An older one is replaced; a folder that holds something else is left alone.
func (c *renderCmd) booklet(s streams, set book.Set) error {
	html, topics, err := booklet.Render(set, bot.Language(c.Lang), today())
	if err != nil {
		return err
	}
	if err := c.bookletFolder(); err != nil {
		return err
	}
	for name, data := range map[string][]byte{bookletPage: html, bookletTopics: topics} {
		if err := os.WriteFile(filepath.Join(c.Out, name), data, 0o644); err != nil {
			return fmt.Errorf("write the booklet: %w", err)
		}
	}
	fmt.Fprintf(s.Out, "%s\n%s\n", filepath.Join(c.Out, bookletPage), filepath.Join(c.Out, bookletTopics))
	return nil
}

// bookletFolder makes the folder, or makes sure that nothing but an older booklet is in it.
func (c *renderCmd) bookletFolder() error {
	if err := os.MkdirAll(c.Out, 0o755); err != nil {
		return fmt.Errorf("make the folder %s: %w; name one that you may write to", c.Out, err)
	}
	old, err := os.ReadFile(filepath.Join(c.Out, bookletPage))
	if err == nil && !bytes.Contains(old, []byte("What people read")) {
		return fmt.Errorf("%s holds an %s that is no booklet; name another folder", c.Out, bookletPage)
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("look into %s: %w; name another folder", c.Out, err)
	}
	return nil
}
