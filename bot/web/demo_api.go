package web

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
	"regexp"
	"time"
	"unicode/utf8"

	"github.com/labstack/echo/v4"

	"github.com/aldaba-hotline/aldaba/bot"
)

const (
	maxDemoBody = 16 << 10         // bytes of JSON; 1,600 characters fit even when each is escaped
	sendTime    = 12 * time.Second // for the hotline to answer a simulated webhook; below Limits.Write
)

// languageTag is the shape of a BCP 47 tag; whether the hotline speaks it is its own affair.
var languageTag = regexp.MustCompile(`^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,3}$`)

// problem is an answer that says what is wrong with a request, in a word that the page translates.
type problem struct {
	status int
	word   string
}

func (p problem) Error() string { return p.word }

func badInput(word string) error { return problem{http.StatusUnprocessableEntity, word} }

type phoneRequest struct {
	Channel  bot.Channel  `json:"channel"`
	Language bot.Language `json:"language"`
}

func (p phoneRequest) check() error {
	if p.Channel != bot.SMS && p.Channel != bot.WhatsApp {
		return badInput("unknown_channel")
	}
	if !languageTag.MatchString(string(p.Language)) {
		return badInput("bad_language")
	}
	return nil
}

func (d *demo) newPhone(c echo.Context) error {
	var in phoneRequest
	if err := d.read(c, &in); err != nil {
		return tell(c, err)
	}
	if err := in.check(); err != nil {
		return tell(c, err)
	}
	return c.JSON(http.StatusCreated, map[string]string{"number": d.Phones.New(in.Channel, in.Language)})
}

type messageRequest struct {
	Text     string `json:"text"`
	Media    string `json:"media"`
	Location *struct {
		Latitude  float64 `json:"latitude"`
		Longitude float64 `json:"longitude"`
	} `json:"location"`
}

func (m messageRequest) outgoing() (Outgoing, error) {
	out := Outgoing{Text: m.Text, Media: m.Media}
	if utf8.RuneCountInString(m.Text) > bot.MaxText {
		return out, problem{http.StatusRequestEntityTooLarge, "text_too_long"}
	}
	if m.Media != "" && m.Media != "photo" && m.Media != "voice" {
		return out, badInput("unknown_media")
	}
	if m.Location != nil {
		if outside(m.Location.Latitude, 90) || outside(m.Location.Longitude, 180) {
			return out, badInput("bad_location")
		}
		out.Location = &bot.Location{Latitude: m.Location.Latitude, Longitude: m.Location.Longitude}
	}
	if m.Text == "" && m.Media == "" && m.Location == nil {
		return out, badInput("empty")
	}
	return out, nil
}

func outside(degrees, limit float64) bool { return degrees < -limit || degrees > limit }

// send passes a message on. A message that is under way goes on when the page is left, as on a real phone.
func (d *demo) send(c echo.Context) error {
	var in messageRequest
	if err := d.read(c, &in); err != nil {
		return tell(c, err)
	}
	out, err := in.outgoing()
	if err != nil {
		return tell(c, err)
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(c.Request().Context()), sendTime)
	defer cancel()
	if err := d.Phones.Send(ctx, phoneNumber(c), out); err != nil {
		return tell(c, err)
	}
	return c.NoContent(http.StatusNoContent)
}

// phoneNumber reads the number from the path. Echo matches the escaped path, in which "+" may be "%2B".
func phoneNumber(c echo.Context) string {
	number, err := url.PathUnescape(c.Param("number"))
	if err != nil {
		return ""
	}
	return number
}

// read decodes a JSON body. Other sites' pages cannot send one: their forms have other content types, and
// their scripts another origin.
func (d *demo) read(c echo.Context, into any) error {
	r := c.Request()
	if err := d.origin.Check(r); err != nil {
		return problem{http.StatusForbidden, "other_origin"}
	}
	if kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || kind != "application/json" {
		return problem{http.StatusUnsupportedMediaType, "not_json"}
	}
	decoder := json.NewDecoder(http.MaxBytesReader(c.Response(), r.Body, maxDemoBody))
	decoder.DisallowUnknownFields()
	err := decoder.Decode(into)
	if err == nil && decoder.Decode(new(json.RawMessage)) != io.EOF {
		err = errors.New("more than one value")
	}
	var tooLong *http.MaxBytesError
	if errors.As(err, &tooLong) {
		return problem{http.StatusRequestEntityTooLarge, "body_too_long"}
	}
	if err != nil {
		return problem{http.StatusBadRequest, "bad_json"}
	}
	return nil
}

// tell answers with {"error": word}. An error that is no fault of the request means that the hotline did not
// take the message.
func tell(c echo.Context, err error) error {
	known := problem{http.StatusBadGateway, "not_answered"}
	if errors.Is(err, ErrUnknownPhone) {
		known = problem{http.StatusNotFound, "unknown_phone"}
	}
	if errors.Is(err, ErrNoCall) {
		known = problem{http.StatusConflict, "no_call"}
	}
	errors.As(err, &known)
	return c.JSON(known.status, map[string]string{"error": known.word})
}
