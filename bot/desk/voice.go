package desk

import (
	"context"

	"github.com/aldaba-hotline/aldaba/bot"
)

// Answer says what is said to somebody who has answered a call, and takes what they press: "" at first. It may be asked twice. A message that
// is no call, or that nobody knows any more, is silence. An error wrapping bot.ErrUnavailable means that what was pressed may not be stored.
func (d *Desk) Answer(ctx context.Context, id bot.MessageID, digits string) (bot.Speech, error) {
	m, known, err := d.Message(ctx, id)
	if err != nil || !known || !m.Content.Call {
		return bot.Speech{}, err
	}
	return d.pressed(ctx, m, digits)
}

// weight is how many segments of its sender's rate a message costs.
func weight(m bot.Message, words bot.Private) int {
	if m.Content.Call {
		return 1
	}
	return segments(channelOf(m.Queue.Sender), words)
}
