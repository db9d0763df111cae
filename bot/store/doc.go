// Package store keeps the hotline's memory in Redis: it implements desk.Store.
//
// Every write of a decision is one script on one primary, so a commit is all or nothing and nothing is ever locked.
// Keys are built in keys.go and nowhere else; each script states its contract on top of its file. [Open] needs a Redis
// of version 7.0.15 or later; [OpenEmbedded] runs the same code on a Redis inside the process that keeps nothing.
package store
