package desk_test

import (
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/proof"
	"github.com/aldaba-hotline/aldaba/bot/store/redistest"
)

var (
	anaSecret = []byte("12345678901234567890")
	boSecret  = []byte("abcdefghijklmnopqrst")
)

// code is what an authenticator app shows so many steps from now.
func code(secret []byte, off int64) string {
	return proof.Code(secret, proof.StepAt(time.Now())+off)
}

// hires adds Ana, who organizes and has a phone, and Bo, who dispatches.
func (o *office) hires() *office {
	o.t.Helper()
	ana := bot.User{Name: "Ana", Role: bot.UserOrganizer, Phone: &bot.Address{Channel: bot.SMS, Value: "+15005550001"}}
	err := errors.Join(o.AddUser(o.t.Context(), ana, "", anaSecret), o.AddUser(o.t.Context(), bot.User{Name: "Bo", Role: bot.UserDispatcher}, "twelve plus letters", boSecret))
	if err != nil {
		o.t.Fatal(err)
	}
	return o
}

func TestUsersAreKnownByNameAndPhoneAndNowhereReadable(t *testing.T) {
	redis := redistest.New(t, "--appendonly", "yes")
	o := officeOn(t, real(t, redis.URL()), nil).hires()
	u, err := o.UserNamed(t.Context(), "ANA")
	if err != nil || u.Name != "Ana" || !u.Organizes() || u.Phone == nil {
		t.Errorf("%+v, %v", u, err)
	}
	if u, ok, err := o.UserAt(t.Context(), bot.Address{Channel: bot.WhatsApp, Value: "+15005550001"}); err != nil || !ok || u.Name != "Ana" {
		t.Errorf("%+v, %v, %v", u, ok, err)
	}
	for _, nobody := range []bot.Address{{}, {Channel: bot.SMS, Value: "+15005550002"}} {
		if u, ok, err := o.UserAt(t.Context(), nobody); ok || err != nil {
			t.Errorf("%+v, %v", u, err)
		}
	}
	if all, err := o.Users(t.Context()); err != nil || len(all) != 2 || all[1].Name != "Bo" || all[1].Organizes() {
		t.Errorf("%+v, %v", all, err)
	}
	for _, secret := range []string{"Ana", "5005550001", string(anaSecret), "twelve"} {
		if strings.Contains(redis.Disk(), secret) {
			t.Errorf("Redis knows %q", secret)
		}
	}
}

func TestUsersThatMakeNoSenseAreRefused(t *testing.T) {
	o := jumpOffice(t, nil).hires()
	phone := &bot.Address{Channel: bot.WhatsApp, Value: "+15005550001"}
	for _, bad := range []struct {
		bot.User
		password string
		secret   []byte
	}{
		{bot.User{Name: "ana"}, "", anaSecret}, {bot.User{Name: " Ana "}, "", anaSecret}, {bot.User{Name: " "}, "", anaSecret},
		{bot.User{Name: strings.Repeat("a", 41)}, "", anaSecret}, {bot.User{Name: "a\x00b"}, "", anaSecret}, {bot.User{Name: "Cy", Phone: phone}, "", anaSecret},
		{bot.User{Name: "Cy"}, "short", anaSecret}, {bot.User{Name: "Cy"}, "", anaSecret[1:]},
	} {
		if err := o.AddUser(t.Context(), bad.User, bad.password, bad.secret); !errors.Is(err, bot.ErrRefused) || strings.Contains(err.Error(), "500555") {
			t.Errorf("%q: %v", bad.Name, err)
		}
	}
	if err := o.RemoveUser(t.Context(), "Zoe"); !errors.Is(err, bot.ErrRefused) {
		t.Error(err)
	}
	if err := o.RemoveUser(t.Context(), "ana"); err != nil {
		t.Error(err)
	}
	if _, err := o.UserNamed(t.Context(), "Ana"); !errors.Is(err, bot.ErrRefused) || !strings.Contains(err.Error(), "aldaba user") {
		t.Error(err)
	}
}

func TestACodeProvesWhoSomebodyIsOnce(t *testing.T) {
	o := openOffice(t, nil).hires()
	now := code(anaSecret, 0)
	var right sync.Map
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			if u, err := o.again(o.store).Prove(t.Context(), "ana", now); err == nil {
				right.Store(i, u.Name)
			} else if !errors.Is(err, bot.ErrRefused) {
				t.Error(err)
			}
		})
	}
	all.Wait()
	n := 0
	right.Range(func(_, name any) bool { n++; return name == "Ana" })
	if n != 1 {
		t.Errorf("one code counted %d times", n)
	}
	for _, wrong := range [][2]string{{"Bo", code(anaSecret, 1)}, {"Zoe", code(anaSecret, 1)}, {"", ""}} {
		if _, err := o.Prove(t.Context(), wrong[0], wrong[1]); !errors.Is(err, bot.ErrRefused) {
			t.Errorf("%s: %v", wrong[0], err)
		}
	}
}

func TestFiveWrongCodesLockAUser(t *testing.T) {
	o := jumpOffice(t, nil).hires()
	for try := range 4 {
		if _, err := o.Prove(t.Context(), "Ana", "000"); !errors.Is(err, bot.ErrRefused) {
			t.Fatalf("try %d: %v", try, err)
		}
	}
	if _, err := o.Prove(t.Context(), "Ana", code(anaSecret, 0)); err != nil {
		t.Fatalf("the right one after four wrong ones: %v", err)
	}
	for range 5 {
		_, _ = o.Prove(t.Context(), "Ana", "000")
	}
	if _, err := o.Prove(t.Context(), "Ana", code(anaSecret, 1)); !errors.Is(err, bot.ErrRefused) || !strings.Contains(err.Error(), "wait until") {
		t.Errorf("the right one after five wrong ones: %v", err)
	}
	if _, err := o.Prove(t.Context(), "Bo", code(boSecret, 0)); err != nil {
		t.Errorf("Bo is locked too: %v", err)
	}
}

func TestSigningInNeedsThePasswordToo(t *testing.T) {
	o := jumpOffice(t, nil).hires()
	if _, err := o.SignIn(t.Context(), "Bo", "another password", code(boSecret, -1)); !errors.Is(err, bot.ErrRefused) {
		t.Errorf("with a wrong one: %v", err)
	}
	if _, err := o.SignIn(t.Context(), "Ana", "", code(anaSecret, 0)); !errors.Is(err, bot.ErrRefused) {
		t.Errorf("without one: %v", err)
	}
	if u, err := o.SignIn(t.Context(), "bo", "twelve plus letters", code(boSecret, -1)); err != nil || u.Name != "Bo" {
		t.Errorf("%+v, %v", u, err)
	}
}
