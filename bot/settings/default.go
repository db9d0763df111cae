package settings

import (
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
)

// Default is the configuration of a hotline that has no hotline.yaml: every published language, one country,
// no senders and no regions. Each call returns a copy of its own.
func Default() bot.Hotline {
	return bot.Hotline{
		ID:              "hotline",
		Name:            "Rights Line",
		DefaultLanguage: "en",
		Rates:           bot.Rates{SMS: 100, WhatsApp: 80},
		Countries:       []string{"US"},
		Escalation:      defaultEscalation(),
		Deploy:          bot.Deploy{Role: "verifier", Page: 10, Need: 2},
		CallAfter:       45 * time.Second,
		PlaceWithin:     time.Minute,
		Flood:           bot.Flood{PageEvery: time.Minute, DigestOver: 10},
		RequireReview:   "off",
		Retention:       defaultRetention(),
		Outbox:          bot.Outbox{Settle: time.Minute},
		Broadcast:       bot.BroadcastRule{Hold: time.Minute},
		Templates:       map[string]map[bot.Language]string{},
		Prices:          bot.Prices{Currency: "USD", SMS: map[string]float64{}, WhatsApp: map[string]float64{}},
	}
}

// defaultEscalation wakes somebody even where nobody thought of writing tiers down: a report that pages no one
// is the worst that can happen.
func defaultEscalation() []bot.Tier {
	return []bot.Tier{
		{Page: "8", Role: "dispatcher", Need: 1, Within: time.Minute},
		{Page: everybody, Role: "lead", OffShift: true, Need: 1, Within: 2 * time.Minute},
	}
}

func defaultRetention() bot.Retention {
	const day = 24 * time.Hour
	return bot.Retention{
		Contact:      90 * day,
		Conversation: day,
		IncidentText: 3 * day,
		Incident:     30 * day,
		Receipts:     7 * day,
		SIDs:         35 * day,
	}
}
