package bot

// UserRole is what somebody may do who works with the hotline at a desk. Each role may do what the ones before it may.
type UserRole string

// The roles.
const (
	UserDispatcher UserRole = "dispatcher" // sees reports
	UserOrganizer  UserRole = "organizer"  // also drafts and approves broadcasts and notices
	UserAdmin      UserRole = "admin"      // also adds users
)

// User is somebody who works with the hotline at a desk. Being on call is another matter, see [Responder].
type User struct {
	Name  string
	Role  UserRole
	Phone *Address // from where they may approve and stop by text, and where test sends go; nil: from nowhere
}

// Organizes reports whether a user may draft and approve what goes out to many.
func (u User) Organizes() bool { return u.Role == UserOrganizer || u.Role == UserAdmin }
