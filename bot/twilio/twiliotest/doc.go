// Package twiliotest is a stateful fake of Twilio's REST API for tests.
//
// It listens on the loopback interface and ends with its test. Every host of Twilio lies on it, because their paths do not
// overlap: a client under test replaces scheme and host and nothing else. It answers as Twilio does and, where told to
// with [Server.Behave], as Twilio does on its worst days. What it takes is in [Server.Posts]; what becomes of it is told
// to the hotline by signed callbacks, see [Plan].
//
// It does not import package twilio: the tests of that package use it, and its signatures are computed by other code than
// the code that checks them.
//
// Codes and formats are those of Twilio's published descriptions and error pages. Where those leave something open, the
// fake takes the side that is harder on its client, and the comment there says so.
package twiliotest
