package settings

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/aldaba-hotline/aldaba/bot"
)

// everybody is the value of a tier's page that pages all of a role at once.
const everybody = "all"

// roles are the ones that a roster knows.
func roles() []string {
	var names []string
	for _, r := range bot.Roles() {
		names = append(names, string(r))
	}
	return names
}

func (c *checker) escalation() {
	if len(c.hotline.Escalation) == 0 {
		c.warn("escalation is empty: an urgent report wakes nobody", "list a tier, or remove the key for the default", "escalation")
	}
	for i, tier := range c.hotline.Escalation {
		path := []any{"escalation", i}
		c.role(tier.Role, append(path, "role")...)
		paged, err := strconv.Atoi(tier.Page)
		if tier.Page != everybody && (err != nil || paged < 1) {
			c.bad(fmt.Sprintf("page %q is not a number of people", tier.Page),
				"write how many are paged at once, or all", append(path, "page")...)
		}
		c.need(tier.Need, paged, append(path, "need")...)
		if tier.Within <= 0 {
			c.bad(fmt.Sprintf("within is %s", tier.Within),
				"write how long this tier has before the next is woken, such as 60s", append(path, "within")...)
		}
	}
}

func (c *checker) deploy() {
	d := c.hotline.Deploy
	c.role(d.Role, "deploy", "role")
	if d.Page < 1 {
		c.bad(fmt.Sprintf("deploy.page is %d", d.Page), "write how many are asked at once, at least 1", "deploy", "page")
	}
	c.need(d.Need, d.Page, "deploy", "need")
}

// need checks how many acceptances are waited for, out of those paged; paged below 1 means any number.
func (c *checker) need(need, paged int, path ...any) {
	if need < 1 {
		c.bad(fmt.Sprintf("need is %d", need), "write how many must accept, at least 1", path...)
	}
	if paged >= 1 && need > paged {
		c.bad(fmt.Sprintf("need is %d, but only %d are paged", need, paged), "page more people or need fewer", path...)
	}
}

func (c *checker) role(role string, path ...any) {
	if !slices.Contains(roles(), role) {
		c.bad(fmt.Sprintf("%q is not a role", role), "use one of "+strings.Join(roles(), ", "), path...)
	}
}
