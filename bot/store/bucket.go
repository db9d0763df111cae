package store

import (
	"strconv"
	"strings"
	"time"
)

// ahead reads one of the times in a sender's bucket (bucket.lua), by its place: how far it lies ahead of now. Of a bucket that
// does not exist, or cannot be read, it is 0.
func ahead(bucket string, place int, now time.Time) time.Duration {
	for ; place > 0; place-- {
		_, bucket, _ = strings.Cut(bucket, " ")
	}
	number, _, _ := strings.Cut(bucket, " ")
	micros, err := strconv.ParseInt(number, 10, 64)
	if err != nil {
		return 0
	}
	return max(0, time.UnixMicro(micros).Sub(now))
}
