// Hant writes the texts of Traditional Chinese from those of Simplified Chinese: the characters change, and nothing else. Run it by make hant.
package main

import (
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"

	"github.com/longbridgeapp/opencc"
	"go.yaml.in/yaml/v3"
)

const (
	from   = "i18n/active.zh-Hans.toml"
	style  = "i18n/style.yaml"
	to     = "i18n/active.zh-Hant.toml"
	header = "# Texts in Traditional Chinese, written by `make hant` from active.zh-Hans.toml with OpenCC: change those, and run it again. An unreviewed draft.\n\n"
)

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
	mend, err := mistaken()
	if err != nil {
		return err
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
		out.WriteString(key + " = " + mend.Replace(text))
	}
	return os.WriteFile(to, []byte(out.String()), 0o644)
}

// mistaken replaces what the dictionary takes for something else: what i18n/style.yaml lists under instead, which `aldaba check` refuses.
func mistaken() (*strings.Replacer, error) {
	data, err := os.ReadFile(style)
	if err != nil {
		return nil, err
	}
	var rules struct {
		Instead map[string]map[string]string `yaml:"instead"`
	}
	if err := yaml.Unmarshal(data, &rules); err != nil {
		return nil, fmt.Errorf("read %s: %w", style, err)
	}
	var pairs []string
	for _, wrong := range slices.Sorted(maps.Keys(rules.Instead["zh-Hant"])) {
		pairs = append(pairs, wrong, rules.Instead["zh-Hant"][wrong])
	}
	return strings.NewReplacer(pairs...), nil
}
