package store

import (
	"errors"
	"fmt"
	"strings"

	"github.com/redis/go-redis/v9"

	"github.com/aldaba-hotline/aldaba/bot"
)

// failed says what was being done when err came up. Whatever a later try can mend wraps bot.ErrUnavailable; what is
// left is a defect of this package or of what somebody else wrote into this Redis.
func failed(doing string, err error) error {
	if temporary(err) {
		return fmt.Errorf("%s: %w: %w", doing, bot.ErrUnavailable, err)
	}
	return fmt.Errorf("%s: %w", doing, err)
}

// temporary reports whether err tells of a Redis that cannot be reached or refuses its service for now. Everything that
// is not Redis's own answer is: the network, a timeout, a deadline of the caller, a closed client.
func temporary(err error) bool {
	if errors.Is(err, errReply) {
		return false
	}
	var answer redis.Error
	if !errors.As(err, &answer) {
		return true
	}
	code, _, _ := strings.Cut(strings.TrimPrefix(answer.Error(), "ERR "), " ")
	switch code {
	case "OOM", "READONLY", "LOADING", "MISCONF", "NOREPLICAS", "MASTERDOWN", "CLUSTERDOWN", "TRYAGAIN", "MOVED", "ASK",
		"BUSY", "UNKILLABLE", // a script runs for too long
		"NOAUTH", "WRONGPASS", "NOPERM", // until somebody mends the access list
		"max": // number of clients reached
		return true
	}
	return false
}
