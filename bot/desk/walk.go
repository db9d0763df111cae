package desk

import (
	"context"
	"strconv"

	"github.com/aldaba-hotline/aldaba/bot"
)

// walkAtOnce is how many contacts of the list of subscribers are looked at together.
const walkAtOnce = 1000

// EachSubscriber hands over everybody on the list of subscribers, in the order of their ids and some at a time: whether they want alerts or are
// to be asked, with STOP and without. What is sealed is not there: see [Desk.OpenSubscribers]. It stops at the first error. What is
// handed over belongs to the receiver until it returns.
func (d *Desk) EachSubscriber(ctx context.Context, do func([]bot.Contact) error) error {
	for after := ""; ; {
		some, last, err := d.walk(ctx, after, walkAtOnce)
		if err != nil || last == "" {
			return err
		}
		if err := do(some); err != nil {
			return err
		}
		after = last
	}
}

// walk reads at most limit contacts of the list after one, and returns the last that it looked at, "" at the end of the list. Those that their
// age took away are taken off.
func (d *Desk) walk(ctx context.Context, after string, limit int) (some []bot.Contact, last string, err error) {
	ids, err := d.Store.Walk(ctx, ListSubscribers, after, limit)
	if err != nil || len(ids) == 0 {
		return nil, "", err
	}
	docs, err := d.contactsOf(ctx, ids)
	if err != nil {
		return nil, "", err
	}
	var gone []string
	some = make([]bot.Contact, 0, len(docs))
	for _, doc := range docs {
		if doc.Version == 0 {
			gone = append(gone, doc.ID)
			continue
		}
		some = append(some, subscriber(doc))
	}
	return some, ids[len(ids)-1], d.Store.Tidy(ctx, gone)
}

func (d *Desk) contactsOf(ctx context.Context, ids []string) ([]Document, error) {
	refs := make([]Ref, len(ids))
	for i, id := range ids {
		refs[i] = Ref{KindContact, id}
	}
	return d.Store.Read(ctx, refs...)
}

// OpenSubscribers adds what is sealed to contacts that EachSubscriber handed over: their addresses and the proof of their consent. Those that are gone
// meanwhile stay as they are.
func (d *Desk) OpenSubscribers(ctx context.Context, some []bot.Contact) error {
	ids := make([]string, len(some))
	for i, c := range some {
		ids[i] = string(c.ID)
	}
	docs, err := d.contactsOf(ctx, ids)
	if err != nil {
		return err
	}
	for i, doc := range docs {
		if doc.Version == 0 {
			continue
		}
		if err := d.openContact(doc, &some[i]); err != nil {
			return err
		}
	}
	return nil
}

// number reads a decimal number; what is none is 0.
func number(s string) int64 {
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil {
		return 0
	}
	return n
}
