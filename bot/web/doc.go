// Package web serves the hotline's HTTP: it mounts the handlers it is given behind limits that keep a public
// server upright.
//
// A [Server] has two listeners. The public one carries mounted handlers and /healthz and /readyz; the admin one
// carries /metrics and, when asked for, profiles. What a person wrote, a query string or an address is never
// logged or measured. [Server.MountDemo] adds the page with simulated phones, which only a demo should do.
package web
