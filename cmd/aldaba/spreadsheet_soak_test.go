//go:build soak

package main

import (
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// A real spreadsheet program, half a gigabyte of it: make soak installs it. What it does to a file, TestASemicolonSheet and others of
// bot/book/exchange do in make test.
func TestASpreadsheetProgramSavesTheSheet(t *testing.T) {
	if _, err := exec.LookPath("soffice"); err != nil {
		t.Fatal("LibreOffice is not installed: install the Debian package libreoffice-calc-nogui")
	}
	data, desk := translators(t)
	sheet := filepath.Join(desk, "es.csv")
	if code, _, errs := i18nRun(t, "i18n", "export", "--data", data, "--lang", "es", "--out", sheet); code != 0 {
		t.Fatal(errs)
	}
	before := texts(t, data, "es")
	convert := func(filter, file string, more ...string) {
		t.Helper()
		args := append([]string{"-env:UserInstallation=file://" + filepath.Join(desk, "profile"), "--headless"}, more...)
		if out, err := exec.Command("soffice", append(args, "--convert-to", filter, "--outdir", filepath.Join(desk, "saved"), file)...).CombinedOutput(); err != nil {
			t.Fatalf("%v %s", err, out)
		}
	}
	// Opened as UTF-8 with commas, kept as a workbook, saved with semicolons in UTF-8.
	convert("ods", sheet, "--infilter=CSV:44,34,76")
	convert("csv:Text - txt - csv (StarCalc):59,34,76,1", filepath.Join(desk, "saved", "es.ods"))
	saved := filepath.Join(desk, "saved", "es.csv")
	if code, out, errs := i18nRun(t, "i18n", "import", saved, "--data", data); code != 0 || texts(t, data, "es") != before || !strings.Contains(out, "0 messages and 0 lists of words changed") {
		t.Errorf("%d %s%s", code, out, errs)
	}
	edited(t, saved, "Elija 1, 2, 3... o pregunte:", "Elija, o pregunte:")
	if code, out, errs := i18nRun(t, "i18n", "import", saved, "--data", data, "--by", "Ana"); code != 0 || !strings.Contains(texts(t, data, "es"), `"menu.ask" = "Elija, o pregunte:"`) {
		t.Errorf("%d %s%s", code, out, errs)
	}
}
