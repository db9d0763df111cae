package enrol

import (
	"encoding/csv"
	"io"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/text"
)

// Writer writes a list of subscribers as CSV that Read reads again. What a spreadsheet would take for a formula gets an apostrophe in front; phones
// stay as they are.
type Writer struct{ csv *csv.Writer }

// NewWriter begins a list.
func NewWriter(to io.Writer) (*Writer, error) {
	w := &Writer{csv.NewWriter(to)}
	return w, w.csv.Write(columns())
}

// Write adds somebody whose address and proof have been opened.
func (w *Writer) Write(c bot.Contact) error {
	return w.csv.Write([]string{c.Address.Value.Reveal(), string(c.Address.Channel), string(c.Language), string(c.Regions), string(c.Groups), text.Cell(proofOf(c))})
}

// Flush writes what is left.
func (w *Writer) Flush() error {
	w.csv.Flush()
	return w.csv.Error()
}

// proofOf is how and when somebody said yes the last time; empty for who has not.
func proofOf(c bot.Contact) string {
	if c.Alerts != bot.AlertsOn {
		return ""
	}
	all := c.Consents()
	for i := len(all) - 1; i >= 0; i-- {
		switch r := all[i]; {
		case r.What == bot.ConsentImported:
			return r.Said.Reveal()
		case r.What == bot.ConsentJoined && r.By == "contact":
			return time.UnixMilli(r.At).UTC().Format("2006-01-02 15:04 MST") + " by " + string(r.Channel) + ": " + r.Said.Reveal()
		}
	}
	return ""
}
