package store

import (
	"context"
	"strings"

	"github.com/aldaba-hotline/aldaba/bot/desk"
)

// listStep is about how many keys one SCAN looks at: Redis is busy with it for less than a millisecond.
const listStep = 1000

// List implements desk.Store. A document that comes or goes meanwhile may be in it or not.
func (s *Store) List(ctx context.Context, k desk.Kind) ([]desk.Ref, error) {
	prefix := s.keys.documents(k)
	found := map[string]bool{} // SCAN may tell a key twice
	var refs []desk.Ref
	names := s.client.Scan(ctx, 0, prefix+"*", listStep).Iterator()
	for names.Next(ctx) {
		if id := strings.TrimPrefix(names.Val(), prefix); !found[id] {
			found[id] = true
			refs = append(refs, desk.Ref{Kind: k, ID: id})
		}
	}
	if err := names.Err(); err != nil {
		return nil, failed("list documents", err)
	}
	return refs, nil
}
