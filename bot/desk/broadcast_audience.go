package desk

import (
	"context"
	"slices"
	"strings"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/broadcast"
)

// crowd is where a broadcast looks for its recipients: the list of subscribers, or the roster; and who got other broadcasts.
type crowd struct {
	*Desk
	crew    []bot.Contact // nil: the list of subscribers
	answers *bot.Broadcast
	except  []bot.Broadcast
}

// crowd opens the audience of a broadcast.
func (d *Desk) crowd(ctx context.Context, spec bot.BroadcastSpec) (*crowd, error) {
	p := &crowd{Desk: d}
	if spec.Audience.Kind == broadcast.Responders {
		crew, err := d.crew(ctx)
		if err != nil {
			return nil, err
		}
		p.crew = crew
	}
	if spec.Answers != "" {
		earlier, err := d.earlier(ctx, spec.Answers)
		if err != nil {
			return nil, err
		}
		p.answers = &earlier.Broadcast
	}
	for _, id := range spec.Audience.Except {
		other, err := d.earlier(ctx, id)
		if err != nil {
			return nil, err
		}
		p.except = append(p.except, other.Broadcast)
	}
	return p, nil
}

// next returns some people after one, in the order of their ids, and the last that was looked at, "" at the end. Those who got what they must
// not have got, or did not get what they must have, are left out.
func (p *crowd) next(ctx context.Context, after string, limit int) ([]bot.Contact, string, error) {
	some, last, err := p.after(ctx, after, limit)
	if err != nil || len(some) == 0 {
		return some, last, err
	}
	if p.answers != nil {
		if some, err = p.keep(ctx, some, *p.answers, broadcast.Got); err != nil {
			return nil, "", err
		}
	}
	for _, other := range p.except {
		if some, err = p.keep(ctx, some, other, func(m bot.Message) bool { return m.State == "" || !broadcast.Went(m) }); err != nil {
			return nil, "", err
		}
	}
	return some, last, nil
}

func (p *crowd) after(ctx context.Context, after string, limit int) ([]bot.Contact, string, error) {
	if p.crew == nil {
		return p.walk(ctx, after, limit)
	}
	from, found := slices.BinarySearchFunc(p.crew, after, func(c bot.Contact, id string) int { return strings.Compare(string(c.ID), id) })
	if found {
		from++
	}
	some := slices.Clone(p.crew[from:min(len(p.crew), from+limit)])
	if len(some) == 0 {
		return nil, "", nil
	}
	return some, string(some[len(some)-1].ID), nil
}

// keep keeps those whose record of a broadcast is as it should be. Of those who have none it has no state.
func (p *crowd) keep(ctx context.Context, some []bot.Contact, other bot.Broadcast, should func(bot.Message) bool) ([]bot.Contact, error) {
	records, err := p.records(ctx, other, some)
	if err != nil {
		return nil, err
	}
	kept := some[:0]
	for i, c := range some {
		if should(records[i]) {
			kept = append(kept, c)
		}
	}
	return kept, nil
}

// records reads what became of a broadcast for some people. Where there is no record, or none that can be read, it has no state.
func (d *Desk) records(ctx context.Context, b bot.Broadcast, some []bot.Contact) ([]bot.Message, error) {
	all, _, err := d.recordDocuments(ctx, b, some)
	return all, err
}

// recordDocuments is records, with the documents of which they were read.
func (d *Desk) recordDocuments(ctx context.Context, b bot.Broadcast, some []bot.Contact) ([]bot.Message, []Document, error) {
	refs := make([]Ref, len(some))
	for i, c := range some {
		refs[i] = Ref{KindMessage, string(broadcast.Name(b, c.ID))}
	}
	docs, err := d.Store.Read(ctx, refs...)
	if err != nil {
		return nil, nil, err
	}
	all := make([]bot.Message, len(some))
	for i, doc := range docs {
		all[i], _ = d.plainMessage(doc)
	}
	return all, docs, nil
}

// crew are the responders as people to write to, each once, by the first of their addresses whose contact has not said STOP.
func (d *Desk) crew(ctx context.Context) ([]bot.Contact, error) {
	r, err := d.Roster(ctx)
	if err != nil {
		return nil, err
	}
	stopped, err := d.Stopped(ctx, r.People)
	if err != nil {
		return nil, err
	}
	all := make([]bot.Contact, 0, len(r.People))
	var ids []string
	for _, p := range r.People {
		for i, id := range p.Contacts {
			if i < len(p.Addresses) && !stopped[id] {
				all = append(all, bot.Contact{ID: id, Regions: bot.NamesOf(p.Regions...), Groups: groupsOf(p), Route: bot.RouteOf(p.Addresses[i]), Language: first(p.Languages)})
				break
			}
		}
	}
	slices.SortFunc(all, func(a, b bot.Contact) int { return strings.Compare(string(a.ID), string(b.ID)) })
	for _, c := range all {
		ids = append(ids, string(c.ID))
	}
	return all, d.strikes(ctx, ids, all)
}

// strikes adds what the contacts of responders tell about how they are reached.
func (d *Desk) strikes(ctx context.Context, ids []string, all []bot.Contact) error {
	docs, err := d.contactsOf(ctx, ids)
	if err != nil {
		return err
	}
	for i, doc := range docs {
		known := subscriber(doc)
		all[i].Strikes, all[i].SeenHour, all[i].Consent = known.Strikes, known.SeenHour, known.Consent
	}
	return nil
}

// groupsOf are a responder's roles, as groups.
func groupsOf(p bot.Responder) bot.Names {
	var all []string
	for _, r := range p.Roles {
		all = append(all, string(r))
	}
	return bot.NamesOf(all...)
}

func first(all []bot.Language) bot.Language {
	if len(all) == 0 {
		return ""
	}
	return all[0]
}
