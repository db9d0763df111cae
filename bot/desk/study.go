package desk

import (
	"regexp"
	"sync"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/flow"
	"github.com/aldaba-hotline/aldaba/bot/say"
	"github.com/aldaba-hotline/aldaba/bot/understand"
)

// Study makes a reader of all words and of the texts of all topics, the languages side by side. It knows also the languages that a hotline does not publish: no
// cry for help may be missed because texts of its language are not ready. The same for the same data, it may serve many brains.
func Study(l *flow.Library, texts *say.Catalogue, words []understand.Words) *understand.Reader {
	studied := make([]*understand.Lexicon, len(words))
	var wg sync.WaitGroup
	for i, w := range words {
		wg.Go(func() { studied[i] = understand.Study(w, lessons(w.Language, l, texts)) })
	}
	wg.Wait()
	return understand.Join(studied)
}

// How much a topic's name and its answer count beside what people write who ask about it.
const (
	labelLesson  = 2
	answerLesson = 0.5
)

var piece = regexp.MustCompile(`\{\{[^}]*\}\}`)

// lessons are the texts of all topics in one language, without what is to be said in English.
func lessons(lang bot.Language, l *flow.Library, texts *say.Catalogue) []understand.Lesson {
	var all []understand.Lesson
	add := func(topic, message string, weight float64) {
		written := piece.ReplaceAllString(texts.Written(lang, message)["other"], " ")
		all = append(all, understand.Lesson{Language: lang, Topic: topic, Text: written, Weight: weight})
	}
	for _, id := range l.TopicIDs() {
		add(id, flow.TopicLabel(id), labelLesson)
		for _, m := range l.Topic(id).Messages {
			add(id, m, answerLesson)
		}
	}
	return all
}
