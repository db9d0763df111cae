// Package exchange carries texts and words to translators and back: a sheet of rows, as CSV for spreadsheets or as PO for translation
// programs, and the changes that a returned sheet makes in the files of a language.
//
// It is pure: files come in and go out as bytes. A sheet with one bad row changes nothing, and a sheet that comes back as it went out
// alters no byte.
package exchange
