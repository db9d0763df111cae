package desk

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
)

// keepAnswer is how long a repeated webhook gets the same answer again. The provider's retries end within seconds.
const keepAnswer = 10 * time.Minute

// commit turns a decision into what the store writes: only the documents that changed, and whatever else the decision
// wants, all in one piece.
func (d *Desk) commit(l Loaded, before State, after Decision, claim *Claim, index string) (*Commit, error) {
	c := &Commit{Claim: claim}
	if after.Set != nil {
		c.Set = []SetTimer{*after.Set}
	}
	if after.Clear != nil {
		c.Clear = []Timer{*after.Clear}
	}
	var err error
	if after.Erased {
		c.Write = erase(l)
	} else {
		err = d.writePerson(c, l, before, after, index)
	}
	if err == nil && after.Missed != nil {
		err = d.add(c)(d.missWrite(*after.Missed, l.Now))
	}
	return c, err
}

// writePerson writes contact, session and, for somebody new or found by an old key, the index.
func (d *Desk) writePerson(c *Commit, l Loaded, before State, after Decision, index string) error {
	keep := d.keep()
	life := d.contactLife(after.Contact)
	if before.Contact != after.Contact {
		if err := d.add(c)(d.contactWrite(after.Contact, l.Contact, l.Now, life)); err != nil {
			return err
		}
	}
	switch {
	case index == "": // a timer: nobody wrote
	case l.Index.Version == 0 || l.Index.ID != index:
		w := writing(Ref{KindIndex, index}, Document{}, l.Now, life)
		w.Fields = []Field{{fieldContact, string(after.Contact.ID)}}
		c.Write = append(c.Write, w)
		if l.Index.Version != 0 { // found by an old key: nobody finds them by it any more
			c.Write = append(c.Write, Write{Ref: l.Index.Ref, Expect: l.Index.Version, Delete: true})
		}
	case before.Contact.SeenDay != after.Contact.SeenDay || before.Contact.Alerts != after.Contact.Alerts:
		c.Touch = append(c.Touch, Touch{l.Index.Ref, life})
	}
	return d.add(c)(d.sessionWrite(after.Contact.ID, after.Session, l.Session, l.Now, keep.Conversation))
}

func (d *Desk) add(c *Commit) func(Write, error) error {
	return func(w Write, err error) error {
		c.Write = append(c.Write, w)
		return err
	}
}

// erase deletes every document about the contact that was loaded.
func erase(l Loaded) []Write {
	var all []Write
	for _, doc := range []Document{l.Index, l.Contact, l.Session} {
		if doc.Version != 0 {
			w := Write{Ref: doc.Ref, Expect: doc.Version, Delete: true}
			if bot.Alerts(doc.Get(fieldAlerts)).Listed() {
				w.Listing.List = ListSubscribers
			}
			all = append(all, w)
		}
	}
	return all
}

func (d *Desk) keep() bot.Retention { return d.brain.Load().hotline.Retention }

// claim takes the event for this decision.
func (d *Desk) claim(marks []string) *Claim {
	return &Claim{Marks: marks, Keep: d.keep().SIDs, KeepAnswer: keepAnswer}
}

func (d *Desk) sealAnswer(mark string, replies []bot.Reply) (string, error) {
	if len(replies) == 0 {
		return "", nil
	}
	plain, err := json.Marshal(replies)
	if err != nil {
		return "", fmt.Errorf("encode an answer: %w", err)
	}
	sealed, err := d.sealer.Seal(plain, "answer/"+mark)
	if err != nil {
		return "", fmt.Errorf("seal an answer: %w", err)
	}
	return sealed, nil
}

// savedAnswer is what a repeated event was answered with; nothing once that has been deleted.
func (d *Desk) savedAnswer(marks []string, sealed string) ([]bot.Reply, error) {
	if sealed == "" {
		return nil, nil
	}
	for _, mark := range marks {
		plain, err := d.sealer.Open(sealed, "answer/"+mark)
		if err != nil {
			continue
		}
		var replies []bot.Reply
		if err := json.Unmarshal(plain, &replies); err != nil {
			return nil, fmt.Errorf("decode a saved answer: %w", err)
		}
		return replies, nil
	}
	return nil, fmt.Errorf("open a saved answer: no key fits")
}
