// Package say turns message ids into texts of one language and channel.
//
// A [Catalogue] holds one [Language] per file active.<lang>.toml, the flat form of go-i18n: "door.ask" = "…".
// "door.ask.sms" and "door.ask.whatsapp" are variants of "door.ask" for one channel. A message with plural
// forms is a table with the keys zero, one, two, few, many and other; the argument Count picks the form. The
// only placeholders are arguments, {{.Name}}.
//
// Languages never leak into one another: each has a go-i18n bundle of its own, [Catalogue.Text] never
// returns another language's text, and [Catalogue.Answer] says so when it has to change the language, if the language has
// a text for that ([NotInLanguage]). [Catalogue.Mixed] is for whoever has asked for English in its place.
//
// A catalogue is immutable and may be used by any number of goroutines. Languages may be loaded in parallel by
// calling [LoadLanguage] for each file and [New] with the results.
package say
