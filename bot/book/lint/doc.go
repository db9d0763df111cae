// Package lint reads texts as a lawyer's or translator's helper would: are they easy, do they keep to the agreed words, do they promise what
// nobody can promise, do they advise what nobody may advise.
//
// Each rule is a file of its own and stands in the table of rules. Word lists are data: glossary.yaml, forbidden.yaml and style.yaml, in
// the folder of texts. Package book tells what the texts are and adds what is found to the problems of `aldaba check`.
package lint
