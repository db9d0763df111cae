package bot

import "slices"

// States lists the USPS codes of the states, with the District of Columbia, in alphabetical order.
func States() []string {
	return []string{"AK", "AL", "AR", "AZ", "CA", "CO", "CT", "DC", "DE", "FL", "GA", "HI", "IA", "ID", "IL", "IN", "KS", "KY", "LA", "MA", "MD", "ME", "MI", "MN",
		"MO", "MS", "MT", "NC", "ND", "NE", "NH", "NJ", "NM", "NV", "NY", "OH", "OK", "OR", "PA", "RI", "SC", "SD", "TN", "TX", "UT", "VA", "VT", "WA", "WI", "WV", "WY"}
}

// IsState reports whether a code names a state.
func IsState(code string) bool { return slices.Contains(States(), code) }
