// Package sim plays people with phones: the demo's two phones, the phone in the terminal, the transcripts that test the
// conversations, and the texters of story tests. It uses no network.
package sim
