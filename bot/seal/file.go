package seal

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
)

// Kinds of errors about a key file. Test with errors.Is; the messages name the file and the remedy.
var (
	errNotKeyset = errors.New("it is not a keyset, or a damaged one")
	// ErrExposed means that group or others may read or write the file.
	ErrExposed = errors.New("others may read or write it")
)

// maxFile bounds what is read of a key file, in bytes; a keyset with a hundred keys is smaller.
const maxFile = 1 << 20

// Create writes a new keyset to path with mode 0600. It never replaces a file: an existing path is an error that
// wraps fs.ErrExist. A file that could not be written whole is removed again.
func Create(path string) error {
	sealing, naming, err := newHandles()
	if err != nil {
		return fmt.Errorf("keyset %s: %w", path, err)
	}
	content, err := encode(sealing, naming)
	if err != nil {
		return fmt.Errorf("keyset %s: %w", path, err)
	}
	return write(path, append(content, '\n'))
}

func write(path string, content []byte) error {
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("keyset: %s: %w; keep it, what it sealed is lost without it, or choose another path", path, fs.ErrExist)
	}
	if err != nil {
		return fmt.Errorf("keyset: %w; choose a path that you may write to", err)
	}
	_, err = file.Write(content)
	if err = errors.Join(err, file.Sync(), file.Close()); err != nil {
		return fmt.Errorf("keyset: %w", errors.Join(err, os.Remove(path)))
	}
	return nil
}

// Open reads the keyset at path. It refuses a file that is missing (fs.ErrNotExist), that group or others may read
// or write ([ErrExposed]), or that holds no keyset.
func Open(path string) (*Keyset, error) {
	content, err := read(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("keyset: %w; make one with 'aldaba keys new'", err)
	}
	if errors.Is(err, ErrExposed) {
		return nil, fmt.Errorf("keyset %s: %w; run 'chmod 600 %s', and replace the keys with 'aldaba keys new' "+
			"if somebody may have read them", path, err, path)
	}
	if err != nil {
		return nil, fmt.Errorf("keyset: %w", err)
	}
	k, err := decode(content)
	if err != nil {
		return nil, fmt.Errorf("keyset %s: %w; restore it, or make one with 'aldaba keys new'", path, err)
	}
	return k, nil
}

// read looks at the mode of the very file that it reads, so that nobody can swap the file between the two.
func read(path string) ([]byte, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }() // nothing was written
	info, err := file.Stat()
	if err != nil {
		return nil, err
	}
	if info.Mode().Perm()&0o077 != 0 {
		return nil, ErrExposed
	}
	return io.ReadAll(io.LimitReader(file, maxFile))
}
