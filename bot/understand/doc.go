// Package understand finds out what a text means: a command, an urgent report, an option, an answer, a question.
//
// Everything is decided from word lists in the data (i18n/words.<lang>.yaml), the same way every time, and can be
// explained. The order of decisions is fixed; [Reader.Read] tells it. [Reader.Order] reads what volunteers text, and [Reader.Redact] cuts
// out what is never kept. It asks no network and no clock.
package understand
