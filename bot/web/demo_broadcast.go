package web

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/aldaba-hotline/aldaba/bot"
)

// Cast is how the demo's broadcast stands.
type Cast struct {
	ID         bot.BroadcastID    `json:"id"`
	State      bot.BroadcastState `json:"state"`
	Code       string             `json:"code"` // that the authenticator app of the first of Staff would show now
	Recipients int                `json:"recipients"`
	Delivered  int                `json:"delivered"`
	Phones     []CastPhone        `json:"phones"`
}

// CastPhone is a subscriber's phone.
type CastPhone struct {
	Number   string       `json:"number"`
	Language bot.Language `json:"language"`
	Got      []string     `json:"got"` // oldest first
}

// broadcast answers with how the demo's broadcast stands, and what its subscribers got. The code in it lasts half a minute: nobody keeps it.
func (d *demo) broadcast(c echo.Context) error {
	if d.Broadcast == nil {
		return echo.ErrNotFound
	}
	now, err := d.Broadcast(c.Request().Context())
	if err != nil {
		return tell(c, err)
	}
	c.Response().Header().Set("Cache-Control", "no-store")
	return c.JSON(http.StatusOK, now)
}
