package redistest

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// Disk returns everything that the server has written to its directory: what somebody who takes the machine would find.
// Start it with "--appendonly", "yes", so that this is every command as it was sent.
func (s *Server) Disk() string {
	s.tb.Helper()
	var all strings.Builder
	err := filepath.WalkDir(s.dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		all.Write(data)
		return err
	})
	if err != nil {
		s.tb.Fatalf("read the server's directory: %v", err)
	}
	return all.String()
}
