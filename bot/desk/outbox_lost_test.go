package desk_test

import (
	"context"
	"fmt"
	"sync/atomic"
	"testing"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/desk"
	"github.com/aldaba-hotline/aldaba/bot/store/redistest"
)

// deaf is a store whose answers are lost now and then: it has done what it was asked, and nobody hears.
type deaf struct {
	desk.Store
	losesTake, losesClaim, losesAdmit, losesCommit atomic.Int32
}

// lost reports whether an answer is lost, and counts it.
func lost(n *atomic.Int32) error {
	if n.Add(-1) < 0 {
		return nil
	}
	return fmt.Errorf("the answer is lost: %w", bot.ErrUnavailable)
}

func (s *deaf) Take(ctx context.Context, q bot.Queue, worker string, limit int) ([]desk.Entry, error) {
	entries, err := s.Store.Take(ctx, q, worker, limit)
	if len(entries) > 0 && err == nil {
		if err = lost(&s.losesTake); err != nil {
			return nil, err
		}
	}
	return entries, err
}

func (s *deaf) Claim(ctx context.Context, q bot.Queue, worker string, limit int) ([]desk.Entry, error) {
	entries, err := s.Store.Claim(ctx, q, worker, limit)
	if len(entries) > 0 && err == nil {
		if err = lost(&s.losesClaim); err != nil {
			return nil, err
		}
	}
	return entries, err
}

func (s *deaf) Admit(ctx context.Context, a *desk.Admission) (desk.Admitted, error) {
	got, err := s.Store.Admit(ctx, a)
	if err == nil {
		err = lost(&s.losesAdmit)
	}
	return got, err
}

func (s *deaf) Commit(ctx context.Context, c *desk.Commit) error {
	err := s.Store.Commit(ctx, c)
	if err == nil && len(c.Finish) > 0 {
		err = lost(&s.losesCommit)
	}
	return err
}

func TestAnAnswerThatIsLostLosesNoMessage(t *testing.T) {
	t.Parallel()
	s := &deaf{Store: real(t, redistest.Start(t))}
	s.losesTake.Store(2)
	s.losesClaim.Store(2)
	s.losesAdmit.Store(1)
	s.losesCommit.Store(5)
	o := officeOn(t, s, fast)
	ids := o.queuesMany(60)
	o.opens()
	o.arrives(ids)
	o.empties()
	for what, left := range map[string]*atomic.Int32{"take": &s.losesTake, "claim": &s.losesClaim, "admit": &s.losesAdmit, "commit": &s.losesCommit} {
		if left.Load() > 0 {
			t.Errorf("no answer to a %s was lost", what)
		}
	}
}
