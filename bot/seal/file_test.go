package seal

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func created(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "keyset")
	if err := Create(path); err != nil {
		t.Fatal(err)
	}
	return path
}

func opened(t *testing.T, path string) *Keyset {
	t.Helper()
	k, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func TestCreatedKeysetIsTheSameAfterARestart(t *testing.T) {
	path := created(t)
	first := opened(t, path)
	s := sealed(t, first, "hola", "c/01/a")
	second := opened(t, path)
	if plain, err := second.Open(s, "c/01/a"); err != nil || string(plain) != "hola" {
		t.Errorf("after a restart: %q, %v", plain, err)
	}
	if first.Pseudonyms("address", "x")[0] != second.Pseudonyms("address", "x")[0] {
		t.Error("after a restart an address has another name")
	}
}

func TestCreatedFileIsForItsOwnerOnly(t *testing.T) {
	info, err := os.Stat(created(t))
	if err != nil {
		t.Fatal(err)
	}
	if info.Mode() != 0o600 {
		t.Errorf("mode %v, want -rw-------", info.Mode())
	}
}

func TestCreateNeverReplacesAFile(t *testing.T) {
	path := created(t)
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	link := filepath.Join(t.TempDir(), "link")
	if err := os.Symlink(filepath.Join(t.TempDir(), "elsewhere"), link); err != nil {
		t.Fatal(err)
	}
	for _, taken := range []string{path, link, t.TempDir()} {
		if err := Create(taken); !errors.Is(err, fs.ErrExist) || !strings.Contains(err.Error(), taken) {
			t.Errorf("Create(%s) = %v", taken, err)
		}
	}
	if after, err := os.ReadFile(path); err != nil || string(after) != string(before) {
		t.Errorf("the file changed (%v)", err)
	}
}

func TestCreateInAMissingDirectorySaysSo(t *testing.T) {
	err := Create(filepath.Join(t.TempDir(), "nowhere", "keyset"))
	if !errors.Is(err, fs.ErrNotExist) || !strings.Contains(err.Error(), "choose a path") {
		t.Errorf("error %v", err)
	}
}

func TestOpenRefusesAFileThatOthersMayTouch(t *testing.T) {
	path := created(t)
	for _, mode := range []os.FileMode{0o640, 0o620, 0o604, 0o602, 0o644, 0o666, 0o610} {
		if err := os.Chmod(path, mode); err != nil {
			t.Fatal(err)
		}
		if _, err := Open(path); !errors.Is(err, ErrExposed) || !strings.Contains(err.Error(), "chmod 600 "+path) {
			t.Errorf("mode %o: %v", mode, err)
		}
	}
	for _, mode := range []os.FileMode{0o600, 0o400} {
		if err := os.Chmod(path, mode); err != nil {
			t.Fatal(err)
		}
		if _, err := Open(path); err != nil {
			t.Errorf("mode %o: %v", mode, err)
		}
	}
}

func TestOpenOfAMissingFileTellsHowToMakeOne(t *testing.T) {
	_, err := Open(filepath.Join(t.TempDir(), "keyset"))
	if !errors.Is(err, fs.ErrNotExist) || !strings.Contains(err.Error(), "aldaba keys new") {
		t.Errorf("error %v", err)
	}
}

func TestOpenOfADamagedFileNeverQuotesIt(t *testing.T) {
	whole, err := os.ReadFile(created(t))
	if err != nil {
		t.Fatal(err)
	}
	secret := string(whole[strings.Index(string(whole), `"value"`)+10:])[:24]
	for name, content := range map[string]string{
		"empty":       "",
		"not JSON":    "keys",
		"no keys":     "{}",
		"half":        string(whole[:len(whole)/2]),
		"one keyset":  strings.Replace(string(whole), `"prf"`, `"frp"`, 1),
		"cut value":   strings.Replace(string(whole), secret, secret[:23], 1),
		"junk value":  strings.Replace(string(whole), secret, "%"+secret[1:], 1),
		"wrong field": strings.Replace(string(whole), `"status"`, `"sta tus"`, 1),
	} {
		path := filepath.Join(t.TempDir(), "keyset")
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := Open(path)
		if err == nil {
			t.Errorf("%s: opened", name)
			continue
		}
		if strings.Contains(err.Error(), secret[4:12]) || !strings.Contains(err.Error(), path) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
