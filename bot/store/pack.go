package store

import (
	"strconv"
	"strings"

	"github.com/aldaba-hotline/aldaba/bot/desk"
)

// A document is kept as one string, because reading and replacing one string is the cheapest thing that Redis does:
//
//	version " " link "\n" { name "=" length ":" value }
//
// The version is decimal. The link is the id of the document that this one leads to, so that a script can follow it: an
// index document's contact, a session's incident; otherwise it is empty. Lengths are in bytes; values may be any bytes.

// Fields that are kept as the link.
const (
	contactField  = "c" // of an index document
	incidentField = "r" // of a session
)

// linkField is the field of a kind of document that is kept as its link, or "".
func linkField(k desk.Kind) string {
	switch k {
	case desk.KindIndex:
		return contactField
	case desk.KindSession:
		return incidentField
	}
	return ""
}

// pack puts the next version of a document together.
func pack(w *desk.Write) string {
	link, size := linkField(w.Kind), 64
	for i := range w.Fields {
		size += len(w.Fields[i].Name) + len(w.Fields[i].Value) + 8
	}
	b := make([]byte, 0, size)
	b = strconv.AppendInt(b, w.Next, 10)
	b = append(b, ' ')
	if link != "" {
		b = append(b, (desk.Document{Fields: w.Fields}).Get(link)...)
	}
	b = append(b, '\n')
	for i := range w.Fields {
		f := &w.Fields[i]
		if f.Name == link {
			continue
		}
		b = append(append(b, f.Name...), '=')
		b = append(strconv.AppendInt(b, int64(len(f.Value)), 10), ':')
		b = append(b, f.Value...)
	}
	return string(b)
}

// unpack reads a document into d; its fields are added to those in to and share the memory of s. The empty string is a
// document that does not exist.
func unpack(s string, d *desk.Document, to *[]desk.Field) error {
	if s == "" {
		return nil
	}
	head, s, _ := strings.Cut(s, "\n")
	version, link, _ := strings.Cut(head, " ")
	var err error
	if d.Version, err = strconv.ParseInt(version, 10, 64); err != nil {
		return errReply
	}
	from := len(*to)
	if link != "" {
		*to = append(*to, desk.Field{Name: linkField(d.Kind), Value: link})
	}
	for s != "" {
		var f desk.Field
		if f, s, err = unpackField(s); err != nil {
			return err
		}
		*to = append(*to, f)
	}
	d.Fields = (*to)[from:len(*to):len(*to)]
	return nil
}

// unpackField reads the field that s begins with and returns what comes after it.
func unpackField(s string) (f desk.Field, rest string, err error) {
	name, s, ok := strings.Cut(s, "=")
	length, s, found := strings.Cut(s, ":")
	n, err := strconv.Atoi(length)
	if !ok || !found || err != nil || n < 0 || n > len(s) {
		return f, "", errReply
	}
	return desk.Field{Name: name, Value: s[:n]}, s[n:], nil
}
