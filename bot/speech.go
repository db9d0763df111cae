package bot

// Speech is what is said to somebody who has answered a phone call of ours. The zero value says nothing and hangs up.
type Speech struct {
	Language Language // of the words; one that the provider speaks
	Say      []string // sentence after sentence
	Gather   bool     // then wait for a digit. When none is pressed it is said once more: a machine that answers is told, and accepts nothing
	Repeat   string   // said the second time instead of Say; empty: Say again
}
