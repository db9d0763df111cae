// Package text puts what people write into a form that can be compared, counted and sent.
//
// [Fold] is how texts are compared, [Number] how a typed digit is read, [Clean] how foreign bytes become a
// text, [Segments] what an SMS costs and [Split] how a long text becomes several. [Defang] makes a stranger's words safe to
// show, [Spans] and [Latin] are how codes are read.
//
// It imports the standard library and golang.org/x/text/unicode/norm: the compatibility forms of Unicode
// (NFKC) are tables of their own, and a second copy of them would be wrong sooner or later.
// Everything here is pure, keeps no state and accepts any bytes without panicking.
package text
