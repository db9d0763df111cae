package store

import (
	"context"

	"github.com/redis/go-redis/v9"

	"github.com/aldaba-hotline/aldaba/bot/desk"
)

type Store struct {
	keys                          keys
	scripts                       scripts
	calls                         calls
	contacts, sessions, incidents string
	do                            func(ctx context.Context, cmd redis.Cmder) error
}

func newProto(do func(ctx context.Context, cmd redis.Cmder) error) *Store {
	k := newKeys("rights")
	return &Store{keys: k, scripts: newScripts(), contacts: k.documents(desk.KindContact), sessions: k.documents(desk.KindSession), incidents: k.documents(desk.KindIncident), do: do}
}
