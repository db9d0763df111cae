package twilio

import (
	"strconv"
	"strings"

	"github.com/aldaba-hotline/aldaba/bot"
)

// answerWithin is how many seconds somebody has to press a digit once everything is said.
const answerWithin = 8

// english is what is spoken where there is no voice.
const english bot.Language = "en"

// voice is who speaks a language: Twilio's locale, and a voice of it, without which Twilio may choose one that cannot speak it and say nothing.
type voice struct{ locale, name string }

// voices are Amazon's and Google's standard voices that public programs list as Twilio's (gooey.ai's, and others', looked up 2026-11-28). Nobody
// has compared them with twilio.com/docs/voice/twiml/say/text-speech.
var voices = map[string]voice{
	"ar":  {"arb", "Polly.Zeina"},
	"bn":  {"bn-IN", "Google.bn-IN-Standard-C"},
	"de":  {"de-DE", "Polly.Vicki"},
	"en":  {"en-US", "Polly.Joanna"},
	"es":  {"es-MX", "Polly.Mia"},
	"fil": {"fil-PH", "Google.fil-PH-Standard-A"},
	"fr":  {"fr-FR", "Polly.Celine"},
	"gu":  {"gu-IN", "Google.gu-IN-Standard-C"},
	"hi":  {"hi-IN", "Polly.Aditi"},
	"it":  {"it-IT", "Polly.Carla"},
	"ja":  {"ja-JP", "Polly.Mizuki"},
	"ko":  {"ko-KR", "Polly.Seoyeon"},
	"pa":  {"pa-IN", "Google.pa-IN-Standard-A"},
	"pl":  {"pl-PL", "Polly.Ewa"},
	"pt":  {"pt-BR", "Polly.Camila"},
	"ro":  {"ro-RO", "Polly.Carmen"},
	"ru":  {"ru-RU", "Polly.Tatyana"},
	"tl":  {"fil-PH", "Google.fil-PH-Standard-A"},
	"tr":  {"tr-TR", "Polly.Filiz"},
	"uk":  {"uk-UA", "Google.uk-UA-Standard-A"},
	"vi":  {"vi-VN", "Google.vi-VN-Standard-A"},
	"yue": {"yue-HK", "Google.yue-HK-Standard-A"},
	"zh":  {"cmn-CN", "Polly.Zhiyu"},
}

// Speaks returns the language in which somebody who reads lang can be spoken to: lang itself or, where Twilio has no voice for it (Haitian
// Creole, Somali, Mam …), English.
func Speaks(lang bot.Language) bot.Language {
	if _, ok := voiceOf(lang); ok {
		return lang
	}
	return english
}

// voiceOf finds a voice by a tag such as "pt-BR" or its first part.
func voiceOf(lang bot.Language) (voice, bool) {
	base, _, _ := strings.Cut(strings.ToLower(string(lang)), "-")
	v, ok := voices[base]
	return v, ok
}

// appendSpeech appends the TwiML that says something, waits for a digit if it should, which goes to the address here, says it once more,
// waits again and hangs up. Whoever presses nothing twice, or is a machine, has accepted nothing.
func appendSpeech(b []byte, s bot.Speech, here string) []byte {
	b = append(b, twimlHead...)
	again := s.Say
	if s.Repeat != "" {
		again = []string{s.Repeat}
	}
	switch {
	case !s.Gather:
		b = appendSay(b, s.Language, s.Say)
	default:
		b = appendGather(b, s.Language, s.Say, here)
		b = appendGather(b, s.Language, again, here)
	}
	return append(b, "<Hangup/></Response>"...)
}

// appendGather lets a digit cut the words short. No key ends it but the first.
func appendGather(b []byte, lang bot.Language, words []string, here string) []byte {
	b = append(b, `<Gather input="dtmf" numDigits="1" finishOnKey="" timeout="`...)
	b = strconv.AppendInt(b, answerWithin, 10)
	b = append(b, `" method="POST" action="`...)
	b = append(b, attribute(here)...)
	return append(appendSay(append(b, `">`...), lang, words), "</Gather>"...)
}

func appendSay(b []byte, lang bot.Language, words []string) []byte {
	v, ok := voiceOf(lang)
	if !ok {
		v = voices[string(english)]
	}
	for _, w := range words {
		b = append(b, `<Say language="`+v.locale+`" voice="`+v.name+`">`...)
		b = append(appendXML(b, w), "</Say>"...)
	}
	return b
}

// attribute spells a value between double quotes.
func attribute(v string) string {
	return strings.ReplaceAll(string(appendXML(nil, v)), `"`, "&quot;")
}
