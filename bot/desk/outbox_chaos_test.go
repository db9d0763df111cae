package desk_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/desk"
	"github.com/aldaba-hotline/aldaba/bot/store/redistest"
)

// moody is a store that fails now and then, before it has done what it was asked or after.
type moody struct {
	desk.Store
	mu     sync.Mutex
	random *rand.Rand
}

func (m *moody) chance(p float64) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.random.Float64() < p
}

// moods calls the store; when it fails, nobody knows whether it did what it was asked.
func moods[T any](m *moody, do func() (T, error)) (T, error) {
	var none T
	if m.chance(0.02) {
		return none, fmt.Errorf("the question is lost: %w", bot.ErrUnavailable)
	}
	got, err := do()
	if err == nil && m.chance(0.02) {
		return none, fmt.Errorf("the answer is lost: %w", bot.ErrUnavailable)
	}
	return got, err
}

func (m *moody) Commit(ctx context.Context, c *desk.Commit) error {
	_, err := moods(m, func() (int, error) { return 0, m.Store.Commit(ctx, c) })
	return err
}

func (m *moody) Read(ctx context.Context, refs ...desk.Ref) ([]desk.Document, error) {
	return moods(m, func() ([]desk.Document, error) { return m.Store.Read(ctx, refs...) })
}

func (m *moody) Take(ctx context.Context, q bot.Queue, worker string, limit int) ([]desk.Entry, error) {
	return moods(m, func() ([]desk.Entry, error) { return m.Store.Take(ctx, q, worker, limit) })
}

func (m *moody) Claim(ctx context.Context, q bot.Queue, worker string, limit int) ([]desk.Entry, error) {
	return moods(m, func() ([]desk.Entry, error) { return m.Store.Claim(ctx, q, worker, limit) })
}

func (m *moody) Admit(ctx context.Context, a *desk.Admission) (desk.Admitted, error) {
	return moods(m, func() (desk.Admitted, error) { return m.Store.Admit(ctx, a) })
}

func (m *moody) Renew(ctx context.Context, worker string, lease time.Duration, first bool) (bool, error) {
	return moods(m, func() (bool, error) { return m.Store.Renew(ctx, worker, lease, first) })
}

func (m *moody) MoveDue(ctx context.Context, limit int) (int, error) {
	return moods(m, func() (int, error) { return m.Store.MoveDue(ctx, limit) })
}

// moodyProvider ends tries in every way in which nobody is at fault, and reports in any order, twice or never.
func moodyProvider(o *office, m *moody) func(context.Context, bot.Parcel) *bot.Result {
	o.provider.turned = map[bot.MessageID]int{}
	return func(_ context.Context, p bot.Parcel) *bot.Result {
		if m.chance(0.05) {
			o.provider.mu.Lock()
			o.provider.turned[p.ID]++
			o.provider.mu.Unlock()
			return &bot.Result{Outcome: bot.Unreached}
		}
		if m.chance(0.05) {
			return &bot.Result{Outcome: bot.Unknown}
		}
		sid := fmt.Sprintf("SM%s%d", p.ID, time.Now().UnixNano())
		for _, state := range []bot.MessageState{bot.MessageSent, bot.MessageDelivered, bot.MessageSent} {
			if m.chance(0.4) {
				_ = o.Report(context.Background(), bot.Receipt{Message: p.ID, SID: sid, State: state}) // refused now and then: lost
			}
		}
		if m.chance(0.03) {
			return &bot.Result{Outcome: bot.Unknown}
		}
		return &bot.Result{Outcome: bot.Accepted, SID: sid}
	}
}

func TestWhateverFailsNothingIsLostAndOnlyWhatIsMarkedIsRepeated(t *testing.T) {
	t.Parallel()
	for seed := range uint64(2) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			t.Parallel()
			m := &moody{Store: real(t, redistest.Start(t)), random: rand.New(rand.NewPCG(seed, 1))}
			o := officeOn(t, m, fast)
			o.provider.answer = moodyProvider(o, m)
			quiet := o.again(m.Store) // queues and looks without trouble
			ids := quiet.queuesMany(100)
			o.opens()
			o.again(m).opens()
			quiet.arrives(ids)
		})
	}
}
