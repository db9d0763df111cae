package desk

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/proof"
)

// usersRef is the document that holds the users, sealed.
var usersRef = Ref{KindWork, "users"}

// maxUserName is how long a user's name may be, in characters.
const maxUserName = 40

// userRecord is a user with what proves who they are.
type userRecord struct {
	Name     string       `json:"n"`
	Role     bot.UserRole `json:"r"`
	Phone    *bot.Address `json:"p,omitempty"`
	Password string       `json:"w,omitempty"` // see proof.Hash; empty: they cannot sign in with one
	Secret   []byte       `json:"s"`           // of their one-time codes
	Last     int64        `json:"l,omitempty"` // the step whose code they used last: none counts twice
	Wrong    int          `json:"x,omitempty"` // wrong codes since the last right one …
	Locked   int64        `json:"u,omitempty"` // … and until when no code counts, Unix milliseconds

	Shown map[bot.BroadcastID]string `json:"h,omitempty"` // what was texted to them last: a broadcast, and the hash of what it says
}

func (r userRecord) user() bot.User { return bot.User{Name: r.Name, Role: r.Role, Phone: r.Phone} }

// errNoUser means that nobody is called that.
var errNoUser = errors.New("no user of that name; aldaba user list names them, aldaba user add makes one")

// Users returns everybody who may sign in or approve, by name.
func (d *Desk) Users(ctx context.Context) ([]bot.User, error) {
	_, all, err := d.users(ctx)
	users := make([]bot.User, len(all))
	for i, r := range all {
		users[i] = r.user()
	}
	return users, err
}

// UserNamed returns the user of that name, in whatever case it is written. Its error names the remedy.
func (d *Desk) UserNamed(ctx context.Context, name string) (bot.User, error) {
	_, all, err := d.users(ctx)
	if err != nil {
		return bot.User{}, err
	}
	if i := named(all, name); i >= 0 {
		return all[i].user(), nil
	}
	return bot.User{}, fmt.Errorf("%q: %w: %w", name, bot.ErrRefused, errNoUser)
}

// UserAt returns whose phone that is, by whichever channel they write, and reports whether it is anybody's.
func (d *Desk) UserAt(ctx context.Context, a bot.Address) (bot.User, bool, error) {
	_, all, err := d.users(ctx)
	if err != nil || a.Value == "" {
		return bot.User{}, false, err
	}
	i := slices.IndexFunc(all, func(r userRecord) bool { return r.Phone != nil && r.Phone.Value == a.Value })
	if i < 0 {
		return bot.User{}, false, nil
	}
	return all[i].user(), true, nil
}

// AddUser adds a user with the secret of their one-time codes, and with a password unless that is empty. No two users have the same name or
// phone. Errors that wrap bot.ErrRefused name the remedy.
func (d *Desk) AddUser(ctx context.Context, u bot.User, password string, secret []byte) error {
	r, err := newUser(u, password, secret)
	if err != nil {
		return err
	}
	return d.changeUsers(ctx, func(all []userRecord) ([]userRecord, error) {
		if named(all, r.Name) >= 0 {
			return nil, fmt.Errorf("there is a user %q already: %w; choose another name, or run aldaba user remove first", r.Name, bot.ErrRefused)
		}
		if r.Phone != nil && slices.ContainsFunc(all, func(o userRecord) bool { return o.Phone != nil && o.Phone.Value == r.Phone.Value }) {
			return nil, fmt.Errorf("another user has that phone: %w; a phone is one person's", bot.ErrRefused)
		}
		return append(all, r), nil
	})
}

// RemoveUser removes a user: their codes and password count no more.
func (d *Desk) RemoveUser(ctx context.Context, name string) error {
	return d.changeUsers(ctx, func(all []userRecord) ([]userRecord, error) {
		i := named(all, name)
		if i < 0 {
			return nil, fmt.Errorf("%q: %w: %w", name, bot.ErrRefused, errNoUser)
		}
		return slices.Delete(all, i, i+1), nil
	})
}

func newUser(u bot.User, password string, secret []byte) (userRecord, error) {
	r := userRecord{Name: strings.Join(strings.Fields(u.Name), " "), Role: u.Role, Phone: u.Phone, Secret: secret}
	switch {
	case r.Name == "" || utf8.RuneCountInString(r.Name) > maxUserName || strings.ContainsFunc(r.Name, unprintable):
		return r, fmt.Errorf("that is no name: %w; write one of 1 to %d letters", bot.ErrRefused, maxUserName)
	case len(secret) < proof.SecretBytes:
		return r, fmt.Errorf("the secret of the codes is too short: %w; it has %d bytes", bot.ErrRefused, proof.SecretBytes)
	case password == "":
		return r, nil
	}
	salt := make([]byte, proof.SaltBytes)
	rand.Read(salt) // never fails, see crypto/rand
	var err error
	if r.Password, err = proof.Hash(password, salt); err != nil {
		return r, fmt.Errorf("%w: %w", bot.ErrRefused, err)
	}
	return r, nil
}

func unprintable(r rune) bool { return !unicode.IsPrint(r) }

// named is where a user stands in the list, -1 for nobody.
func named(all []userRecord, name string) int {
	name = strings.Join(strings.Fields(name), " ")
	return slices.IndexFunc(all, func(r userRecord) bool { return strings.EqualFold(r.Name, name) })
}

func (d *Desk) users(ctx context.Context) (Document, []userRecord, error) {
	docs, err := d.Store.Read(ctx, usersRef)
	if err != nil {
		return Document{}, nil, err
	}
	var all []userRecord
	_, err = d.openBody(docs[0], &all)
	return docs[0], all, err
}

// changeUsers reads the users and writes what becomes of them.
func (d *Desk) changeUsers(ctx context.Context, change func([]userRecord) ([]userRecord, error)) error {
	return untilSettled(ctx, func() error {
		doc, all, err := d.users(ctx)
		if err != nil {
			return err
		}
		if all, err = change(all); err != nil {
			return err
		}
		slices.SortFunc(all, func(a, b userRecord) int { return strings.Compare(a.Name, b.Name) })
		w, err := d.sealedWrite(usersRef, doc, all)
		if err != nil {
			return err
		}
		return d.Store.Commit(ctx, &Commit{Write: []Write{w}})
	})
}
