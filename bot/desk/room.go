package desk

import (
	"maps"
	"slices"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/dispatch"
	"github.com/aldaba-hotline/aldaba/bot/place"
	"github.com/aldaba-hotline/aldaba/bot/roster"
)

// Room is the dispatch room as one decision finds and leaves it: the board on its wall, the incidents that are being talked about, and
// the people on the roster.
type Room struct {
	Board     bot.Board
	People    []dispatch.Person
	Incidents map[bot.IncidentID]bot.Incident // those that the decision has read, opened or changed
	Done      []Done                          // what is to be done about them, in order
	Wants     bot.IncidentID                  // one that must be read before this can be decided
	Entered   bool                            // something happened to an incident
}

// Done is what is to be done about one incident; about none, when it concerns the board.
type Done struct {
	About  bot.IncidentID
	Effect dispatch.Effect
}

// begin is a copy that one decision may change.
func (r Room) begin() Room {
	r.Incidents = maps.Clone(r.Incidents)
	if r.Incidents == nil {
		r.Incidents = map[bot.IncidentID]bot.Incident{}
	}
	r.Done, r.Wants, r.Entered = nil, "", false
	return r
}

// step lets something happen to an incident.
func (r *Room) step(id bot.IncidentID, e dispatch.Event, rules dispatch.Rules, now time.Time) {
	r.Entered = true
	after, effects := dispatch.Step(dispatch.Case{Incident: r.Incidents[id], Board: r.Board}, e, rules, now)
	r.Board = after.Board
	if after.Incident.ID != "" {
		r.Incidents[after.Incident.ID] = after.Incident
	}
	for _, effect := range effects {
		r.Done = append(r.Done, Done{after.Incident.ID, effect})
	}
}

// rules are what dispatching goes by in this room.
func (b *Brain) rules(r Room) dispatch.Rules {
	return dispatch.Rules{
		Escalation: b.hotline.Escalation, Deploy: b.hotline.Deploy, CallAfter: b.hotline.CallAfter, PlaceWithin: b.hotline.PlaceWithin,
		Flood: b.hotline.Flood, People: r.People, Same: place.Same, Speaks: roster.Speaks, NewID: func() bot.MessageID { return bot.MessageID(newID()) },
	}
}

// reuseWithin is how long an urgent report takes in what the same person reports again.
const reuseWithin = time.Hour

// open begins an incident, unless the contact's own is still open and this is about the same.
func (d *Decision) open(b *Brain, severity bot.Severity, now time.Time, o Options) {
	own := d.Incident()
	young := own.ID != "" && own.Severity == severity && now.UnixMilli()-own.Opened < reuseWithin.Milliseconds()
	if young && (own.State.Open() || own.State == bot.StateMerged) && !d.elsewhere(b, own) {
		return
	}
	id := bot.IncidentID(o.NewID())
	d.Session.Report = id
	d.Room.step(id, dispatch.Opened{
		ID: id, Number: o.Number, Reporter: d.Contact.ID, Severity: severity, Language: d.reads(b), Channel: d.Contact.Address.Channel,
		Mute: d.Contact.Consent == bot.ConsentStopped, Doubted: d.Contact.Hoaxes >= doubtAfter,
	}, b.rules(d.Room), now)
}

// doubtAfter is how many false reports make a contact's further ones go to one dispatcher.
const doubtAfter = 2

// elsewhere reports whether the text names another place than the one that the contact has reported.
func (d *Decision) elsewhere(b *Brain, own bot.Incident) bool {
	if !d.Intent.Place || !own.Place.Known() {
		return false
	}
	p, _ := b.atlas.Read(d.words, nil, false)
	return !place.Same(p, own.Place)
}

// Incident returns the contact's own report, the zero value when there is none.
func (d Decision) Incident() bot.Incident { return d.Room.Incidents[d.Session.Report] }

// tell adds a fact to the contact's report. One that turns out to be about a raid which others reported joins theirs before anybody
// is paged for it.
func (d *Decision) tell(b *Brain, f bot.Fact, now time.Time, o Options) {
	if d.Incident().ID == "" {
		d.open(b, bot.Lower, now, o) // the report it belonged to has been deleted by age
	}
	rules := b.rules(d.Room)
	own := d.Incident()
	own.Place, own.Unsafe = b.placed(own.Place, f), dispatch.Unsafe(f)
	alone := own.Into == ""
	if alone && own.State.Open() {
		d.join(own, rules, now)
	}
	d.Room.step(own.ID, dispatch.Told{From: own.ID, Fact: f, Place: own.Place}, rules, now)
	own = d.Incident()
	first, known := d.Room.follow(own)
	if !known || first.ID == own.ID {
		return
	}
	from := own.ID
	if alone {
		from = "" // what was told before says nothing about now
	}
	for _, news := range newsOf(own, f, alone) {
		d.Room.step(first.ID, dispatch.Told{From: from, Fact: news, Place: first.Place}, rules, now)
	}
}

// newsOf is what the first report of a raid has to hear of another one: what is told, or, when it has just joined, whatever is red in it.
func newsOf(own bot.Incident, f bot.Fact, joins bool) []bot.Fact {
	if !joins {
		return []bot.Fact{f}
	}
	return slices.DeleteFunc(slices.Clone(own.Facts), func(f bot.Fact) bool { return !dispatch.Red(f) })
}

// forget takes the contact out of their report, and out of every one that it has become a part of.
func (d *Decision) forget(b *Brain, now time.Time) {
	own := d.Incident()
	for id, hops := own.ID, 0; id != "" && hops <= mostMerged; hops++ {
		if _, known := d.Room.Incidents[id]; !known {
			d.Room.Wants = id
			return
		}
		d.Room.step(id, dispatch.Forgotten{Incident: own.ID}, b.rules(d.Room), now)
		id = d.Room.Incidents[id].Into
	}
}

// placed is what is known of a place after a fact.
func (b *Brain) placed(known bot.Place, f bot.Fact) bot.Place {
	asked := f.Key == dispatch.PlaceKey
	p, ok := b.atlas.Read(f.Text, f.Location, asked)
	if !ok && p.Region == "" && p.Zip == "" && !p.Outside {
		return known
	}
	if !ok && known.Known() {
		return known // a hint about the region of a place that is known
	}
	return place.Merge(known, p)
}

// join attaches a report to the first one of the same raid.
func (d *Decision) join(own bot.Incident, rules dispatch.Rules, now time.Time) {
	id := dispatch.Match(d.Room.Board, own, rules.Same, now)
	if id == "" {
		return
	}
	first, known := d.Room.Incidents[id]
	if !known {
		d.Room.Wants = id
		return
	}
	if !first.State.Open() {
		return
	}
	d.Room.merge(own, first, "clock", rules, now)
}

// merge makes a report part of an earlier one.
func (r *Room) merge(own, first bot.Incident, by string, rules dispatch.Rules, now time.Time) {
	r.step(own.ID, dispatch.Merged{By: by, Into: first.ID, Number: first.Number}, rules, now)
	r.step(first.ID, dispatch.Joined{By: by, Severity: own.Severity, Doubted: own.Doubted, Report: bot.Report{Incident: own.ID, Number: own.Number, Reporter: own.Reporter,
		Language: own.Language, Channel: own.Channel, Mute: own.Mute, Unsafe: own.Unsafe}}, rules, now)
}
