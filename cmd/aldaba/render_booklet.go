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
	// The page comes first: a folder with a page is known as a booklet, also when writing stopped there.
	for _, file := range []struct {
		name string
		data []byte
	}{{bookletPage, html}, {bookletTopics, topics}} {
		path := filepath.Join(c.Out, file.name)
		if err := replace(path, file.data); err != nil {
			return fmt.Errorf("write the booklet: %w; name a folder that you may write to", err)
		}
		fmt.Fprintf(s.Out, "%s\n", path)
	}
	return nil
}

// bookletFolder makes the folder, or makes sure that what is in it is an older booklet.
func (c *renderCmd) bookletFolder() error {
	if err := os.MkdirAll(c.Out, 0o755); err != nil {
		return fmt.Errorf("make the folder %s: %w; name one that you may write to", c.Out, err)
	}
	inside, err := os.ReadDir(c.Out)
	if err != nil {
		return fmt.Errorf("look into %s: %w; name another folder", c.Out, err)
	}
	if len(inside) == 0 {
		return nil
	}
	old, err := os.ReadFile(filepath.Join(c.Out, bookletPage))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("look at the older booklet: %w; name another folder", err)
	}
	if !bytes.Contains(old, []byte(booklet.Mark)) {
		return fmt.Errorf("%s holds something else than a booklet; name a new folder, or empty this one", c.Out)
	}
	return nil
}
