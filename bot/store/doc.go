// Package store keeps the hotline's memory in Redis: it implements desk.Store.
//
// Every write of a decision is one script on one primary, so a commit is all or nothing and nothing is ever locked.
// Keys are named in keys.go; load.lua and recall.go only put ids behind prefixes made there. Each script states its contract
// on top of its file.
//
// A load takes one of two ways: recall.go reads a contact met lately with one MGET, load.lua finds everybody else. Under load,
// commands of several messages travel together (batch.go).
//
// [Open] needs a Redis of version 7.0.15 or later; [OpenEmbedded] runs the same code on a Redis inside the process that keeps
// nothing.
package store
