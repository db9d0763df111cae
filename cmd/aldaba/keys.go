package main

import (
	"fmt"

	"github.com/aldaba-hotline/aldaba/bot/seal"
)

type keysCmd struct {
	New keysNewCmd `cmd:"" help:"Make a keyset file, never over another."`
}

// keysetFlag says where the keyset lies.
type keysetFlag struct {
	Keyset string `env:"ALDABA_KEYSET" default:"keyset" placeholder:"FILE" help:"The keyset file (default: ./keyset)."`
}

type keysNewCmd struct{ keysetFlag }

// Run makes the keyset and prints its path.
func (c *keysNewCmd) Run(s streams) error {
	if err := seal.Create(c.Keyset); err != nil {
		return err
	}
	fmt.Fprintln(s.Out, c.Keyset)
	fmt.Fprintln(s.Err, "Keep a copy offline: without it everything stored is lost.")
	return nil
}
