// Package review keeps the ledger of texts: who drafted, translated, approved or withdrew which one, and what that makes of it today.
//
// It is pure. Nobody is said to have reviewed a text who did not: a text without a row is a draft, and an approval is of exactly one
// wording, known by its hash.
package review
