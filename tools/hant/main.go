// Hant writes the texts of Traditional Chinese from those of Simplified Chinese: the characters change, and nothing else. Run it by make hant.
package main

import (
	"fmt"
	"os"
	"strings"

	"github.com/longbridgeapp/opencc"
)

const (
	from   = "i18n/active.zh-Hans.toml"
	to     = "i18n/active.zh-Hant.toml"
	header = "# Texts in Traditional Chinese, written by `make hant` from active.zh-Hans.toml with OpenCC: change those, and run it again. An unreviewed draft.\n\n"
)

// mistaken is where the dictionary takes one character for another: `aldaba check` refuses what is listed under instead in i18n/style.yaml.
var mistaken = strings.NewReplacer("籤", "簽", "回復", "回覆", "回複", "回覆")

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "hant:", err)
		os.Exit(1)
	}
}

func run() error {
	conversion, err := opencc.New("s2tw") // characters as in Taiwan; its other words would not be the commands that are understood
	if err != nil {
		return fmt.Errorf("load the dictionary: %w", err)
	}
	data, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	var out strings.Builder
	out.WriteString(header)
	for line := range strings.Lines(string(data)) {
		key, text, isText := strings.Cut(line, " = ")
		if !isText {
			continue // the comments are those of the file it is made from
		}
		if !strings.HasPrefix(key, `"language.opt.`) || key == `"language.opt.other"` { // languages have their own names
			if text, err = conversion.Convert(text); err != nil {
				return fmt.Errorf("convert %s: %w", key, err)
			}
		}
		out.WriteString(key + " = " + mistaken.Replace(text))
	}
	return os.WriteFile(to, []byte(out.String()), 0o644)
}
