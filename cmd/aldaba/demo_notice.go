package main

import (
	"context"
	"fmt"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/broadcast"
)

// demoRegions is the place that the demo's notice is about, where the settings name none.
func demoRegions(h bot.Hotline) bot.Hotline {
	if len(h.Regions) == 0 {
		h.Regions = map[string]bot.Region{"fremont": {Names: []string{"Fremont"}, Zone: "America/Los_Angeles"}}
	}
	return h
}

// noticed lets the demo have a notice that is live, about its first region: one organizer wrote it, and Rosa agreed.
func (t *trial) noticed(ctx context.Context) (region string, err error) {
	region = t.desk.Brain().Hotline().Choices()[0]
	id, err := t.desk.DraftNotice(ctx, bot.NoticeSpec{Name: "film crew", Regions: []string{region}, Until: "12h", Missing: broadcast.MissingDefault, Bodies: map[bot.Language]bot.Private{
		t.desk.Brain().Hotline().DefaultLanguage: "Volunteers looked at the vans at the station in {region}. They belong to a film crew. That can change."}}, "Luz")
	if err != nil {
		return region, fmt.Errorf("draft the demo's notice: %w", err)
	}
	n, err := t.desk.Notice(ctx, id)
	if err == nil {
		err = t.desk.ApproveNotice(ctx, id, n.Hash, "Rosa")
	}
	if err != nil {
		return region, fmt.Errorf("approve the demo's notice: %w", err)
	}
	return region, t.desk.RefreshNotices(ctx)
}
