package twilio

import (
	"bytes"
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"strconv"
	"sync/atomic"
	"time"

	"github.com/twilio/twilio-go/client"
)

const (
	maxAnswer   = 8 << 20  // of a success, in bytes: a long list has 1 MiB
	maxError    = 64 << 10 // of an error
	maxIdle     = 256      // connections kept open; a lane's workers each need one
	longestWait = time.Hour
)

// newTransport speaks HTTP/1.1 only: each message has its connection to itself, so that a connection that breaks leaves
// one message in doubt, not all of them.
func newTransport() *http.Transport {
	dialer := &net.Dialer{Timeout: 5 * time.Second, KeepAlive: 15 * time.Second}
	protocols := new(http.Protocols)
	protocols.SetHTTP1(true)
	return &http.Transport{
		Proxy: http.ProxyFromEnvironment,
		DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
			c, err := dialer.DialContext(ctx, network, address)
			if err != nil {
				return nil, err
			}
			return &gate{Conn: c}, nil
		},
		Protocols:           protocols,
		MaxIdleConns:        maxIdle,
		MaxIdleConnsPerHost: maxIdle,
		IdleConnTimeout:     30 * time.Second,
		TLSHandshakeTimeout: 5 * time.Second,
	}
}

// call is the library's client for one call. It holds the context because the library's methods take none, and it
// replaces the library's own client, which leaves the bodies of errors open, forgets Retry-After, sends some requests
// twice and cuts a user id such as US.1349 to US in the query of a list.
type call struct {
	client *Client
	ctx    context.Context
	permit func() bool // nil: always
}

var _ client.BaseClient = call{}

// AccountSid implements client.BaseClient.
func (c call) AccountSid() string { return c.client.config.AccountSID }

// SetTimeout implements client.BaseClient. The time-out is the configured one.
func (call) SetTimeout(time.Duration) {}

// SetOauth implements client.BaseClient. Requests show an API key or a token.
func (call) SetOauth(client.OAuth) {}

// OAuth implements client.BaseClient.
func (call) OAuth() client.OAuth { return nil }

// SendRequest implements client.BaseClient. It returns an [*apiError] for an answer that is no success, without following
// it when it points elsewhere, and a [*netError] when there is none. The body has been read.
func (c call) SendRequest(method, rawURL string, data url.Values, headers map[string]any, body ...byte) (*http.Response, error) {
	ctx, cancel := context.WithTimeout(c.ctx, c.client.config.Timeout)
	defer cancel()
	sent := trail{permit: c.permit}
	r, err := c.client.request(httptrace.WithClientTrace(ctx, sent.trace()), method, rawURL, data, headers, body)
	if err != nil {
		return nil, &netError{false, errors.New("request cannot be made")} // err quotes the URL, with any number
	}
	answer, err := c.client.transport.RoundTrip(r)
	switch {
	case err != nil && sent.refused.Load():
		return nil, &netError{false, errTooLate}
	case err != nil:
		return nil, &netError{sent.begun.Load(), plain(err)}
	}
	return read(answer)
}

var errTooLate = errors.New("it may not be written any more")

// request makes a request. Data goes into the query or the form, as the method wants; a JSON body is sent as it is.
func (c *Client) request(ctx context.Context, method, rawURL string, data url.Values, headers map[string]any, body []byte) (*http.Request, error) {
	u, err := url.Parse(rawURL)
	if err != nil {
		return nil, err
	}
	if c.base != nil {
		u.Scheme, u.Host = c.base.Scheme, c.base.Host
	}
	switch {
	case method == http.MethodGet || method == http.MethodDelete || headers["Content-Type"] == "application/json":
		if len(data) > 0 {
			u.RawQuery = data.Encode()
		}
	default:
		body = []byte(data.Encode())
	}
	r, err := http.NewRequestWithContext(ctx, method, u.String(), bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	for name, value := range headers {
		r.Header.Set(name, fmt.Sprint(value))
	}
	r.Header.Set("Authorization", c.authorization)
	r.Header.Set("User-Agent", "aldaba twilio-go/"+client.LibraryVersion)
	return r, nil
}

// trail tells whether anything of a request may have reached Twilio.
type trail struct {
	permit  func() bool // asked before each write; nil: always
	begun   atomic.Bool
	refused atomic.Bool // something was not written any more, so that the request is not whole and does nothing
}

// trace notes when writing begins, which is right after there is a connection. Another connection is asked for only when
// nothing was written to the one before, which the transport makes sure of for everything but reads.
func (t *trail) trace() *httptrace.ClientTrace {
	return &httptrace.ClientTrace{
		GetConn: func(string) { t.begun.Store(false) },
		GotConn: func(info httptrace.GotConnInfo) {
			t.begun.Store(true)
			if g := gateOf(info.Conn); g != nil {
				g.trail.Store(t)
			}
		},
	}
}

// gate is a connection that asks the request which it carries whether it may still be written.
type gate struct {
	net.Conn
	trail atomic.Pointer[trail]
}

// gateOf finds the gate under a connection's encryption; nil when there is none.
func gateOf(c net.Conn) *gate {
	if encrypted, ok := c.(*tls.Conn); ok {
		c = encrypted.NetConn()
	}
	g, _ := c.(*gate)
	return g
}

// Write implements net.Conn.
func (g *gate) Write(b []byte) (int, error) {
	if t := g.trail.Load(); t != nil && t.permit != nil && !t.permit() {
		t.refused.Store(true)
		return 0, errTooLate
	}
	return g.Conn.Write(b)
}

// read reads the body to its end, so that the connection can be used again, and closes it.
func read(answer *http.Response) (*http.Response, error) {
	defer func() { _ = answer.Body.Close() }()
	if answer.StatusCode < 200 || answer.StatusCode > 299 {
		body, _ := io.ReadAll(io.LimitReader(answer.Body, maxError)) // a status without its body says enough
		return nil, newAPIError(answer, body)
	}
	body, err := io.ReadAll(io.LimitReader(answer.Body, maxAnswer+1))
	switch {
	case err != nil:
		return nil, &netError{true, plain(err)}
	case len(body) > maxAnswer:
		return nil, &netError{true, errors.New("the answer is too large")}
	}
	answer.Body = io.NopCloser(bytes.NewReader(body))
	return answer, nil
}

// netError is a request without an answer that tells what became of it.
type netError struct {
	begun bool // something of it may have reached Twilio
	err   error
}

// Error says whether the request may have arrived.
func (e *netError) Error() string {
	if e.begun {
		return "the provider's answer is missing: " + e.err.Error()
	}
	return "the provider cannot be reached: " + e.err.Error()
}

// Unwrap lets a caller tell its own cancelling from the rest.
func (e *netError) Unwrap() error { return e.err }

// plain returns err, or a fixed error for one that could quote what was sent or answered.
func plain(err error) error {
	var network net.Error // context.DeadlineExceeded is one, too
	switch {
	case errors.As(err, &network), errors.Is(err, context.Canceled):
		return err
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return io.ErrUnexpectedEOF
	}
	return errors.New("no HTTP answer, or a certificate that is not trusted")
}

// apiError is an answer that is no success.
type apiError struct {
	status     int
	code       int    // Twilio's; 0: the answer is not Twilio's JSON
	message    string // Twilio's words; they may quote numbers and texts, so Error leaves them out
	retryAfter time.Duration
}

func newAPIError(answer *http.Response, body []byte) *apiError {
	var said struct {
		Code    int    `json:"code"`
		Message string `json:"message"`
	}
	e := &apiError{status: answer.StatusCode, retryAfter: retryAfter(answer.Header.Get("Retry-After"), time.Now())}
	if json.Unmarshal(body, &said) == nil {
		e.code, e.message = said.Code, said.Message
	}
	return e
}

// Error names status and code.
func (e *apiError) Error() string {
	if e.code == 0 {
		return "the provider answers with status " + strconv.Itoa(e.status)
	}
	return fmt.Sprintf("the provider answers with status %d, code %d", e.status, e.code)
}

// retryAfter reads seconds or a date; what it cannot read is 0.
func retryAfter(v string, now time.Time) time.Duration {
	var wait time.Duration
	if seconds, err := strconv.Atoi(v); err == nil {
		wait = time.Duration(min(max(seconds, 0), int(longestWait/time.Second))) * time.Second
	} else if at, err := http.ParseTime(v); err == nil {
		wait = at.Sub(now)
	}
	return min(max(wait, 0), longestWait)
}
