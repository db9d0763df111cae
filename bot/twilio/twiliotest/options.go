package twiliotest

import "encoding/base64"

// The account that a server has unless [Account] says otherwise.
const (
	AccountSID = "AC00000000000000000000000000000001"
	AuthToken  = "0123456789abcdef0123456789abcdef" //nolint:gosec // no secret: the fake's own
)

// Option changes a server before it starts.
type Option func(*Server)

// Account sets the account's SID and auth token. The token also signs the callbacks.
func Account(sid, token string) Option {
	return func(s *Server) { s.account, s.token = sid, token }
}

// APIKey lets an API key in beside the auth token: a standard key, which may do everything but read the account itself
// (401, 20003; twilio/twilio-python issue 259).
func APIKey(sid, secret string) Option {
	return func(s *Server) { s.logins[basic(sid, secret)] = true }
}

// Strict makes the test fail for every message that was taken and not expected, and for every expected one that was not
// taken, see [Server.Expect].
func Strict() Option { return func(s *Server) { s.strict = true } }

// CheckEvery checks every n-th message that is taken, and every listing, against Twilio's description, see [CheckForm].
// The default is 1; 0 checks nothing, for runs that measure.
func CheckEvery(n int) Option { return func(s *Server) { s.checkEvery = n } }

// Couriers sets how many callbacks are under way at once; the default is 16.
func Couriers(n int) Option { return func(s *Server) { s.couriers = n } }

// basic is the Authorization header of a login.
func basic(user, password string) string {
	return "Basic " + base64.StdEncoding.EncodeToString([]byte(user+":"+password))
}
