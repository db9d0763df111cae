// Package seal hides what a person wrote or could be found by, with the keys of one file.
//
// A [Keyset] seals values so that they open only in the place they were sealed for, and turns an address into a
// pseudonym that nobody without the keys can compute or test. It implements desk.Sealer.
package seal
