// Package proof tells whether somebody who gives a name is that person: by a one-time code of their phone, and by a password.
package proof
