// Package book checks that flows, texts, words and settings fit together, for the people who write them.
//
// Package flow checks the structure of each flow, say and understand the form of each file; here are the rules between
// them. Every problem names the file, the line and what to do.
package book
