package lint

import "github.com/aldaba-hotline/aldaba/bot"

// Text is one wording of one message: one plural form, one channel.
type Text struct {
	Lang     bot.Language
	ID       string // as the file has it, with a channel's suffix
	Message  string // without one
	Written  string // with pieces and placeholders named: {{say.entry}}, {{link.locator}}, {{.Name}}
	English  string // the English wording of the same message, written the same way; "" where there is none
	Label    bool   // a name or an option: words, not a sentence
	File     string
	Line     int
	Segments int // what it takes as SMS, with the line that offers MORE
	Whole    int // with the choices that follow the last message of an answer, too

	sentences []sentence
}

// Topic is the answer to one question about rights.
type Topic struct {
	ID       string
	Messages []string // ids, in the order in which they are sent
	First    string   // the first of those that hold everywhere
	Say      []string // the exact English sentences to say to an officer
	File     string
	Line     int // of its sentences, else of the topic
}

// Book is all texts and what they depend on.
type Book struct {
	Languages []bot.Language
	Texts     []*Text
	Topics    []Topic
	Links     map[string]string                // id of links.yaml by value
	Commands  map[bot.Language]map[string]bool // what people can send, folded
	Said      func(lang bot.Language, id string) (string, bool)

	byID  map[key][]*Text
	parts map[string]bool // messages of topics, which are judged as a whole

	sentences []toSay
}

type key struct {
	lang bot.Language
	id   string
}

// find returns every wording of a message.
func (b *Book) find(lang bot.Language, id string) []*Text { return b.byID[key{lang, id}] }

// problem is a finding about a text.
func (t *Text) problem(what, remedy string) bot.Problem {
	return bot.Problem{File: t.File, Line: t.Line, What: t.ID + " " + what, Remedy: remedy}
}
