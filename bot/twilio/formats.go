package twilio

import "strconv"

// valid reports whether a field's value has the format that Twilio gives it. Free text is always valid.
func valid(f field, v []byte) bool {
	switch f {
	case accountSid:
		return isSID(v, "AC")
	case messageSid, smsMessageSid, smsSid:
		return isSID(v, "SM") || isSID(v, "MM")
	case from, to:
		return len(v) > 0 && addressEnd(v) == len(v)
	case apiVersion:
		return len(v) == 10 && digits(v[:4]) == 4 && v[4] == '-' && digits(v[5:7]) == 2 && v[7] == '-' && digits(v[8:]) == 2
	case numMedia:
		return len(v) == 1 && digit(v[0]) || string(v) == "10"
	case numSegments:
		return 1 <= len(v) && len(v) <= 3 && digits(v) == len(v)
	case latitude:
		return isDegrees(v, 90)
	case longitude:
		return isDegrees(v, 180)
	case mediaURL:
		return isMediaURL(v)
	case mediaContentType:
		return isMediaType(v)
	case messageType:
		return 1 <= len(v) && len(v) <= 32 && count(v, func(c byte) bool { return lower(c) || c == '_' }) == len(v)
	case optOutType:
		return string(v) == "STOP" || string(v) == "START" || string(v) == "HELP"
	case forwarded, frequentlyForwarded:
		return string(v) == "true" || string(v) == "false"
	}
	return true
}

// isKey reports whether a key could be the name of one of Twilio's fields.
func isKey(k []byte) bool {
	return 1 <= len(k) && len(k) <= 64 && letter(k[0]) && count(k, func(c byte) bool {
		return letter(c) || digit(c) || c == '_' || c == '.' || c == '-'
	}) == len(k)
}

// isSID reports whether v is a SID of the given kind: two letters and 32 lower-case hexadecimal digits.
func isSID(v []byte, kind string) bool {
	return len(v) == 34 && hasPrefix(v, kind) && count(v[2:], func(c byte) bool { return digit(c) || 'a' <= c && c <= 'f' }) == 32
}

const whatsAppPrefix = "whatsapp:"

// addressEnd returns how many bytes of b its longest beginning takes that reads like a From or To: a number of 3 to
// 15 digits (short codes have no "+"), or on WhatsApp perhaps a user id such as "US.13491208655302741918". It
// returns 0 when there is none.
func addressEnd(b []byte) int {
	at := 0
	if hasPrefix(b, whatsAppPrefix) {
		at = len(whatsAppPrefix)
		if n := digits(b[min(at+3, len(b)):]); n > 0 && n <= 40 && upper(b[at]) && upper(b[at+1]) && b[at+2] == '.' {
			return at + 3 + n
		}
	}
	if at < len(b) && b[at] == '+' {
		at++
	}
	if n := digits(b[at:]); n >= 3 && n <= 15 {
		return at + n
	}
	return 0
}

// isDegrees reports whether v is a decimal number from -limit to limit.
func isDegrees(v []byte, limit float64) bool {
	if len(v) == 0 || len(v) > 32 {
		return false
	}
	number := v
	if v[0] == '-' || v[0] == '+' {
		number = v[1:]
	}
	whole := digits(number)
	fraction := number[whole:]
	if whole == 0 || len(fraction) > 0 && (fraction[0] != '.' || len(fraction) == 1 || digits(fraction[1:]) != len(fraction)-1) {
		return false
	}
	n, err := strconv.ParseFloat(string(v), 64)
	return err == nil && -limit <= n && n <= limit
}

// isMediaURL reports whether v is an https URL of printable ASCII without spaces.
func isMediaURL(v []byte) bool {
	const scheme = "https://"
	return hasPrefix(v, scheme) && len(v) > len(scheme) && v[len(scheme)] != '/' &&
		count(v, func(c byte) bool { return 0x20 < c && c < 0x7F }) == len(v)
}

// isMediaType reports whether v looks like a MIME type, with or without parameters.
func isMediaType(v []byte) bool {
	kind := count(v, func(c byte) bool { return lower(c) })
	return 0 < kind && kind+1 < len(v) && len(v) <= 255 && v[kind] == '/' &&
		count(v, func(c byte) bool { return 0x20 <= c && c < 0x7F }) == len(v)
}

// count returns how many leading bytes of b satisfy is.
func count(b []byte, is func(byte) bool) int {
	for i, c := range b {
		if !is(c) {
			return i
		}
	}
	return len(b)
}

func digits(b []byte) int { return count(b, digit) }

func hasPrefix(b []byte, prefix string) bool {
	return len(b) >= len(prefix) && string(b[:len(prefix)]) == prefix
}

func digit(c byte) bool  { return '0' <= c && c <= '9' }
func lower(c byte) bool  { return 'a' <= c && c <= 'z' }
func upper(c byte) bool  { return 'A' <= c && c <= 'Z' }
func letter(c byte) bool { return lower(c) || upper(c) }
