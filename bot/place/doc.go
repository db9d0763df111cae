// Package place makes a place of the words and pins that say where an incident is: streets, number, city, ZIP and region.
//
// It is pure and knows no map. What it cannot read stays in the words, which people read.
package place
