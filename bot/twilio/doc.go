// Package twilio translates between Twilio's webhooks and the hotline's vocabulary.
//
// It is the only place that knows Twilio's words. [Inbound] turns a signed request into a bot.Event and the answer
// into TwiML; [Sign] and [ParseTwiML] let a simulated phone take Twilio's part. [Client] hands messages to Twilio's REST
// API and lists what it has, [Receipts] hears what became of them, [Voice] talks to whoever answers a call, and outcomes.go is the table of its error codes.
//
// # Why a valid signature is not enough
//
// Twilio signs the URL and then every key and value, sorted by key, with nothing in between. Whoever holds one
// signed request, from a log or a proxy, can therefore cut the same bytes into other fields: the text
// "raidFrom+15005550001FromCityx" of an honest request becomes a sender of the attacker's choice. Nothing in the
// bytes tells the two apart, so a request is taken only when every way of cutting it that Twilio could have meant
// gives the same event. The gate sees to that in four steps:
//
//  1. Formats. Every field that is acted on has a strict format, nothing is given twice, keys look like Twilio's.
//  2. Starts. A field with a telling name or format (From before a number, MessageSid before a SID …) may begin only
//     where the request says that one begins, nowhere inside another key or value. So every field of this kind lies
//     at the same place in every cut that passes, and also in the cut that Twilio meant.
//  3. Pins. Body, Address and Label are everyday words, so they may occur in a text. They are held between their
//     neighbours of step 2: each begins right behind the one before it, or is the only one of its name in between.
//  4. Ends. A text could lose its tail to an invented field, or swallow a real one. The sort order leaves little
//     room for either: behind Body only names between "Body" and "From" fit. A name that we know may follow a text
//     and may not occur in it. A name that we do not know, for Twilio adds fields without notice, must look like a
//     name (FieldName: two humps, nine letters) and be glued to the text's last character, or stand behind no text
//     but with a photo or a pin. Where a Body holds such a thing in such a place, it is acted on up to there and no
//     further, which every cut agrees on ("ICE at my door.ComeQuickly" is taken as "ICE at my door."); any other text
//     that does is refused.
//
// The URL is signed in front of the first field, AccountSid, which therefore may not occur in it.
//
// What remains: a new field that follows a text in no such way, because it has a short name or the text ends in a space, has
// its messages refused until fields.go knows it; the outcome "form" counts them. Refusing every new field behind a
// text would instead let the next one silence the hotline. Buttons are believed on WhatsApp only and not when
// MessageType says that somebody typed; without that, a typed "ButtonPayload…" could pass for a tap.
package twilio
