package main

import (
	"bufio"
	"bytes"
	"crypto/hmac"
	"crypto/sha1"
	"encoding/base64"
	"fmt"
	"io"
	"net"
	"net/textproto"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

const (
	benchToken = "0123456789abcdef0123456789abcdef"
	benchURL   = "https://hotline.example.org"
)

// load is a closed loop of texters: each connection sends its next message when the last one is answered.
type load struct {
	addr     string
	texts    []string
	contacts int
	sent     *atomic.Int64 // across all rounds: message ids never repeat
}

// outcome is what one round of load showed.
type outcome struct {
	perSecond float64
	p99       time.Duration
	failed    int64 // answers that were not 200 with a <Message>
}

// run sends from this many connections for this long; count > 0 ends it earlier after so many messages.
func (l load) run(tb testing.TB, connections int, d time.Duration, count int64) outcome {
	tb.Helper()
	var (
		all    []time.Duration
		failed atomic.Int64
		mu     sync.Mutex
		group  sync.WaitGroup
		left   atomic.Int64
	)
	left.Store(count)
	start := time.Now()
	for range connections {
		group.Go(func() {
			c, err := dialTexter(l.addr)
			if err != nil {
				failed.Add(1)
				return
			}
			defer c.Close()
			var mine []time.Duration
			for time.Since(start) < d && (count == 0 || left.Add(-1) >= 0) {
				n := l.sent.Add(1)
				began := time.Now()
				ok := c.text(n, int(n*7919)%l.contacts, l.texts[int(n)%len(l.texts)])
				mine = append(mine, time.Since(began))
				if !ok {
					failed.Add(1)
				}
			}
			mu.Lock()
			all = append(all, mine...)
			mu.Unlock()
		})
	}
	group.Wait()
	took := time.Since(start)
	slices.Sort(all)
	if len(all) == 0 {
		tb.Fatal("nothing was sent")
	}
	good := float64(int64(len(all)) - failed.Load())
	return outcome{good / took.Seconds(), all[len(all)*99/100], failed.Load()}
}

// texter is one connection. It writes requests by hand: a heavier client would hide what the server costs.
type texter struct {
	net.Conn
	in  *bufio.Reader
	out bytes.Buffer
}

func dialTexter(addr string) (*texter, error) {
	c, err := net.Dial("tcp", addr)
	if err != nil {
		return nil, err
	}
	return &texter{Conn: c, in: bufio.NewReader(c)}, nil
}

func (c *texter) text(n int64, contact int, words string) bool {
	fields := [][2]string{
		{"AccountSid", trialAccount}, {"ApiVersion", "2010-04-01"}, {"Body", words}, {"From", fmt.Sprintf("+1500%07d", contact)},
		{"FromCity", "OAKLAND"}, {"FromCountry", "US"}, {"FromState", "CA"}, {"FromZip", "94601"},
		{"MessageSid", fmt.Sprintf("SM%032x", n)}, {"NumMedia", "0"}, {"NumSegments", "1"}, {"SmsMessageSid", fmt.Sprintf("SM%032x", n)},
		{"SmsSid", fmt.Sprintf("SM%032x", n)}, {"SmsStatus", "received"}, {"To", "+15005550006"},
	}
	mac := hmac.New(sha1.New, []byte(benchToken))
	io.WriteString(mac, benchURL+inboundPath)
	var body strings.Builder
	for i, f := range fields {
		io.WriteString(mac, f[0])
		io.WriteString(mac, f[1])
		if i > 0 {
			body.WriteByte('&')
		}
		body.WriteString(f[0] + "=" + url.QueryEscape(f[1]))
	}
	c.out.Reset()
	fmt.Fprintf(&c.out, "POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\nX-Twilio-Signature: %s\r\nContent-Length: %d\r\n\r\n%s",
		inboundPath, base64.StdEncoding.EncodeToString(mac.Sum(nil)), body.Len(), body.String())
	if _, err := c.Write(c.out.Bytes()); err != nil {
		return false
	}
	return c.answered()
}

// answered reads one answer and reports whether it is a 200 that carries a message.
func (c *texter) answered() bool {
	head := textproto.NewReader(c.in)
	status, err := head.ReadLine()
	if err != nil {
		return false
	}
	length := 0
	for {
		line, err := head.ReadLine()
		if err != nil {
			return false
		}
		if line == "" {
			break
		}
		if v, ok := strings.CutPrefix(strings.ToLower(line), "content-length: "); ok {
			length, _ = strconv.Atoi(v)
		}
	}
	body := make([]byte, length)
	if _, err := io.ReadFull(c.in, body); err != nil {
		return false
	}
	return strings.HasPrefix(status, "HTTP/1.1 200") && bytes.Contains(body, []byte("<Message"))
}
