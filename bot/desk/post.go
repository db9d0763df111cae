package desk

import (
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/text"
)

const (
	// heardWithin is how long an urgent answer that went out on the line may stay without any receipt.
	heardWithin = time.Minute
	// directDepth is how far a sender may be ahead of its rate until direct answers queue up like everything else …
	directDepth = 400 * time.Millisecond
	// … and directSegments is how many segments that is at least: the provider queues so few for us. Both are less than what replies in the
	// queue may use (replyDepth): who came first is not overtaken for ever.
	directSegments = 8
	// urgentDirect and urgentDirectSegments are the same for urgent answers: less time than pages may use, so that a flood of reports
	// delays nobody who is woken. At a rate below 14 a second it is so many segments, more than replies may use, and a page waits for a few.
	urgentDirect         = time.Second
	urgentDirectSegments = 14
	// mostDepth bounds how far a slow sender may be ahead.
	mostDepth = time.Minute
	// mostCost bounds what one message costs its sender, however low the rate is set.
	mostCost = 24 * time.Hour
)

// post adds the texts of a decision to its commit, each a message of its own. What may go out on the line is returned; the rest
// goes through the outbox. Without a Sender everything goes out on the line, or is counted and lost.
func (d *Desk) post(c *Commit, l Loaded, after Decision, line bool) ([]bot.Reply, error) {
	if len(after.Texts) == 0 {
		return nil, nil
	}
	if d.Sender == nil && !line {
		d.Meter.Unsent(len(after.Texts))
		return nil, nil
	}
	contents := d.contents(after)
	line = line && d.mayAnswerDirectly(l, after, contents)
	var replies []bot.Reply
	for _, content := range contents {
		m := after.message(content, l.Now)
		if line {
			replies = append(replies, bot.Reply{ID: m.ID, Text: content.Text.Reveal()})
			m = d.direct(c, m)
		} else {
			if d.crowded(l, after) {
				m.Queue.Lane = bot.LaneReply // the urgent lane is for those who are woken
			}
			c.Append = append(c.Append, Ticket{Queue: m.Queue, Message: m.ID})
		}
		if err := d.add(c)(d.messageWrite(m, Document{}, l.Now)); err != nil {
			return nil, err
		}
	}
	var err error
	if c.Claim != nil {
		c.Claim.Answer, err = d.sealAnswer(c.Claim.Marks[0], replies)
	}
	return replies, err
}

// mayAnswerDirectly reports whether an answer goes out on the line: always when there is no other way, else never when it has buttons,
// and otherwise while its sender keeps up, longer when it is urgent.
func (d *Desk) mayAnswerDirectly(l Loaded, after Decision, contents []bot.Content) bool {
	if d.Sender == nil {
		return true
	}
	if contents[len(contents)-1].Buttons {
		return false
	}
	if after.Urgent {
		return !d.crowded(l, after)
	}
	return l.Busy <= d.depth(bot.SenderOf(after.Contact.Address.Channel), directDepth, directSegments)
}

// crowded reports whether so many report that their answers would delay the pages for those who are woken by them.
func (d *Desk) crowded(l Loaded, after Decision) bool {
	sender := bot.SenderOf(after.Contact.Address.Channel)
	return after.Urgent && !after.Ordered && l.Busy > d.depth(sender, urgentDirect, urgentDirectSegments)
}

// direct turns a message into one that goes out on the line. Its sender pays for it all the same. Only an urgent one is looked at
// again if nobody reports that it arrived, and for that its text is kept.
func (d *Desk) direct(c *Commit, m bot.Message) bot.Message {
	m.Direct, m.State = true, bot.MessagePosted
	if d.Sender == nil {
		m.Content = bot.Content{}
		return m // nothing else could be sent at the sender's rate, and nobody looks again
	}
	c.Debit = append(c.Debit, Debit{Sender: m.Queue.Sender, Cost: d.cost(m.Queue.Sender, m.Segments)})
	if m.Queue.Lane == bot.LaneUrgent {
		c.Later = append(c.Later, Later{Ticket{Queue: m.Queue, Message: m.ID}, heardWithin})
	} else {
		m.Content = bot.Content{}
	}
	return m
}

// message begins the life of a message.
func (d *Decision) message(content bot.Content, now time.Time) bot.Message {
	m := bot.Message{
		ID:       bot.MessageID(newID()),
		Queue:    bot.Queue{Lane: bot.LaneReply, Sender: bot.SenderOf(d.Contact.Address.Channel)},
		Purpose:  bot.PurposeAnswer,
		Contact:  d.Contact.ID,
		Language: d.Language,
		Consent:  d.Contact.Consent,
		Segments: segments(d.Contact.Address.Channel, content.Text),
		State:    bot.MessageQueued,
		At:       now.UnixMilli(),
		Changed:  now.UnixMilli(),
		Content:  content,
	}
	if d.Urgent {
		m.Queue.Lane, m.Incident = bot.LaneUrgent, d.Session.Report
	}
	if d.Intent.Action == "" { // nobody wrote
		m.Purpose, m.Consent = bot.PurposeNotice, bot.ConsentNone
	}
	if d.Erased {
		m.Consent = bot.ConsentStopped
	}
	return m
}

// segments is what a text costs its sender: segments by SMS, else 1.
func segments(ch bot.Channel, words bot.Private) int {
	if ch == bot.WhatsApp {
		return 1
	}
	return max(1, text.Segments(words.Reveal()).Segments)
}

// channelOf is how a sender's messages travel.
func channelOf(s bot.SenderName) bot.Channel {
	if s == bot.SenderWhatsApp {
		return bot.WhatsApp
	}
	return bot.SMS
}

// rate is how many segments or messages a sender may send in a second.
func (d *Desk) rate(s bot.SenderName) float64 {
	rates := d.brain.Load().hotline.Rates
	if s == bot.SenderWhatsApp {
		return rates.WhatsApp
	}
	return rates.SMS
}

// cost is how long a sender needs for some segments, at most a day.
func (d *Desk) cost(s bot.SenderName, segments int) time.Duration {
	return time.Duration(min(float64(segments)*float64(time.Second)/d.rate(s), float64(mostCost)))
}

// depth is how far a sender may be ahead of its rate: so long, or so many segments if that is more, but no more than a minute.
func (d *Desk) depth(s bot.SenderName, least time.Duration, segments int) time.Duration {
	return max(least, min(d.cost(s, segments), mostDepth))
}
