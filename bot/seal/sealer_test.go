package seal

import "github.com/aldaba-hotline/aldaba/bot/desk"

var _ desk.Sealer = (*Keyset)(nil)
