package desk

import (
	"context"
	"time"

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

// Sender hands messages to the provider, one try each. Its methods are called by many goroutines at once.
type Sender interface {
	// Send makes one try. It tells a message that was surely not taken from one that may have been.
	Send(ctx context.Context, p bot.Parcel) bot.Result
	// Find asks the provider for messages that it has, newest first. Beside an error the list may lack some.
	Find(ctx context.Context, s bot.Search) ([]bot.Sighting, error)
}

// Inbox lists what people sent to the hotline, as the provider remembers it.
type Inbox interface {
	// Received lists messages since a time, oldest first. Beside an error there may be some; one that is bot.ErrUnreadable means
	// that nothing but what makes no sense is left out.
	Received(ctx context.Context, since time.Time) ([]bot.Event, error)
}

// Meter counts what the desk does. Its methods are called on the hot path and must not block.
type Meter interface {
	// Decided counts one committed decision.
	Decided(channel bot.Channel, action bot.Action)
	// Conflicted counts one commit that had to be decided again.
	Conflicted()
	// Unsent counts texts that were due but have no Sender.
	Unsent(texts int)
	// Tried counts one try to hand a message to the provider, by how it ended, and how long it took.
	Tried(q bot.Queue, o bot.Outcome, took time.Duration)
	// Waited measures how long a message waited for its first try since it was written.
	Waited(q bot.Queue, wait time.Duration)
	// Ended counts a message that nothing more will be done about, by its state and number of tries.
	Ended(q bot.Queue, s bot.MessageState, tries int)
	// Reported counts one receipt: its state, or "unknown" for a message that nobody knows, or "old" when it told nothing new.
	Reported(what string)
	// Alarmed counts what a person should mend: "sender", "bulk" or "urgent".
	Alarmed(what string)
	// Hinted counts what whoever keeps the hotline should know about a text: "missing", "withdrawn" or "expired".
	Hinted(about string)
	// Open tells how many incidents are open, and how many urgent ones of them nobody is in charge of.
	Open(incidents, unowned int)
	// Broadcasts tells how many broadcasts there are of each state, as far as something may still go out by itself.
	Broadcasts(standing map[bot.BroadcastState]int)
	// Repaired counts what the auditor found and repaired: "deadline", "no_deadline", "summary", "clock" or "receipt".
	Repaired(finding string)
	// Recovered counts inbound messages that only the provider's list told of.
	Recovered(messages int)
}
