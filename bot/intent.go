package bot

// Action is what should be done about a text.
type Action string

const (
	// ActUrgent means that agents are here now, or somebody is being taken now.
	ActUrgent Action = "urgent"
	// ActAskUrgent means perhaps urgent: one question decides.
	ActAskUrgent Action = "ask_urgent"
	// ActCommand means a command word, see [Intent.Command].
	ActCommand Action = "command"
	// ActConfirmStop means free wording that may ask for no more texts: asked back once.
	ActConfirmStop Action = "confirm_stop"
	// ActAnswer means that one topic fits, the first of [Intent.Topics].
	ActAnswer Action = "answer"
	// ActChoose means that several topics fit equally well.
	ActChoose Action = "choose"
	// ActMenu means that nothing fits.
	ActMenu Action = "menu"
	// ActPerson means that a human should take over: somebody names a language that the hotline does not write. The command is [CmdPerson].
	ActPerson Action = "person"
	// ActPlace means that it is a place of the hotline's and nothing else, see [Intent.Region]: somebody wants to know what is known about it.
	ActPlace Action = "place"
	// ActOption means that it picks an option of the open question, see [Intent.Option].
	ActOption Action = "option"
	// ActText means that it is the answer to the open question in the person's own words, or as a pin or picture.
	ActText Action = "text"
)

// Command is a word that works anywhere in the conversation, named in English in lower case.
type Command string

// The commands. Each has its words per language in i18n/words.<lang>.yaml and its flow in flows/globals.yaml.
const (
	CmdMenu     Command = "menu"
	CmdLanguage Command = "language"
	CmdPerson   Command = "person"
	CmdStop     Command = "stop"
	CmdStart    Command = "start"
	CmdHelp     Command = "help"
	CmdDelete   Command = "delete"
	CmdUpdate   Command = "update"
	CmdDone     Command = "done"
	CmdMore     Command = "more"
	CmdJoin     Command = "join"
	CmdLeave    Command = "leave"
	CmdRaid     Command = "raid"
	CmdKids     Command = "kids"
	CmdFind     Command = "find"
	CmdLawyer   Command = "lawyer"
	CmdRights   Command = "rights"
)

// Commands lists every command in the order in which documents show them.
func Commands() []Command {
	return []Command{CmdRaid, CmdKids, CmdFind, CmdLawyer, CmdRights, CmdPerson, CmdMenu, CmdLanguage, CmdMore,
		CmdDelete, CmdUpdate, CmdDone, CmdJoin, CmdLeave, CmdStop, CmdStart, CmdHelp}
}

// Intent is what a text means, decided without knowing the clock or the network.
type Intent struct {
	Action   Action
	Command  Command // ActCommand
	Option   string  // ActOption: the option's id
	Urgent   bool    // true only if no question is needed first
	Language Language
	Sure     bool    // the language is certain enough to switch to
	Spoken   bool    // it names a language that people speak and the hotline does not write
	Hant     bool    // it is Chinese, in Traditional characters
	Topics   []Score // best first, at most five, even when the text is not answered with one
	Place    bool    // the text names a place that somebody could be sent to
	Doing    string  // what the text says that agents do: an id of [Doings]; empty when it does not say
	Personal bool    // the text gave a name or a status, which has been taken out of it
	Known    bool    // the contact's language is known
	State    string  // the state that the text names, by name, code or ZIP; see [States]
	Home     string  // the state that the contact has named before
	Crisis   bool    // the text is of a crisis, such as suicide: the first of Topics answers it
	Local    *Local  // a hotline for the ZIP that the text names, which a person has called
	Region   string  // where a region was asked for: the one that the answer names, or [Everywhere]; of [ActPlace]: the place
	Alerts   Standing
	Why      []string
}

// Standing is what a conversation about alerts must know: where the contact stands, and what the hotline can do.
type Standing struct {
	Alerts  Alerts
	Stopped bool // they said STOP
	Regions bool // the hotline has regions to choose from
	ByText  bool // alerts do not arrive where they write from, and would by SMS
}

// Local is a hotline of some place: its name, and the number to call or text.
type Local struct{ Name, Number string }

// Doings lists what agents may be said to do, the gravest first: the ids of the options of flow raid.
func Doings() []string { return []string{"taking", "inside", "stopping", "door"} }

// Score is how well a topic fits a text, from 0 to 1.
type Score struct {
	ID    string
	Score float64
}
