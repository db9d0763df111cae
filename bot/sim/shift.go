package sim

import (
	"cmp"
	"maps"
	"strconv"
	"strings"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/desk"
	"github.com/aldaba-hotline/aldaba/bot/dispatch"
)

// firstNumber is what the first incident of a transcript is called. The next one has the next number.
const firstNumber = 417

// crewRoles are who is on call in a transcript with a crew, one of each. They can be reached and speak every language.
func crewRoles() []bot.Role { return []bot.Role{bot.RoleDispatcher, bot.RoleVerifier, bot.RoleLead} }

func idOf(role bot.Role) bot.ResponderID { return bot.ResponderID("the " + role) }

func roleOf(id bot.ResponderID) string { return strings.TrimPrefix(string(id), "the ") }

func crew(langs []bot.Language) (people []dispatch.Person) {
	for _, role := range crewRoles() {
		r := bot.Responder{ID: idOf(role), Roles: []bot.Role{role}, Languages: langs, Shifts: []bot.Shift{{Always: true}}}
		people = append(people, dispatch.Person{Responder: r, OnShift: true, Reachable: true})
	}
	return people
}

// room is the dispatch room that somebody new writes to: the one that there is, or, where no crew is watched, an empty one.
func (p *player) room() desk.Room {
	switch {
	case !p.crew:
		return desk.Room{}
	case p.state.Room.People == nil:
		return desk.Room{People: crew(p.brain.Hotline().Languages)}
	}
	return p.state.Room
}

// enter makes what has become of the room the next turn's, and tells what happened in it if the crew is watched.
func (p *player) enter(after desk.Room) (happened []string) {
	if p.crew {
		happened = p.witness(after)
	}
	for _, done := range after.Done {
		if m, ok := done.Effect.(dispatch.Mark); ok && m.Contact == p.state.Contact.ID {
			p.state.Contact.Hoaxes++
		}
	}
	board, _ := dispatch.Tick(p.state.Room.Board, after.Board)
	p.state.Room = desk.Room{Board: reload(board), People: after.People, Incidents: maps.Clone(after.Incidents)}
	for id, in := range after.Incidents {
		p.state.Room.Incidents[id] = reloadIncident(in)
	}
	return happened
}

// reloadIncident is reload for an incident, some of whose fields are kept outside JSON.
func reloadIncident(in bot.Incident) bot.Incident {
	after := reload(in)
	after.ID, after.State, after.Severity, after.Reporter, after.Opened = in.ID, in.State, in.Severity, in.Reporter, in.Opened
	return after
}

// deadlines tells when the room has something to do, in the order of the incidents.
func (p *player) deadlines(tell func(time.Time, func() []string)) {
	for _, id := range p.opened {
		if in := p.state.Room.Incidents[id]; in.Due != 0 {
			tell(time.UnixMilli(in.Due), func() []string { return p.enter(p.brain.Ring(p.state.Room, id, p.now)) })
		}
	}
	if due := p.state.Room.Board.Due; due != 0 {
		tell(time.UnixMilli(due), func() []string { return p.enter(p.brain.Summarise(p.state.Room, p.now)) })
	}
}

// anyLetters stand for the letters of an id, which only a real desk can make and check.
const anyLetters = "KDX"

// order lets somebody of the crew order something about the incident that they heard of last, or else the last one.
func (p *player) order(role bot.Role, words string) (happened []string, problem string) {
	if len(p.opened) == 0 {
		return nil, "nothing has been reported that the " + string(role) + " could mean"
	}
	id := cmp.Or(p.state.Room.Board.Duty[idOf(role)].Incident, p.opened[len(p.opened)-1])
	verb, rest, _ := strings.Cut(words, " ")
	code := bot.Code{Number: p.state.Room.Incidents[id].Number, Letters: anyLetters}
	after, ok := p.brain.Obey(p.state.Room, idOf(role), strings.TrimSpace(verb+" "+code.String()+" "+rest), p.now)
	if !ok {
		return nil, "the hotline takes " + strconv.Quote(words) + " for no order"
	}
	return p.enter(after), ""
}
