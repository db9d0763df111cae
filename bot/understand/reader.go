package understand

import (
	"slices"

	"github.com/aldaba-hotline/aldaba/bot"
)

// Reader understands texts in all languages of its word lists at once. It is immutable and safe for concurrent use.
type Reader struct {
	lexicons  []*Lexicon
	languages []bot.Language // of the lexicons
	tongues   tongues
	judge     judge
	ids       []string                // of topics
	topic     [][]uint16              // for each lexicon: its topics' places in ids
	meant     vectors                 // what topics are like in meanings
	spoken    index                   // languages that people speak and the hotline does not write
	speaks    map[string]bool         // words before the name of a language
	states    index                   // what states are called in any language
	numbers   map[string]uint16       // of topics, by id
	commandOf map[string]bot.Language // of commands: the only language that lists them, else bot.Undetermined
	command   map[string]bot.Command  // whole texts in normal form, as are the keys of the next ones
	number    map[string]int
	greets    map[string]bot.Language // that show a language
	within    map[string]bool         // words before the name of a state in which somebody is
	orders    map[string]bot.Verb     // by text.Latin
}

// NewReader studies word lists, and the texts that belong to topics, and makes a reader of them.
func NewReader(words []Words, lessons ...Lesson) *Reader {
	var all []*Lexicon
	for _, w := range words {
		all = append(all, Study(w, lessons))
	}
	return Join(all)
}

// Join makes a reader of what was studied, the same each time. It knows the first 32 languages.
func Join(lexicons []*Lexicon) *Reader {
	lexicons = lexicons[:min(len(lexicons), maxTongues)]
	r := &Reader{
		lexicons:  lexicons,
		states:    newIndex(),
		numbers:   map[string]uint16{},
		command:   map[string]bot.Command{},
		commandOf: map[string]bot.Language{},
		number:    map[string]int{},
		greets:    map[string]bot.Language{},
		within:    map[string]bool{},
		spoken:    newIndex(),
		speaks:    map[string]bool{},
	}
	var words []Words
	var languages []bot.Language
	for _, x := range lexicons {
		r.list(x.words)
		words, languages = append(words, x.words), append(languages, x.words.Language)
	}
	r.orders = newOrders(words)
	for _, x := range lexicons {
		x.private = newPrivate(slices.DeleteFunc(slices.Clone(words), func(w Words) bool {
			return w.Language != x.words.Language && !slices.Contains(mixed(), w.Language)
		}))
	}
	r.tongues, r.languages = tell(lexicons), languages
	r.share()
	for _, x := range lexicons {
		x.words, x.counts, x.meant, x.taught = Words{}, scriptsOf{}, nil, nil
	}
	return r
}

// share joins what languages have learned apart: what topics mean, and what is urgent.
func (r *Reader) share() {
	var meant []seen
	var taught []example
	for _, x := range r.lexicons {
		places := make([]uint16, len(x.topics))
		for n, id := range x.topics {
			places[n] = r.meet(id)
		}
		r.topic = append(r.topic, places)
		for _, s := range x.meant {
			meant = append(meant, s.in(places[s.class()]))
		}
		taught = append(taught, x.taught...)
	}
	r.meant = learn(meant, len(r.ids))
	if len(taught) > 0 {
		r.judge = teach(taught)
	}
}

// meet numbers a topic.
func (r *Reader) meet(topic string) uint16 {
	n, met := r.numbers[topic]
	if !met {
		n = uint16(len(r.ids))
		r.ids, r.numbers[topic] = append(r.ids, topic), n
	}
	return n
}

// list files the words of one language that count as whole texts, and what it calls states.
func (r *Reader) list(w Words) {
	for c, list := range w.Commands {
		for _, p := range list {
			key := normal(p)
			if of := r.commandOf[key]; of == "" {
				r.commandOf[key] = w.Language
			} else if of != w.Language {
				r.commandOf[key] = bot.Undetermined
			}
			r.command[key] = c
		}
	}
	for i, p := range w.Numbers {
		r.number[normal(p)] = i + 1
	}
	for _, p := range w.Within {
		r.within[normal(p)] = true
	}
	for _, p := range w.Tells.Whole {
		r.greets[normal(p)] = w.Language
	}
	for _, p := range w.Spoken {
		r.spoken.add(fields(normal(p)), false, roleSpoken, p)
	}
	for _, p := range w.Speaks {
		r.speaks[normal(p)] = true
	}
	for code, list := range sorted(w.States) {
		for _, p := range list {
			r.states.add(fields(normal(p)), false, roleState, code)
		}
	}
}
