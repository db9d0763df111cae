package twiliotest

import (
	"net/http"
	"net/url"
	"strconv"
)

// The sizes of a page.
const (
	defaultPage = 50
	maxPage     = 1000
)

// paging is which page of a list is asked for.
type paging struct {
	query        url.Values
	size, number int
}

func parsePage(query url.Values) (paging, *refusal) {
	p := paging{query: query, size: defaultPage}
	var err error
	if query.Has("PageSize") {
		if p.size, err = strconv.Atoi(query.Get("PageSize")); err != nil || p.size < 1 || p.size > maxPage {
			return p, badRequest("PageSize is 1 to 1000")
		}
	}
	if query.Has("Page") {
		if p.number, err = strconv.Atoi(query.Get("Page")); err != nil || p.number < 0 {
			return p, badRequest("Page is 0 or more")
		}
	}
	if p.number > 0 && !query.Has("PageToken") {
		return p, badRequest("a further page needs the PageToken that the page before it gave")
	}
	return p, nil
}

// link is the path and query of another page of the same list.
func (p paging) link(path string, number int, token string) string {
	q := url.Values{}
	for name, values := range p.query {
		q[name] = values
	}
	q.Set("PageSize", strconv.Itoa(p.size))
	q.Set("Page", strconv.Itoa(number))
	q.Del("PageToken")
	if token != "" {
		q.Set("PageToken", token)
	}
	return path + "?" + q.Encode()
}

// envelope is a page of the older API.
func (p paging) envelope(r *http.Request, key string, list []byte, next string) []byte {
	o := begin(len(list) + 512)
	o.text("first_page_uri", p.link(r.URL.Path, 0, ""))
	o.optional("next_page_uri", next)
	o.raw("previous_page_uri", "null")
	o.number("page", p.number)
	o.number("page_size", p.size)
	o.number("start", p.number*p.size)
	o.number("end", p.number*p.size) // of no use to anybody
	o.text("uri", p.link(r.URL.Path, p.number, p.query.Get("PageToken")))
	o.raw(key, string(list))
	return o.end()
}

// slice is the page of a list that nothing is inserted into, and the token of the next page, or "".
func (p paging) slice(all []Resource) ([]Resource, string) {
	begin, end := min(p.number*p.size, len(all)), min((p.number+1)*p.size, len(all))
	next := ""
	if end < len(all) {
		next = "PT" + all[end].Text("sid")
	}
	return append([]Resource{}, all[begin:end]...), next
}
