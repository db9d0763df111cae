package bot

// Action is what should be done about a text.
type Action string

const (
	// ActUrgent : agents are here now, or somebody is being taken now.
	ActUrgent Action = "urgent"
	// ActAskUrgent : perhaps urgent; one question decides.
	ActAskUrgent Action = "ask_urgent"
	// ActCommand : a command word, see [Intent.Command].
	ActCommand Action = "command"
	// ActConfirmStop : free wording that may ask for no more texts; asked back once.
	ActConfirmStop Action = "confirm_stop"
	// ActAnswer : one topic fits, the first of [Intent.Topics].
	ActAnswer Action = "answer"
	// ActChoose : several topics fit nearly as well.
	ActChoose Action = "choose"
	// ActMenu : nothing fits.
	ActMenu Action = "menu"
	// ActPerson : a human should take over.
	ActPerson Action = "person"
	// ActOption : it picks an option of the question that is open, see [Intent.Option].
	ActOption Action = "option"
	// ActText : it is the answer, in the person's own words, to the question that is open.
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
	Topics   []Score // best first, at most five, even when the text is not answered with one
	Why      []string
}

// Score is how well a topic fits a text, from 0 to 1.
type Score struct {
	ID    string
	Score float64
}
