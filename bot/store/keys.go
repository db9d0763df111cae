package store

import (
	"strconv"
	"strings"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/desk"
)

// keys names everything that one hotline holds in Redis. All names carry the hotline's hash tag, so that a script may
// touch any of them together, on a cluster too.
//
//	{id}:ix:<pseudonym>  string  index document
//	{id}:c:<contact>     string  contact document
//	{id}:s:<contact>     string  session document
//	{id}:r:<incident>    string  incident document
//	{id}:m:<pseudonym>   string  mark of a claimed event
//	{id}:a:<pseudonym>   string  answer given to a claimed event, sealed
//	{id}:o:<message>     string  message document
//	{id}:n:<number>      string  number document
//	{id}:w:<name>        string  document of a worker that all instances share
//	{id}:u:<random id>   string  document of a text that nothing matched
//	{id}:timers          sorted set of timers, scored in milliseconds of TIME
//	{id}:later           sorted set of tickets <lane>.<sender>:<message>:<tries>, scored in milliseconds of TIME
//	{id}:lane:<lane>.<sender>  stream of tickets
//	{id}:dead            stream of messages that were given up or held
//	{id}:bucket:<sender> string  what the sender may send, see bucket.lua
//	{id}:lease:<worker>  string  exists as long as the worker is alive
//	{id}:gone:<message>  string  mark of a message that nobody wants any more
//	{id}:own:<contact>   string  how much of its own limit a contact has used, see admit.lua
//	{id}:counts          hash of counters
//	{id}:b:<broadcast>   string  where a broadcast stands; admit.lua reads it
//	{id}:bs:<broadcast>  string  what a broadcast says and to whom
//	{id}:nt:<notice>     string  what is told of a place, and who did what about it
//	{id}:tally:<broadcast>  hash of counters of its recipients
//	{id}:list:<name>     sorted set of ids, all with score 0, so that it is walked in their order: "subs" are the contacts on the list of
//	                     subscribers
//	{id}:probe           string
type keys struct {
	tag string // with the colon behind it
	// What precedes the id in the key of a contact, a session and an incident: see load.lua.
	contacts, sessions, incidents string
}

// consumerGroup is the name of the one consumer group of every lane.
const consumerGroup = "workers"

func newKeys(hotlineID string) keys {
	k := keys{tag: "{" + hotlineID + "}:"}
	k.contacts = k.document(desk.Ref{Kind: desk.KindContact})
	k.sessions = k.document(desk.Ref{Kind: desk.KindSession})
	k.incidents = k.document(desk.Ref{Kind: desk.KindIncident})
	return k
}

func (k keys) document(r desk.Ref) string { return k.tag + string(r.Kind) + ":" + r.ID }

// documents is what all keys of one kind of document begin with. There is nothing in it that SCAN takes for a pattern: see settings for a hotline's id.
func (k keys) documents(kind desk.Kind) string { return k.document(desk.Ref{Kind: kind}) }

func (k keys) index(pseudonym string) string { return k.tag + string(desk.KindIndex) + ":" + pseudonym }

func (k keys) contact(id bot.ContactID) string { return k.contacts + string(id) }

func (k keys) mark(pseudonym string) string { return k.tag + "m:" + pseudonym }

func (k keys) answer(pseudonym string) string { return k.tag + "a:" + pseudonym }

func (k keys) timers() string { return k.tag + "timers" }

func (k keys) lanes() string { return k.tag + "lane:" }

func (k keys) queue(q bot.Queue) string { return k.lanes() + q.String() }

func (k keys) later() string { return k.tag + "later" }

func (k keys) dead() string { return k.tag + "dead" }

func (k keys) bucket(s bot.SenderName) string { return k.tag + "bucket:" + string(s) }

func (k keys) leases() string { return k.tag + "lease:" }

func (k keys) lease(worker string) string { return k.leases() + worker }

func (k keys) withdrawn(id bot.MessageID) string { return k.tag + "gone:" + string(id) }

func (k keys) own(id bot.ContactID) string { return k.tag + "own:" + string(id) }

func (k keys) counts() string { return k.tag + "counts" }

func (k keys) broadcast(id bot.BroadcastID) string {
	return k.document(desk.Ref{Kind: desk.KindBroadcast, ID: string(id)})
}

func (k keys) tally(id bot.BroadcastID) string { return k.tag + "tally:" + string(id) }

func (k keys) list(l desk.List) string { return k.tag + "list:" + string(l) }

func (k keys) probe() string { return k.tag + "probe" }

// timerMember is a timer's name within the set of timers.
func timerMember(t desk.Timer) string {
	of := string(t.Contact)
	switch {
	case t.Incident != "":
		of = incidentTimer + string(t.Incident)
	case of == "":
		of = boardTimer
	}
	return of + ":" + strconv.FormatInt(t.Wait, 10)
}

// What precedes an incident's id in the name of its timer, and what stands for the board's.
const (
	incidentTimer = "r:"
	boardTimer    = "board"
)

// parseTimer reverses timerMember and reports whether member is the name of a timer.
func parseTimer(member string) (desk.Timer, bool) {
	at := strings.LastIndexByte(member, ':')
	if at < 0 {
		return desk.Timer{}, false
	}
	wait, err := strconv.ParseInt(member[at+1:], 10, 64)
	t, of := desk.Timer{Wait: wait}, member[:at]
	if incident, ok := strings.CutPrefix(of, incidentTimer); ok {
		t.Incident = bot.IncidentID(incident)
	} else if of != boardTimer {
		t.Contact = bot.ContactID(of)
	}
	return t, err == nil
}

// ticketMember is a ticket's name within the set of tickets for later.
func ticketMember(t desk.Ticket) string {
	return t.Queue.String() + ":" + string(t.Message) + ":" + strconv.Itoa(t.Tries)
}
