package twilio

// field is one of Twilio's form fields that this package knows by name, in the order in which they are signed.
type field int8

const (
	unknown field = iota
	accountSid
	address
	apiVersion
	body
	buttonPayload
	buttonText
	channelInstallSid
	channelMetadata
	channelPrefix
	externalUserID
	forwarded
	frequentlyForwarded
	from
	label
	latitude
	longitude
	mediaContentType // with its number, 0 to 9
	mediaURL         // with its number, 0 to 9
	messageSid
	messageType
	numMedia
	numSegments
	optOutType
	originalRepliedMessageSid
	referralNumMedia
	smsMessageSid
	smsSid
	to
	fields
)

// names spells the fields as Twilio does. A request that was cut anew may carry somebody's text as a key, so logs call
// all others by one name.
var names = [fields]string{"another field", "AccountSid", "Address", "ApiVersion", "Body", "ButtonPayload", "ButtonText",
	"ChannelInstallSid", "ChannelMetadata", "ChannelPrefix", "ExternalUserId", "Forwarded", "FrequentlyForwarded",
	"From", "Label", "Latitude", "Longitude", "MediaContentType", "MediaUrl", "MessageSid", "MessageType", "NumMedia",
	"NumSegments", "OptOutType", "OriginalRepliedMessageSid", "ReferralNumMedia", "SmsMessageSid", "SmsSid", "To"}

// name returns the field as Twilio spells it.
func (f field) name() string { return names[f] }

// fieldOf returns the field of a key, exactly spelt. Of the fields that the hotline ignores, it knows those that
// sort right behind a text and those whose names end in the name of one that matters.
func fieldOf(key []byte) field {
	switch string(key) {
	case "AccountSid":
		return accountSid
	case "Address":
		return address
	case "ApiVersion":
		return apiVersion
	case "Body":
		return body
	case "ButtonPayload":
		return buttonPayload
	case "ButtonText":
		return buttonText
	case "From":
		return from
	case "Label":
		return label
	case "Latitude":
		return latitude
	case "Longitude":
		return longitude
	case "MessageSid":
		return messageSid
	case "MessageType":
		return messageType
	case "NumMedia":
		return numMedia
	case "NumSegments":
		return numSegments
	case "OptOutType":
		return optOutType
	case "OriginalRepliedMessageSid":
		return originalRepliedMessageSid
	case "ReferralNumMedia":
		return referralNumMedia
	case "SmsMessageSid":
		return smsMessageSid
	case "SmsSid":
		return smsSid
	case "To":
		return to
	}
	if f := behindText(key); f != unknown && len(key) == len(f.name()) {
		return f
	}
	return mediaOf(key)
}

// behindText returns the field, of those that the hotline ignores and that may sort right behind a text, whose name
// b begins with.
func behindText(b []byte) field {
	for f := channelInstallSid; f <= frequentlyForwarded; f++ {
		if hasPrefix(b, f.name()) {
			return f
		}
	}
	return unknown
}

// mediaOf returns the field of a numbered key such as "MediaUrl0".
func mediaOf(key []byte) field {
	for _, f := range [...]field{mediaContentType, mediaURL} {
		if n := len(f.name()); len(key) == n+1 && hasPrefix(key, f.name()) && digit(key[n]) {
			return f
		}
	}
	return unknown
}
