package desk

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/dispatch"
)

// order is a text to the dispatch room. The zero value is none.
type order struct {
	bot.Order
	by    bot.ResponderID // empty: the sender is not on the roster
	known []bot.IncidentID
}

func (o order) none() bool { return o.Verb == "" && o.Code == (bot.Code{}) && o.by == "" }

// incidents are those that must be read to carry it out.
func (o order) incidents() []bot.IncidentID { return o.known }

// first is the incident that it is about, "" for none that is known.
func (o order) first() bot.IncidentID {
	if len(o.known) == 0 {
		return ""
	}
	return o.known[0]
}

// order reads a text that is meant for the dispatch room: a full id from anybody, and bare verbs of somebody who was paged and has no
// question open. Everything else is a texter's.
func (d *Desk) order(ctx context.Context, s State, e bot.Event, now time.Time) (order, bool, error) {
	b := d.brain.Load()
	read, full := b.reader.Order(e.Text.Reveal())
	if tapped, ok := b.reader.Order(e.Button); ok {
		read, full = tapped, true
	}
	roster, err := d.readableRoster(ctx)
	if err != nil {
		return order{}, false, err
	}
	o := order{Order: read}
	if me := roster.byNumber(e.From.Value); me != nil {
		o.by = me.ID
	}
	switch {
	case full && read.Code.Number != 0:
		if o.by == "" && read.Verb == "" {
			return order{}, false, nil // a licence plate
		}
		if read.Verb == bot.VerbSOS && o.by != "" {
			return d.help(ctx, o)
		}
		err := d.look(ctx, &o)
		return o, true, err
	case o.by == "":
		return order{}, false, nil
	case full:
		return o, true, nil
	}
	return d.bare(ctx, s, e, o, now)
}

// look finds the incidents that an order names.
func (d *Desk) look(ctx context.Context, o *order) error {
	refs := []Ref{numberRef(o.Code.Number)}
	if o.Other.Number != 0 {
		refs = append(refs, numberRef(o.Other.Number))
	}
	docs, err := d.Store.Read(ctx, refs...)
	for _, doc := range docs {
		if id := doc.Get(fieldContact); id != "" {
			o.known = append(o.known, bot.IncidentID(id))
		}
	}
	return err
}

// bare reads a verb without an id.
func (d *Desk) bare(ctx context.Context, s State, e bot.Event, o order, now time.Time) (order, bool, error) {
	b := d.brain.Load()
	verb, ok := b.reader.Bare(e.Text.Reveal())
	if !ok {
		return order{}, false, nil
	}
	o.Verb = verb
	if verb == bot.VerbOff || verb == bot.VerbOn {
		return o, true, nil
	}
	if verb == bot.VerbMore || verb != bot.VerbSOS && b.library.Pending(s.Session, now).Open() {
		return order{}, false, nil
	}
	board, err := d.wall(ctx)
	if err != nil {
		return order{}, false, err
	}
	if id := whereIs(board, o.by); id != "" {
		o.known = []bot.IncidentID{id}
		return o, true, nil
	}
	return o, verb == bot.VerbGo || verb == bot.VerbHere || verb == bot.VerbTake, nil // no texter means these otherwise
}

// help reads a call for help. One whose id has a slip is as good as one without.
func (d *Desk) help(ctx context.Context, o order) (order, bool, error) {
	board, err := d.wall(ctx)
	if err != nil {
		return order{}, false, err
	}
	if d.proves(o.Code, o.by, board) {
		return o, true, d.look(ctx, &o)
	}
	o.Code, o.Other = bot.Code{}, bot.Code{}
	if id := whereIs(board, o.by); id != "" {
		o.known = []bot.IncidentID{id}
	}
	return o, true, nil
}

// wall reads the board.
func (d *Desk) wall(ctx context.Context) (bot.Board, error) {
	docs, err := d.Store.Read(ctx, boardRef)
	if err != nil {
		return bot.Board{}, err
	}
	return d.openBoard(docs[0])
}

// whereIs is the incident that somebody is on the way to or at, else what they were asked about last.
func whereIs(b bot.Board, id bot.ResponderID) bot.IncidentID {
	for _, p := range b.Open {
		if slices.Contains(p.Busy, id) {
			return p.Incident
		}
	}
	return b.Duty[id].Incident
}

// obey decides about an order. The sender's conversation stays as it is.
func (d *Desk) obey(before State, e bot.Event, o order, now time.Time) Decision {
	b := d.brain.Load()
	after := Decision{State: before, Urgent: true, Ordered: true, Intent: bot.Intent{Action: bot.ActCommand, Language: bot.Undetermined}}
	after.Room = before.Room.begin()
	after.Contact = b.meet(before.Contact, e, now)
	after.Language = after.reads(b)
	after.Room.Entered = true
	rules := b.rules(after.Room)
	switch {
	case o.by == "":
		after.Texts = []string{b.word(after.Language, dispatch.ReplyWrong, nil)}
	case o.Verb == bot.VerbOff || o.Verb == bot.VerbOn:
		d.duty(&after.Room, o, now)
	case o.Code.Number == 0 && o.first() == "":
		after.Room.answer("", dispatch.Text{To: o.by, Message: dispatch.ReplyBareNone})
	case o.Code.Number == 0:
		after.Room.step(o.first(), dispatch.Said{By: o.by, Order: o.Order}, rules, now)
	case !d.proves(o.Code, o.by, after.Room.Board) || o.Other.Number != 0 && !d.proves(o.Other, o.by, after.Room.Board):
		after.Room.wrong(o.by, now)
	case !after.Room.right(o.by, now) && o.first() != "":
		after.Room.answer(o.first(), dispatch.Text{To: o.by, Message: dispatch.ReplyFresh, Line: cmp.Or(o.Verb, bot.VerbMore)})
	default:
		after.Room.obey(o, rules, now)
	}
	return after
}

// answer is what a volunteer hears about an incident.
func (r *Room) answer(about bot.IncidentID, t dispatch.Text) {
	t.Reply = true
	r.Done = append(r.Done, Done{about, t})
}

// setDuty changes what the board knows about somebody.
func (r *Room) setDuty(id bot.ResponderID, change func(*bot.Duty)) {
	duty := map[bot.ResponderID]bot.Duty{}
	for k, v := range r.Board.Duty {
		duty[k] = v
	}
	mine := duty[id]
	change(&mine)
	duty[id] = mine
	r.Board.Duty = duty
}

// wrong answers an id that is not the sender's. After too many, their ids change: a spoofed sender does not see the new ones.
func (r *Room) wrong(id bot.ResponderID, now time.Time) {
	say := ""
	r.setDuty(id, func(d *bot.Duty) { *d, say = dispatch.Wrong(*d, now) })
	last := r.Board.Duty[id].Incident
	switch _, known := r.Incidents[last]; {
	case say == "":
	case say == dispatch.ReplyWrong || last == "":
		r.answer("", dispatch.Text{To: id, Message: dispatch.ReplyWrong})
	case !known:
		r.Wants = last
	default:
		r.answer(last, dispatch.Text{To: id, Message: say, Line: bot.VerbMore})
	}
}

// right notes a right id, and reports whether it counts.
func (r *Room) right(id bot.ResponderID, now time.Time) (counts bool) {
	if r.Board.Duty[id].Wrong == 0 {
		return true
	}
	r.setDuty(id, func(d *bot.Duty) { *d, counts = dispatch.Right(*d, now) })
	return counts
}

// obey carries out an order of somebody whose ids are right.
func (r *Room) obey(o order, rules dispatch.Rules, now time.Time) {
	in := r.Incidents[o.first()]
	switch {
	case in.ID == "" || o.Other.Number != 0 && len(o.known) < 2:
		r.answer("", dispatch.Text{To: o.by, Message: dispatch.ReplyWrong}) // gone by age
	case o.Verb == bot.VerbSame && len(o.known) == 2:
		r.same(o, rules, now)
	case o.Verb == bot.VerbSplit:
		r.split(o, in, rules, now)
	case in.State == bot.StateMerged && o.Verb != bot.VerbSOS:
		if first, ok := r.follow(in); ok {
			r.answer(in.ID, dispatch.Text{To: o.by, Message: dispatch.CrewMerged, Other: first.Number})
		}
	default:
		r.step(in.ID, dispatch.Said{By: o.by, Order: o.Order}, rules, now)
	}
}

// mostMerged is how often the report that one belongs to has been merged itself, at most.
const mostMerged = 8

// follow finds the incident that a merged one belongs to now. It is false while that must be read first.
func (r *Room) follow(in bot.Incident) (bot.Incident, bool) {
	for range mostMerged { // merged into one that was merged later
		if in.Into == "" {
			return in, true
		}
		next, known := r.Incidents[in.Into]
		if !known {
			r.Wants = in.Into
			return in, false
		}
		in = next
	}
	return in, true
}

// same makes two incidents one: the earlier stays.
func (r *Room) same(o order, rules dispatch.Rules, now time.Time) {
	first, second := r.Incidents[o.known[0]], r.Incidents[o.known[1]]
	if second.Opened < first.Opened {
		first, second = second, first
	}
	switch {
	case first.ID == second.ID, !first.State.Open(), !second.State.Open():
		r.answer(first.ID, dispatch.Text{To: o.by, Message: dispatch.ReplyClosed})
	case first.Owner != o.by && second.Owner != o.by:
		r.answer(first.ID, dispatch.Text{To: o.by, Message: dispatch.ReplyCharge, Line: bot.VerbTake})
	default:
		r.merge(second, first, string(o.by), rules, now)
		for _, further := range second.Reports {
			r.step(first.ID, dispatch.Joined{By: string(o.by), Report: further}, rules, now)
		}
		r.answer(second.ID, dispatch.Text{To: o.by, Message: dispatch.ReplySame, Other: first.Number})
	}
}

// split takes a report out of the incident that it joined: the one that is named, or the last one of the incident that is named.
func (r *Room) split(o order, in bot.Incident, rules dispatch.Rules, now time.Time) {
	first, ok := r.follow(in)
	if !ok {
		return
	}
	own := in
	if in.ID == first.ID && len(first.Reports) > 0 {
		id := first.Reports[len(first.Reports)-1].Incident
		if own, ok = r.Incidents[id]; !ok {
			r.Wants = id
			return
		}
	}
	switch {
	case first.Owner != o.by:
		r.answer(first.ID, dispatch.Text{To: o.by, Message: dispatch.ReplyCharge, Line: bot.VerbTake})
	case own.ID == first.ID || !slices.ContainsFunc(first.Reports, func(p bot.Report) bool { return p.Incident == own.ID }):
		r.answer(first.ID, dispatch.Text{To: o.by, Message: dispatch.ReplyNoSplit})
	default:
		r.step(first.ID, dispatch.Parted{By: string(o.by), Incident: own.ID}, rules, now)
		r.step(own.ID, dispatch.Split{By: string(o.by)}, rules, now)
		r.answer(own.ID, dispatch.Text{To: o.by, Message: dispatch.ReplySplit, Other: first.Number})
	}
}

// confirmWithin is how long the letters that confirm OFF are good for.
const confirmWithin = 10 * time.Minute

// duty carries out OFF and ON. OFF is confirmed by letters that only its sender's phone gets. Wrong letters count as wrong ids do.
func (d *Desk) duty(r *Room, o order, now time.Time) {
	mine := r.Board.Duty[o.by]
	young := now.Sub(time.UnixMilli(mine.Asked)) < confirmWithin
	say := dispatch.ReplyOffCode
	switch {
	case o.Verb == bot.VerbOn:
		r.setDuty(o.by, func(d *bot.Duty) { d.Off, d.On, d.Until, d.Asked, d.Unreached = false, false, 0, 0, false })
		r.answer("", dispatch.Text{To: o.by, Message: dispatch.ReplyOn})
		return
	case o.Letters != "" && young && slices.Contains(d.offLetters(o.by, mine), o.Letters):
		if r.right(o.by, now) {
			r.setDuty(o.by, func(d *bot.Duty) { d.Off, d.On, d.Until, d.Asked = true, false, 0, 0 })
			r.answer("", dispatch.Text{To: o.by, Message: dispatch.ReplyOff, Line: bot.VerbOn})
			return
		}
	case o.Letters != "":
		r.setDuty(o.by, func(d *bot.Duty) { *d, say = dispatch.Wrong(*d, now) })
	}
	if !young {
		r.setDuty(o.by, func(d *bot.Duty) { d.Asked = now.UnixMilli() })
	}
	if say != "" {
		r.answer("", dispatch.Text{To: o.by, Message: dispatch.ReplyOffCode, Line: bot.VerbOff})
	}
}

func (d *Desk) offLetters(id bot.ResponderID, duty bot.Duty) []string {
	return d.secretLetters("off", string(id)+"/"+strconv.FormatInt(duty.Asked, 10)+"/"+strconv.Itoa(duty.Generation))
}
