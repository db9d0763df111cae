// Package roster knows who is on call when: it reads and writes the roster as CSV, and tells shifts from clocks.
//
// It is pure: the time is passed in. Time zones come from package time, and are loaded once for each [Clock].
package roster
