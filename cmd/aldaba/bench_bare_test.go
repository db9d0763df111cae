package main

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha1"
	"encoding/base64"
	"io"
	"net/http"
	"net/url"
	"os"
	"slices"

	"github.com/labstack/echo/v4"
	"github.com/redis/go-redis/v9"
)

// bareVariable makes the test binary be the bare handler, in a process of its own like the real server.
const bareVariable = "ALDABA_BENCH_BARE_REDIS"

// bareScript is the least that a webhook with a memory must do: claim the message, read and write one contact.
const bareScript = `
if not redis.call('SET', KEYS[1], '1', 'NX', 'EX', 3600) then return '' end
local before = redis.call('HGET', KEYS[2], 'n')
redis.call('HSET', KEYS[2], 'n', ARGV[1])
redis.call('EXPIRE', KEYS[2], 86400)
return before or ''`

// serveBare is the yardstick of BenchmarkWebhook: Echo, a hand-written signature check, one EVALSHA. It prints its address.
func serveBare(redisURL string) {
	options, err := redis.ParseURL(redisURL)
	if err != nil {
		panic(err)
	}
	options.MinIdleConns, options.MaxIdleConns = options.PoolSize, options.PoolSize
	client, script := redis.NewClient(options), redis.NewScript(bareScript)
	e := echo.New()
	e.HideBanner, e.HidePort = true, true
	e.POST(inboundPath, func(c echo.Context) error {
		body, err := io.ReadAll(c.Request().Body)
		if err != nil {
			return err
		}
		form, err := url.ParseQuery(string(body))
		if err != nil || !bareSigned(form, c.Request().Header.Get("X-Twilio-Signature")) {
			return c.NoContent(http.StatusForbidden)
		}
		keys := []string{"m:" + form.Get("MessageSid"), "c:" + form.Get("From")}
		if err := script.EvalSha(c.Request().Context(), client, keys, form.Get("Body")).Err(); err != nil {
			return c.NoContent(http.StatusServiceUnavailable)
		}
		return c.Blob(http.StatusOK, "text/xml", []byte("<Response><Message>"+benchAnswer+"</Message></Response>"))
	})
	if err := script.Load(context.Background(), client).Err(); err != nil {
		panic(err)
	}
	if err := e.Start("127.0.0.1:" + os.Getenv("ALDABA_BENCH_PORT")); err != nil {
		panic(err)
	}
}

// benchAnswer is as long as a typical answer.
var benchAnswer = string(bytes.Repeat([]byte("Keep the door closed. "), 8))

func bareSigned(form url.Values, signature string) bool {
	keys := make([]string, 0, len(form))
	for k := range form {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	mac := hmac.New(sha1.New, []byte(benchToken))
	io.WriteString(mac, benchURL+inboundPath)
	for _, k := range keys {
		io.WriteString(mac, k)
		io.WriteString(mac, form.Get(k))
	}
	return hmac.Equal([]byte(base64.StdEncoding.EncodeToString(mac.Sum(nil))), []byte(signature))
}
