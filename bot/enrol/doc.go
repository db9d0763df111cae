// Package enrol reads and writes the list of subscribers as CSV.
package enrol
