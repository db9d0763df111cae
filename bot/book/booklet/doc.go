// Package booklet puts everything that a hotline says in one language into one printable page: every conversation as a diagram and as
// a phone shows it, every topic with its sources, dates, lengths and state of review. It is what a lawyer or a translator reads.
package booklet
