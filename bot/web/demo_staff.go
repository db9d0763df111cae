package web

import (
	"context"
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"github.com/aldaba-hotline/aldaba/bot"
)

// StaffPhone is the phone of somebody who is on the roster. It exists already, and stays theirs.
type StaffPhone struct {
	Number   string       `json:"number"`
	Name     string       `json:"name"`
	Role     bot.Role     `json:"role"`
	Language bot.Language `json:"language"`
}

type hotlineAnswer struct {
	Name      string       `json:"name"`
	SMS       string       `json:"sms"`
	WhatsApp  string       `json:"whatsapp"`
	Staff     []StaffPhone `json:"staff,omitempty"`
	Incidents bool         `json:"incidents,omitempty"`
	Broadcast bool         `json:"broadcast,omitempty"`
}

func (d *demo) hotline(c echo.Context) error {
	return c.JSON(http.StatusOK, hotlineAnswer{d.Name, d.SMS, d.WhatsApp, d.Staff, d.Incidents != nil, d.Broadcast != nil})
}

type pressRequest struct {
	Digit string `json:"digit"`
}

// press answers a phone call with a digit.
func (d *demo) press(c echo.Context) error {
	var in pressRequest
	if err := d.read(c, &in); err != nil {
		return tell(c, err)
	}
	bubble, err := strconv.Atoi(c.Param("bubble"))
	if err != nil || bubble < 1 {
		return tell(c, badInput("bad_call"))
	}
	if len(in.Digit) != 1 || in.Digit[0] < '0' || in.Digit[0] > '9' {
		return tell(c, badInput("bad_digit"))
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(c.Request().Context()), sendTime)
	defer cancel()
	if err := d.Phones.Press(ctx, phoneNumber(c), bubble, in.Digit); err != nil {
		return tell(c, err)
	}
	return c.NoContent(http.StatusNoContent)
}
