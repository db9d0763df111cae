package desk_test

import (
	"testing"

	"github.com/aldaba-hotline/aldaba/bot"
)

func TestOnlyTheStateIsKeptOfWhereSomebodyIs(t *testing.T) {
	s := story(t)
	x := s.Texter(bot.SMS)
	x.Says("what is an ice detainer").Hears("topic.detainers.1", "state.ask")
	x.Says("60623").Hears("! state IL", "topic.detainers.il", "common.more")
	if c := s.Last().Contact; c.State != "IL" {
		t.Errorf("%+v", c)
	}
	if v := s.Last().Session.Values; len(v) != 0 {
		t.Errorf("the session keeps %v", v)
	}
	x.Says("MENU").Hears("menu.ask")
	x.Says("what is an ice detainer").Hears("topic.detainers.il", "common.more")
	x.Says("DELETE").Hears("! erased", "delete.done")
	x.Says("what is an ice detainer").Hears("topic.detainers.1", "state.ask")
}
