package web_test

import (
	"context"
	"testing"
	"time"

	"github.com/aldaba-hotline/aldaba/bot/web"
)

// running is a server on free ports that the end of the test drains.
type running struct {
	*web.Server
	stop  context.CancelFunc
	ended chan error
}

func run(t *testing.T, s *web.Server) *running {
	t.Helper()
	if err := s.Listen(); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	r := &running{Server: s, stop: cancel, ended: make(chan error, 1)}
	go func() { r.ended <- s.Run(ctx) }()
	t.Cleanup(cancel)
	return r
}

// end stops the server and returns what Run returned.
func (r *running) end(t *testing.T) error {
	t.Helper()
	r.stop()
	select {
	case err := <-r.ended:
		return err
	case <-time.After(patience):
		t.Fatal("the server did not end")
		return nil
	}
}

func local(opt web.Options) *web.Server {
	opt.Listen, opt.Admin = "127.0.0.1:0", "127.0.0.1:0"
	return web.New(opt)
}
