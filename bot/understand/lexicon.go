package understand

import (
	"slices"
	"strings"

	"github.com/aldaba-hotline/aldaba/bot"
)

// Lesson is a text that belongs to a topic: its name or its answer. What people write who ask about a topic stands in the word lists.
type Lesson struct {
	Language bot.Language
	Topic    string
	Text     string
	Weight   float64 // how much it counts; a whole message of a word list counts askLesson
}

// How much texts count in a topic's vectors.
const (
	askLesson     = 3 // a whole message that asks for it
	keywordLesson = 2 // a keyword
)

// How much examples count for the judge.
const (
	exampleCounts = 1
	nowCounts     = 1.3 // a report that is missed is worse than a question too many
	askCounts     = 0.5 // that a question about a topic is not urgent is likely, not sure
	askExamples   = 6   // of each topic: so many of its questions are examples
)

// Lexicon is what is known about one language: what [Study] has learned from its words.
type Lexicon struct {
	words    Words
	index    index
	spelling spelling
	cyrillic *strings.Replacer
	private  private
	topics   []string // ids, by their numbers in topical
	topical  vectors
	meant    []seen // of topics in meanings, which all languages share
	counts   scriptsOf
	taught   []example
}

// student fills a lexicon.
type student struct {
	*Lexicon
	numbers map[string]uint16
	lexical []seen
	buffer  []weighed
	found   []match
	tokens  []string
	memory  []weighed // what examples keep their features in
}

// Study learns one language from its words and from the texts that belong to topics; lessons in other languages are passed over. It is the same
// each time. Several languages may be studied side by side.
func Study(w Words, lessons []Lesson) *Lexicon {
	s := student{Lexicon: &Lexicon{words: w, spelling: spellingOf(w.Name), cyrillic: newCyrillic(), index: newIndex(), counts: scriptsOf{newCounts(), newCounts()}}, numbers: map[string]uint16{}}
	s.phrases(w)
	for id, list := range sorted(w.Asks) {
		s.asks(id, list, len(w.Urgent.Examples.Now) > 0)
	}
	for _, l := range lessons {
		if l.Language == w.Language {
			s.read(l.Text)
			s.found = s.found[:0] // what all languages share must not depend on which of them has texts
			s.topic(l.Topic, float32(l.Weight))
		}
	}
	s.examples(w)
	s.topical = learn(s.lexical, len(s.topics))
	return s.Lexicon
}

// How much words count that a list names as typical of its language, beside the words of any message.
const tellCounts = 3

// phrases files what is looked for in texts.
func (s *student) phrases(w Words) {
	s.file(roleWho, "", w.Urgent.Who)
	s.file(roleHere, "", w.Urgent.Here)
	s.file(roleAlways, "", w.Urgent.Always)
	s.file(roleNow, "", w.Urgent.Now)
	s.file(roleNot, "", w.Urgent.Not)
	s.file(roleUnless, "", w.Urgent.Unless)
	for _, lists := range []struct {
		role  role
		lists map[string][]string
	}{{roleDoing, w.Urgent.Doing}, {roleCrisis, w.Crisis}, {roleTopic, w.Topics}, {roleMeaning, w.Meanings}} {
		for id, list := range sorted(lists.lists) {
			s.file(lists.role, id, list)
		}
	}
	for _, p := range slices.Concat(w.Tells.Whole, w.Tells.Words) {
		s.counts.add(p, wordFeatures(s.cut(p), s.buffer[:0]), tellCounts)
	}
	for _, c := range bot.Commands() {
		for _, p := range w.Commands[c] {
			s.counts.add(p, wordFeatures(s.cut(p), s.buffer[:0]), 1)
		}
	}
}

func (s *student) file(r role, topic string, list []string) {
	for _, entry := range list {
		tokens := s.cut(entry)
		s.index.add(tokens, r == roleMeaning && isOpen(entry), r, topic)
		s.buffer = wordFeatures(tokens, s.buffer[:0])
		s.counts.add(entry, s.buffer, 1)
		if all := s.spelled(tokens); s.spelling == inBones {
			s.index.add(all[len(tokens):], false, r, topic)
			s.buffer = wordFeatures(all, s.buffer[:0])
			tokens = all
		}
		if r == roleTopic || r == roleCrisis {
			s.buffer = neighbours(tokens, s.buffer)
			s.found = s.found[:0]
			s.topic(topic, keywordLesson)
		}
	}
}

// cut is a text in words, until the next one is cut.
func (s *student) cut(text string) []string {
	s.tokens = appendFields(s.tokens[:0], normal(text))
	return s.tokens
}

// read takes a message apart: into its features, and the phrases in it.
func (s *student) read(message string) {
	tokens := s.cut(message)
	s.buffer = wordFeatures(tokens, s.buffer[:0])
	s.counts.add(message, s.buffer, 1)
	if s.spelling != asWritten {
		tokens = s.spelled(tokens)
		s.buffer = wordFeatures(tokens, s.buffer[:0])
	}
	s.buffer = neighbours(tokens, s.buffer)
	s.found = s.index.find(tokens, s.found[:0])
}

// topic learns what was read as belonging to a topic.
func (s *student) topic(id string, weight float32) {
	class, met := s.numbers[id]
	if !met {
		class = uint16(len(s.topics))
		s.topics, s.numbers[id] = append(s.topics, id), class
	}
	for _, f := range s.buffer {
		s.lexical = append(s.lexical, newSeen(f.feature, class, f.weight*weight))
	}
	words := len(s.buffer)
	s.buffer = meanings(s.found, s.buffer)
	for _, f := range s.buffer[words:] {
		s.meant = append(s.meant, newSeen(f.feature, class, f.weight*weight))
	}
}

// asks learns the messages that ask for a topic; some are examples for the judge.
func (s *student) asks(id string, list []string, judged bool) {
	now := float32(0)
	if likeNow(id) {
		now = dontKnow
	}
	for i, p := range list {
		s.read(p)
		s.topic(id, askLesson)
		if judged && i%(1+len(list)/askExamples) == 0 {
			s.keep(askCounts, now, 0, 0)
		}
	}
}

// likeNow reports whether questions about a topic may come from somebody with agents before them, so that they teach nothing about urgency.
func likeNow(topic string) bool {
	return strings.HasPrefix(topic, "home-") || slices.Contains([]string{"pe-respond-now", "forced-entry", "detained-arrested", "children-alone"}, topic)
}

// examples shows the judge what is urgent, asks for no more texts, or is about something else. Without whole messages there is too little to judge by.
func (s *student) examples(w Words) {
	e := w.Urgent.Examples
	if len(e.Now) == 0 {
		return
	}
	s.show(e.Now, nowCounts, 1, 0, 0)
	s.show(w.Urgent.Always, exampleCounts*0.3, 1, 0, 0)
	s.show(e.Ask, exampleCounts, 0.5, 0, dontKnow)
	s.show(e.Not, exampleCounts, 0, 0, dontKnow)
	s.show(w.Urgent.Not, exampleCounts*0.5, 0, 0, dontKnow)
	s.show(w.Stops.Yes, exampleCounts, 0, 1, 0)
	s.show(w.Commands[bot.CmdStop], exampleCounts*0.3, 0, 1, 0)
	s.show(w.Stops.Not, exampleCounts, dontKnow, 0, dontKnow)
	s.show(w.Asides.None, exampleCounts, 0, 0, 1)
}

func (s *student) show(list []string, counts, now, leave, aside float32) {
	for _, p := range list {
		s.read(p)
		s.buffer = meanings(s.found, s.buffer)
		s.keep(counts, now, leave, aside)
	}
}

// keep makes an example of what was read.
func (s *student) keep(counts, now, leave, aside float32) {
	s.buffer = kinds(s.found, s.buffer)
	from := len(s.memory)
	s.memory = append(s.memory, s.buffer...)
	s.taught = append(s.taught, example{s.memory[from:], [verdicts]float32{now, leave, aside}, counts})
}
