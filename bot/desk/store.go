package desk

import (
	"context"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
)

// Store keeps what must outlive a process. bot/store implements it on Redis.
//
// All of its errors wrap one of the kinds in package bot; anything else is a defect.
type Store interface {
	// Load reads everything that one decision needs: in one round trip, rarely in two.
	Load(ctx context.Context, q Query) (Loaded, error)

	// Commit writes one decision in one round trip: all of it or, on error, nothing. It fails with
	// bot.ErrConflict when a document is not at the expected version, and with bot.ErrDuplicate when the
	// event was claimed before. After bot.ErrUnavailable the caller does not know whether it was written.
	Commit(ctx context.Context, c *Commit) error

	// Due hands out at most limit timers whose time has come and hides them for the lease; a timer that is
	// not cleared by a commit by then is handed out again. Time is the store's.
	Due(ctx context.Context, limit int, lease time.Duration) ([]Timer, error)

	// Read returns documents, in the order asked for. Those that do not exist have Version 0, and so do those that cannot be read.
	Read(ctx context.Context, refs ...Ref) ([]Document, error)

	// List returns which documents of a kind there are, in no order. It walks over every key of the store: it is for commands that a person gives.
	List(ctx context.Context, k Kind) ([]Ref, error)

	// Take reads at most limit entries of a queue for one worker, waiting for the first at most a second. An entry stays
	// taken until a commit finishes it.
	Take(ctx context.Context, q bot.Queue, worker string, limit int) ([]Entry, error)

	// Claim takes over at most limit entries of workers that have no lease.
	Claim(ctx context.Context, q bot.Queue, worker string, limit int) ([]Entry, error)

	// Renew says that a worker is alive for as long as the lease; 0 or less: that it has ended. It is false when the worker had
	// no lease any more, unless this is its first: a lease that was lost is never renewed.
	Renew(ctx context.Context, worker string, lease time.Duration, first bool) (bool, error)

	// Admit lets messages go, in their order, until one must wait.
	Admit(ctx context.Context, a *Admission) (Admitted, error)

	// Hold holds a sender back after the provider refused something, and reports whether that is news: it was not held so before.
	Hold(ctx context.Context, s bot.SenderName, h Holding) (news bool, err error)

	// Now is the store's clock.
	Now(ctx context.Context) (time.Time, error)

	// MoveDue puts at most limit tickets whose time has come back into their queues, and returns how many.
	MoveDue(ctx context.Context, limit int) (int, error)

	// Traffic tells what waits, and how busy the senders are.
	Traffic(ctx context.Context) (Traffic, error)

	// DeadLetters returns at most limit dead letters, newest first. About 10,000 are kept; the oldest go first.
	DeadLetters(ctx context.Context, limit int) ([]DeadEntry, error)

	// Walk returns at most limit ids of a list, in their order, after one ("": from the first).
	Walk(ctx context.Context, l List, after string, limit int) ([]string, error)

	// Tidy takes those ids off the list of subscribers whose contacts do not exist.
	Tidy(ctx context.Context, ids []string) error

	// Tallied returns the counters of a broadcast.
	Tallied(ctx context.Context, id bot.BroadcastID) (map[string]int64, error)

	// Probe commits a small write and returns an error when that is not possible now.
	Probe(ctx context.Context) error
}

// Kind is a sort of document.
type Kind string

// The documents. Each has a lifetime of its own.
const (
	KindIndex    Kind = "ix" // pseudonym of an address -> contact id, in the field "c"
	KindContact  Kind = "c"
	KindSession  Kind = "s" // same id as its contact
	KindIncident Kind = "r"
	KindMessage  Kind = "o"
	KindNumber   Kind = "n" // number of an incident -> its id, in the field "c"; the id is the number in decimal digits
	KindWork     Kind = "w" // what the workers of all instances share, by name
	KindMiss     Kind = "u" // a text that nothing matched; belongs to nobody

	KindBroadcast Kind = "b"  // where a broadcast stands; the id is its number
	KindScript    Kind = "bs" // what it says and to whom
	KindNotice    Kind = "nt" // what is told of a place; the id is its number
)

// Ref names a document. ID holds lower-case hexadecimal digits only; of KindWork, a word.
type Ref struct {
	Kind Kind
	ID   string
}

// Field is one named value of a document. Names are one or two letters; values may be any bytes.
type Field struct{ Name, Value string }

// Document is what the store holds under a reference. Version 0 means that it does not exist.
type Document struct {
	Ref
	Version int64
	Fields  []Field
}

// Get returns the value of a field, or "".
func (d Document) Get(name string) string {
	for _, f := range d.Fields {
		if f.Name == name {
			return f.Value
		}
	}
	return ""
}

// Query says what to load: the contact by id or, when that is empty, by the pseudonyms of its address, newest
// key first. Marks are the pseudonyms of the event's id, newest key first; none for timers.
type Query struct {
	Sender  bot.SenderName // whose bucket to look at
	Contact bot.ContactID
	Index   []string
	Marks   []string
}

// Loaded is the answer to a Query. Documents that do not exist have Version 0.
type Loaded struct {
	Now      time.Time     // the store's clock: the time of the whole decision
	Busy     time.Duration // how long the sender needs for what it has sent so far; 0: it is idle
	Taken    bool          // the event was claimed before: nothing else is loaded
	Answer   string        // sealed answer given then; empty once it has expired
	Index    Document      // the pseudonym under which the contact was found
	Contact  Document
	Session  Document
	Incident Document // the one named by the session's field "r"
}

// Commit is one decision to write.
type Commit struct {
	Claim  *Claim
	Write  []Write
	Touch  []Touch
	Append []Ticket // to their queues, at once
	Set    []SetTimer
	Clear  []Timer
	Count  []Count

	Later    []Later // to their queues, once their time comes
	Finish   []Entry // entries that have been dealt with; those that are gone already are no error
	Debit    []Debit
	Withdraw []bot.MessageID // messages that nobody wants any more: those not admitted yet will never be
	Dead     []DeadLetter
	Tally    *Tally   // nil: none
	Undead   []string // entry ids of dead letters that a person has dealt with; those that are gone already are no error
}

// Claim takes an event so that it acts once. The first mark is written; none of them may exist.
type Claim struct {
	Marks      []string
	Keep       time.Duration // of the mark
	Answer     string        // sealed; kept under the first mark
	KeepAnswer time.Duration
}

// AnyVersion is expected by whoever deletes a document at whatever version it is, if there is one. Nothing is written over like that.
const AnyVersion = -1

// Write replaces a document as a whole if it is at version Expect (0: absent), or deletes it.
// The new version is Next, which must be greater than any version that the document ever had.
type Write struct {
	Ref
	Expect int64
	Next   int64
	Fields []Field
	Delete bool
	TTL    time.Duration // more than zero …
	Keep   bool          // … or the document goes when it would have gone anyway

	Listing Listing // changes with the document; a document that is deleted goes off the list
}

// List is a list of documents' ids that is walked in their order.
type List string

// ListSubscribers holds the contacts who are on the list of subscribers, whatever else is known about them. One that a document's age
// took away stays on it until somebody walks by.
const ListSubscribers List = "subs"

// Listing puts a document's id on a list, or takes it off.
type Listing struct {
	List List // empty: on none, and nothing changes
	On   bool
}

// Tally adds to the counters of one broadcast, commutatively, and keeps them for a while more. Names hold no blanks.
type Tally struct {
	Of   bot.BroadcastID
	Add  []Count
	Keep time.Duration
}

// Touch prolongs a document's life without changing it.
type Touch struct {
	Ref
	TTL time.Duration
}

// Timer names one wait of one contact, of one incident, or of the board, which is none of these.
type Timer struct {
	Contact  bot.ContactID
	Incident bot.IncidentID
	Wait     int64
}

// SetTimer lets a timer come due after a duration, by the store's clock.
type SetTimer struct {
	Timer
	After time.Duration
}

// Count adds to a counter, commutatively. Names hold lower-case letters and underscores only.
type Count struct {
	Name string
	Add  int64
}
