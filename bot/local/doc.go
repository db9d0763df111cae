// Package local knows the hotlines of other places, from flows/hotlines.yaml.
//
// It is pure. A hotline that no person has called is never found: a wrong number in an emergency is worse than none.
package local
