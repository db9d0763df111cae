package desk

import (
	"context"
	"fmt"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/proof"
)

const (
	// wrongCodes is how many wrong codes or passwords in a row lock a user, and lockFor for how long.
	wrongCodes = 5
	lockFor    = 15 * time.Minute
)

// Prove returns the user of that name if the one-time code is theirs and was not used before. Five wrong ones in a row lock the user for 15 minutes.
// Errors that wrap bot.ErrRefused name the remedy.
func (d *Desk) Prove(ctx context.Context, name, code string) (bot.User, error) {
	return d.prove(ctx, name, func(userRecord) bool { return true }, code)
}

// SignIn is Prove with a password too.
func (d *Desk) SignIn(ctx context.Context, name, password, code string) (bot.User, error) {
	return d.prove(ctx, name, func(r userRecord) bool { return proof.Fits(r.Password, password) }, code)
}

// prove counts every try before it answers, so that nobody guesses at several places at once.
func (d *Desk) prove(ctx context.Context, name string, also func(userRecord) bool, code string) (bot.User, error) {
	var who bot.User
	var refused error
	err := d.changeUsers(ctx, func(all []userRecord) ([]userRecord, error) {
		i := named(all, name)
		if i < 0 {
			return nil, fmt.Errorf("%q: %w: %w", name, bot.ErrRefused, errNoUser)
		}
		now := time.Now()
		if until := time.UnixMilli(all[i].Locked); now.Before(until) {
			return nil, fmt.Errorf("too many wrong codes for %s: %w; wait until %s", all[i].Name, bot.ErrRefused, until.UTC().Format(time.RFC3339))
		}
		all[i], refused = tried(all[i], also(all[i]), code, now)
		who = all[i].user()
		return all, nil
	})
	if err == nil {
		err = refused
	}
	if err != nil {
		return bot.User{}, err
	}
	return who, nil
}

// tried is what a try makes of a user's record.
func tried(r userRecord, rest bool, code string, now time.Time) (userRecord, error) {
	step, ok := proof.Check(r.Secret, code, r.Last, now)
	if ok && rest {
		r.Last, r.Wrong, r.Locked = step, 0, 0
		return r, nil
	}
	r.Wrong++
	if r.Wrong >= wrongCodes {
		r.Wrong, r.Locked = 0, now.Add(lockFor).UnixMilli()
	}
	return r, fmt.Errorf("that is not the code of %s, or it was used before: %w; wait for the next one in the app, and see that the clock of the phone is right",
		r.Name, bot.ErrRefused)
}
