package understand

// Choices is what somebody may answer to a question with options. The zero value has none.
type Choices struct {
	ids   []string
	words map[string]string // label or synonym in normal form -> option id
}

// NewChoices takes option ids in their order on the phone, and for each id its labels and synonyms in every language.
// Words that fold alike for two options choose the first.
func NewChoices(ids []string, words map[string][]string) Choices {
	c := Choices{ids: ids, words: map[string]string{}}
	for _, id := range ids {
		for _, w := range words[id] {
			key := normal(w)
			if _, taken := c.words[key]; !taken && key != "" {
				c.words[key] = id
			}
		}
	}
	return c
}

func (c Choices) match(whole string, number int) (string, bool) {
	if number >= 1 && number <= len(c.ids) {
		return c.ids[number-1], true
	}
	id, ok := c.words[whole]
	return id, ok
}
