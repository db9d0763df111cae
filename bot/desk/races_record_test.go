package desk_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/aldaba-hotline/aldaba/bot/desk"
	"github.com/aldaba-hotline/aldaba/bot/sim"
	"github.com/aldaba-hotline/aldaba/bot/store/redistest"
)

// Two phones of one family, or an impatient thumb: answers that come together are answers to different questions, and none is lost.
func TestAnswersOfTheRecordThatComeTogetherAreAllKept(t *testing.T) {
	p := ports(t, real(t, redistest.Start(t)))
	d := desk.New(sim.Shipped(t), p)
	ctx := context.Background()
	say := func(id int, words string) string {
		texts, err := d.Receive(ctx, received(id, "+15005558888", words))
		if err != nil {
			t.Error(err)
		}
		var all []string
		for _, x := range texts {
			all = append(all, x.Text)
		}
		return strings.Join(all, "\n")
	}
	for i, words := range []string{"LAWYER", "7", "1"} {
		say(i, words)
	}
	var group sync.WaitGroup
	for i := range 6 {
		group.Go(func() { say(10+i, fmt.Sprintf("answer %c of mine", 'a'+i)) })
	}
	group.Wait()
	notes := say(30, "show my notes")
	for i := range 6 {
		if want := fmt.Sprintf("answer %c of mine", 'a'+i); strings.Count(notes, want) != 1 {
			t.Errorf("%q is there %d times in\n%s", want, strings.Count(notes, want), notes)
		}
	}
}
