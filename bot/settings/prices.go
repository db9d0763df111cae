package settings

import (
	"fmt"
	"maps"
	"math"
	"regexp"
	"slices"
)

// maxPrice is more than any text costs; what is above was meant as something else.
const maxPrice = 1000

// prices checks what texts cost.
func (c *checker) prices() {
	p := c.hotline.Prices
	if !regexp.MustCompile(`^[A-Z]{3}$`).MatchString(p.Currency) {
		c.bad(fmt.Sprintf("prices.currency %q is not a currency", p.Currency), "use three capital letters of ISO 4217, such as USD", "prices", "currency")
	}
	c.priceList(p.SMS, "sms")
	c.priceList(p.WhatsApp, "whatsapp")
}

func (c *checker) priceList(prices map[string]float64, channel string) {
	code := regexp.MustCompile(`^\+[1-9][0-9]{0,2}$`)
	for _, name := range slices.Sorted(maps.Keys(prices)) {
		path := []any{"prices", channel, name}
		if !code.MatchString(name) {
			c.bad(fmt.Sprintf("%q is not a calling code", name), `write a plus and the country's digits, in quotes: "+1"`, path...)
		}
		if price := prices[name]; math.IsNaN(price) || price < 0 || price > maxPrice {
			c.bad(fmt.Sprintf("%v is not a price", price), "write what one text costs, such as 0.0083", path...)
		}
	}
}
