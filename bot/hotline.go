package bot

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Hotline is the configuration of one hotline, the content of hotline.yaml. deploy/hotline.example.yaml
// explains every key; package settings reads it and fills in the defaults.
type Hotline struct {
	ID              string     `yaml:"id"`   // part of every Redis key; never change it
	Name            string     `yaml:"name"` // how the hotline calls itself in texts
	Languages       []Language `yaml:"languages"`
	DefaultLanguage Language   `yaml:"default_language"`

	Senders   Senders           `yaml:"senders"`
	Rates     Rates             `yaml:"rates"`
	Countries []string          `yaml:"countries"` // ISO 3166 codes that texts are sent to
	Regions   map[string]Region `yaml:"regions"`

	Escalation  []Tier        `yaml:"escalation"`
	Deploy      Deploy        `yaml:"deploy"`
	CallAfter   time.Duration `yaml:"call_after"`
	PlaceWithin time.Duration `yaml:"place_within"`
	Flood       Flood         `yaml:"flood"`

	QuietHours          *QuietHours   `yaml:"quiet_hours"`
	ProviderAnswersStop bool          `yaml:"provider_answers_stop"`
	RequireReview       string        `yaml:"require_review"` // off, core or all
	Retention           Retention     `yaml:"retention"`
	KeepMisses          bool          `yaml:"keep_misses"` // texts that nothing matched, for 14 days, without who wrote them
	Outbox              Outbox        `yaml:"outbox"`
	Broadcast           BroadcastRule `yaml:"broadcast"`
	Prices              Prices        `yaml:"prices"`
	SelfTest            time.Duration `yaml:"self_test"`

	// Templates are the approved WhatsApp templates: the provider's id by name and language. The name is that of a message, or
	// "flow/node" for the buttons of a question. MessagingService is the provider's id of a pool of SMS senders to send through.
	Templates        map[string]map[Language]string `yaml:"templates"`
	MessagingService string                         `yaml:"messaging_service"`
}

// Senders are the hotline's own addresses, as the provider writes them.
type Senders struct {
	SMS      string `yaml:"sms"`      // E.164 number or short code
	WhatsApp string `yaml:"whatsapp"` // with its "whatsapp:" prefix
	Pages    string `yaml:"pages"`    // optional number of its own for paging responders
}

// Rates are how fast each sender may send: segments per second for SMS, messages per second for WhatsApp.
type Rates struct {
	SMS      float64 `yaml:"sms"`
	WhatsApp float64 `yaml:"whatsapp"`
}

// Region is a part of the map that a hotline serves.
type Region struct {
	Zips  []string `yaml:"zips"`  // ZIP codes or their first digits
	Names []string `yaml:"names"` // place names that texters use
	Near  []string `yaml:"near"`  // latitude, longitude, radius such as "12km"
	Zone  string   `yaml:"zone"`  // IANA time zone of its clocks, for quiet hours; empty: that of [QuietHours]
}

// Tier is one step of an escalation: who is paged, how many must accept, and how long it may take.
type Tier struct {
	Page     string        `yaml:"page"` // a number, or "all"
	Role     string        `yaml:"role"`
	OffShift bool          `yaml:"off_shift"`
	Need     int           `yaml:"need"`
	Within   time.Duration `yaml:"within"`
}

// Deploy is who goes to the place of a report once the person in charge says so.
type Deploy struct {
	Role       string `yaml:"role"`
	Page       int    `yaml:"page"`
	Need       int    `yaml:"need"`
	Unattended bool   `yaml:"unattended"`
}

// Flood limits how often one responder is paged while many reports arrive.
type Flood struct {
	PageEvery  time.Duration `yaml:"page_every"`
	DigestOver int           `yaml:"digest_over"`
}

// QuietHours is the part of the day in which broadcasts wait.
type QuietHours struct {
	From string `yaml:"from"` // "21:00", local to Zone
	To   string `yaml:"to"`
	Zone string `yaml:"zone"` // IANA time zone
}

// Common is what any text may be filled with: the hotline's name, after how many hours a conversation is forgotten, its number for SMS, and its
// regions as a numbered list. What texts promise is thus what the hotline does.
func (h Hotline) Common() map[string]string {
	hours := (h.Retention.Conversation + time.Hour - 1) / time.Hour
	return map[string]string{"Name": h.Name, "Hours": strconv.Itoa(int(hours)), "SMS": h.Senders.SMS, "Places": h.places()}
}

// maxChoices is how many regions a text lists; further ones are found by their ZIP codes and names.
const maxChoices = 9

// Choices are the regions that people may choose by number, from 1, in the order of their names.
func (h Hotline) Choices() []string {
	all := slices.Sorted(maps.Keys(h.Regions))
	return all[:min(len(all), maxChoices)]
}

func (h Hotline) places() string {
	var lines []string
	for i, id := range h.Choices() {
		lines = append(lines, strconv.Itoa(i+1)+" "+RegionName(id))
	}
	return strings.Join(lines, "\n")
}

// Retention is how long each kind of record is kept after its last use.
type Retention struct {
	Contact      time.Duration `yaml:"contact"`
	Conversation time.Duration `yaml:"conversation"`
	IncidentText time.Duration `yaml:"incident_text"`
	Incident     time.Duration `yaml:"incident"`
	Receipts     time.Duration `yaml:"receipts"`
	SIDs         time.Duration `yaml:"sids"`
}

// Outbox tunes messages whose fate at the provider is unknown.
type Outbox struct {
	Settle time.Duration `yaml:"settle"`
}

// Prices are what texts cost, by calling code ("+1"): a segment by SMS, a message by WhatsApp. What is not listed has no known price.
type Prices struct {
	Currency string             `yaml:"currency"`
	SMS      map[string]float64 `yaml:"sms"`
	WhatsApp map[string]float64 `yaml:"whatsapp"`
}

// BroadcastRule limits broadcasts.
type BroadcastRule struct {
	Hold       time.Duration `yaml:"hold"`
	CapPerHour int           `yaml:"cap_per_hour"`
}
