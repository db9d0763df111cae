package desk

import (
	"context"

	"github.com/aldaba-hotline/aldaba/bot"
)

// Sealer hides what a person wrote or could be found by before it reaches the store. bot/seal implements it.
type Sealer interface {
	// Seal encrypts plain. Bound names the place where the result will lie; it opens nowhere else.
	Seal(plain []byte, bound string) (string, error)
	// Open reverses Seal, with any key of the keyset.
	Open(sealed, bound string) ([]byte, error)
	// Pseudonyms maps a value to names that only holders of the keyset can compute, one a key, newest first:
	// 32 hexadecimal digits each. Domain separates uses, such as "address" and "event".
	Pseudonyms(domain, value string) []string
}

// Sender delivers texts that are not the direct answer to a message.
type Sender interface {
	// Send hands the texts to the provider in order.
	Send(ctx context.Context, to bot.Address, texts []string) error
}

// Meter counts what the desk does. Its methods are called on the hot path and must not block.
type Meter interface {
	// Decided counts one committed decision.
	Decided(channel bot.Channel, action bot.Action)
	// Conflicted counts one commit that had to be decided again.
	Conflicted()
	// Unsent counts texts that were due but have no Sender.
	Unsent(texts int)
}
