package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// translators is a copy of the shipped texts, and a folder for sheets.
func translators(t *testing.T) (data, desk string) {
	t.Helper()
	data, desk = t.TempDir(), t.TempDir()
	for _, name := range []string{"flows", "i18n"} {
		if err := os.CopyFS(filepath.Join(data, name), os.DirFS(filepath.Join("..", "..", name))); err != nil {
			t.Fatal(err)
		}
	}
	return data, desk
}

// texts are all files of a language and the ledger, one after the other.
func texts(t *testing.T, data, lang string) string {
	t.Helper()
	var all bytes.Buffer
	for _, name := range []string{"active." + lang + ".toml", "words." + lang + ".yaml", "review.csv"} {
		file, err := os.ReadFile(filepath.Join(data, "i18n", name))
		if err != nil && !os.IsNotExist(err) {
			t.Fatal(err)
		}
		all.Write(file)
	}
	return all.String()
}

func i18nRun(t *testing.T, args ...string) (code int, out, errs string) {
	t.Helper()
	r := aldaba(t, args...)
	return r.code, r.out, r.err
}

// edited changes a file.
func edited(t *testing.T, file, old, with string) {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(data, []byte(old)) {
		t.Fatalf("%s does not hold %q", file, old)
	}
	if err := os.WriteFile(file, bytes.Replace(data, []byte(old), []byte(with), 1), 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestATranslatorsWeek(t *testing.T) {
	for _, format := range []string{"csv", "po"} {
		data, desk := translators(t)
		sheet := filepath.Join(desk, "es."+format)
		if code, out, errs := i18nRun(t, "i18n", "export", "--data", data, "--lang", "es", "--format", format, "--out", sheet); code != 0 || out != "" {
			t.Fatal(code, out, errs)
		}
		before := texts(t, data, "es")

		code, out, errs := i18nRun(t, "i18n", "import", sheet, "--data", data)
		if code != 0 || texts(t, data, "es") != before || !strings.Contains(out, "0 messages and 0 lists of words changed") {
			t.Errorf("%s, unchanged: %d %s%s", format, code, out, errs)
		}

		edited(t, sheet, "Elija 1, 2, 3... o pregunte:", "Elija, o pregunte:")
		code, out, errs = i18nRun(t, "i18n", "import", sheet, "--data", data, "--dry-run")
		if code != 0 || texts(t, data, "es") != before || !strings.Contains(out, "i18n/active.es.toml would be written") {
			t.Errorf("%s, dry run: %d %s%s", format, code, out, errs)
		}
		if code, _, errs = i18nRun(t, "i18n", "import", sheet, "--data", data); code != 1 || !strings.Contains(errs, "--by NAME") || texts(t, data, "es") != before {
			t.Errorf("%s, nobody: %d %s", format, code, errs)
		}
		code, out, errs = i18nRun(t, "i18n", "import", sheet, "--data", data, "--by", "Ana")
		after := texts(t, data, "es")
		if code != 0 || !strings.Contains(after, `"menu.ask" = "Elija, o pregunte:"`) || !strings.Contains(after, "\nmenu.ask,es,") || !strings.Contains(after, ",translated,Ana,20") {
			t.Errorf("%s: %d %s%s", format, code, out, errs)
		}
		edited(t, sheet, "Elija, o pregunte:", "{{.Name}}, elija:")
		if code, _, errs = i18nRun(t, "i18n", "import", sheet, "--data", data, "--by", "Ana"); code != 1 || texts(t, data, "es") != after ||
			!strings.Contains(errs, "menu.ask: names {{.Name}}, which the English text does not; remove it") || !strings.Contains(errs, "nothing was changed") {
			t.Errorf("%s, bad: %d %s", format, code, errs)
		}
	}
}

func TestSheetsThatTheCommandRefuses(t *testing.T) {
	data, desk := translators(t)
	sheet := filepath.Join(desk, "ht.csv")
	if code, _, errs := i18nRun(t, "i18n", "export", "--lang", "ht", "--out", sheet); code != 0 {
		t.Fatal(errs)
	}
	for want, args := range map[string][]string{
		"the built-in texts cannot be changed; name a folder": {"import", sheet},
		"is in ht, not in es; leave --lang out":               {"import", sheet, "--data", data, "--lang", "es"},
		"cannot be read":                                      {"import", filepath.Join(desk, "none.csv"), "--data", data},
		"exists already; move it away":                        {"export", "--lang", "ht", "--out", sheet},
		"English is what is translated from":                  {"export", "--lang", "en"},
		`"klingon" is not a language`:                         {"export", "--lang", "klingon"},
		"gettext has no known plural formula":                 {"export", "--lang", "ga", "--format", "po"},
	} {
		if code, out, errs := i18nRun(t, append([]string{"i18n"}, args...)...); code != 1 || !strings.Contains(errs, want) || out != "" {
			t.Errorf("%v: %d %s%s, want %s", args, code, out, errs, want)
		}
	}
}

func TestAllFilesAreReplacedOrNone(t *testing.T) {
	data, _ := translators(t)
	before := texts(t, data, "es")
	err := putAll(data, []newFile{{"i18n/active.es.toml", []byte("x")}, {"nowhere/review.csv", []byte("y")}})
	if err == nil || !strings.Contains(err.Error(), "nothing was changed") || texts(t, data, "es") != before {
		t.Errorf("%v", err)
	}
	if left, _ := filepath.Glob(filepath.Join(data, "i18n", ".aldaba-*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

// What translation programs are built on: Debian's gettext, which make test installs.
func TestGettextReadsTheSheet(t *testing.T) {
	if _, err := exec.LookPath("msgfmt"); err != nil {
		t.Fatal("msgfmt is not installed: install the Debian package gettext")
	}
	data, desk := translators(t)
	for _, lang := range []string{"es", "ht", "ru", "ar", "zh-Hans", "vi"} {
		sheet := filepath.Join(desk, lang+".po")
		if code, _, errs := i18nRun(t, "i18n", "export", "--data", data, "--lang", lang, "--format", "po", "--out", sheet); code != 0 {
			t.Fatal(errs)
		}
		if out, err := exec.Command("msgfmt", "-c", "-o", os.DevNull, sheet).CombinedOutput(); err != nil || len(out) > 0 {
			t.Errorf("%s: %v %s", lang, err, out)
		}
		// msgcat reads the file and writes it in its own way, as translation programs do.
		again := filepath.Join(desk, "again-"+lang+".po")
		if out, err := exec.Command("msgcat", "--no-wrap", "-o", again, sheet).CombinedOutput(); err != nil {
			t.Fatalf("%s", out)
		}
		before := texts(t, data, lang)
		if code, out, errs := i18nRun(t, "i18n", "import", again, "--data", data); code != 0 || texts(t, data, lang) != before {
			t.Errorf("%s after msgcat: %s%s", lang, out, errs)
		}
	}
}
