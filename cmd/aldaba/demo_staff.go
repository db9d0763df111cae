package main

import (
	"context"
	"fmt"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/desk"
	"github.com/aldaba-hotline/aldaba/bot/sim"
	"github.com/aldaba-hotline/aldaba/bot/web"
)

// demoStaff are the volunteers of the demo; their ids are theirs in every run.
var demoStaff = []struct {
	id       bot.ResponderID
	name     string
	role     bot.Role
	language bot.Language
}{
	{"de000000000000000000000000000001", "Rosa", bot.RoleDispatcher, "en"},
	{"de000000000000000000000000000002", "Ana", bot.RoleVerifier, "es"},
}

// hireStaff gives every volunteer an SMS phone, and returns the phones and the roster that names them.
func hireStaff(phones *sim.Phones) (staff []web.StaffPhone, roster []bot.Responder) {
	for _, s := range demoStaff {
		number := phones.New(bot.SMS)
		staff = append(staff, web.StaffPhone{Number: number, Name: s.name, Role: s.role, Language: s.language})
		roster = append(roster, bot.Responder{ID: s.id, Name: bot.Private(s.name), Addresses: []bot.Address{phones.Address(number)},
			Languages: []bot.Language{s.language}, Roles: []bot.Role{s.role}, Shifts: []bot.Shift{{Always: true}}})
	}
	return staff, roster
}

// rosterKeeper is where the roster is kept.
type rosterKeeper interface {
	SetRoster(ctx context.Context, people []bot.Responder) error
	Roster(ctx context.Context) (desk.Roster, error)
}

// staffed puts volunteers and a card with the incidents into a demo.
func (t *trial) staffed(ctx context.Context, d *web.Demo, keeper rosterKeeper, from incidentSource) error {
	staff, roster := hireStaff(t.phones)
	if err := keeper.SetRoster(ctx, roster); err != nil {
		return fmt.Errorf("put the demo's volunteers on the roster: %w", err)
	}
	hired, err := keeper.Roster(ctx)
	if err != nil {
		return fmt.Errorf("read the demo's roster: %w", err)
	}
	d.Staff, d.Incidents = staff, demoIncidents{from, firstNames(hired.People)}
	return nil
}
