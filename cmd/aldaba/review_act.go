package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/book"
	"github.com/aldaba-hotline/aldaba/bot/review"
	"github.com/aldaba-hotline/aldaba/bot/say"
)

type reviewApproveCmd struct {
	reviewFlags
	IDs          []string     `arg:"" name:"id" help:"Message ids, with the suffix of a channel where a text is for one."`
	Lang         bot.Language `required:"" placeholder:"LANG" help:"Language of the texts."`
	By           string       `required:"" placeholder:"NAME" help:"The lawyer's name."`
	Bar          string       `required:"" placeholder:"BAR" help:"Where the lawyer is admitted, such as \"CA 12345\"."`
	Jurisdiction string       `required:"" placeholder:"WHERE" help:"For which jurisdiction: a state such as CA, or federal."`
	On           string       `placeholder:"DAY" help:"The day, such as 2026-11-28 (default: today)."`
	Comment      string       `placeholder:"TEXT" help:"What else should be kept."`
}

// Run records approvals.
func (c *reviewApproveCmd) Run(s streams) error {
	_, r, err := c.about(c.Lang, c.IDs)
	if err != nil {
		return err
	}
	on, err := day(c.On)
	if err != nil {
		return err
	}
	entries := acts(r, c.Lang, c.IDs, review.Approved, func(e *review.Entry) {
		e.By, e.Bar, e.Jurisdiction, e.On, e.Comment = c.By, c.Bar, c.Jurisdiction, on, c.Comment
	})
	if err := c.record(entries); err != nil {
		return err
	}
	fmt.Fprintf(s.Out, "%d text(s) in %s approved by %s; %s\n", len(entries), c.Lang, c.By, rereads)
	for _, id := range c.IDs {
		for _, v := range r.Variants(c.Lang, id) {
			if !slices.Contains(c.IDs, v) && r.Board().Standing(c.Lang, v).State != review.StateApproved {
				fmt.Fprintf(s.Err, "warning: %s is another wording of it and not approved\n", v)
			}
		}
	}
	return nil
}

// about reads what acts are about, and refuses ids without a text, and data that cannot be written to.
func (f reviewFlags) about(lang bot.Language, ids []string) (book.Set, *book.Reviewed, error) {
	if _, err := f.ledger(); err != nil {
		return book.Set{}, nil, err
	}
	set, r, err := f.reviewed()
	if err == nil {
		err = known(set, lang, ids)
	}
	return set, r, err
}

// acts are entries about texts, each once, completed by do.
func acts(r *book.Reviewed, lang bot.Language, ids []string, a review.Act, do func(*review.Entry)) []review.Entry {
	var all []review.Entry
	for i, id := range ids {
		if slices.Contains(ids[:i], id) {
			continue
		}
		e := r.Board().Entry(lang, id, a)
		do(&e)
		all = append(all, e)
	}
	return all
}

type reviewWithdrawCmd struct {
	reviewFlags
	IDs     []string     `arg:"" name:"id" help:"Message ids; without a suffix, the wordings for single channels go too."`
	Lang    bot.Language `required:"" placeholder:"LANG" help:"Language of the texts."`
	By      string       `required:"" placeholder:"NAME" help:"Who takes them back. It need not be a lawyer."`
	Comment string       `required:"" placeholder:"TEXT" help:"Why."`
	On      string       `placeholder:"DAY" help:"The day, such as 2026-11-28 (default: today)."`
}

// Run records withdrawals.
func (c *reviewWithdrawCmd) Run(s streams) error {
	set, r, err := c.about(c.Lang, nil)
	if err != nil {
		return err
	}
	on, err := day(c.On)
	if err != nil {
		return err
	}
	ids, err := c.wordings(set, r)
	if err != nil {
		return err
	}
	entries := acts(r, c.Lang, ids, review.Withdrawn, func(e *review.Entry) { e.By, e.On, e.Comment = c.By, on, c.Comment })
	if err := c.record(entries); err != nil {
		return err
	}
	fmt.Fprintf(s.Out, "%d text(s) in %s withdrawn: nobody gets them; %s\n", len(entries), c.Lang, rereads)
	c.warn(s, set, r)
	return nil
}

// wordings are the texts that go: those named, with their variants for single channels.
func (c *reviewWithdrawCmd) wordings(set book.Set, r *book.Reviewed) ([]string, error) {
	var all []string
	for _, id := range c.IDs {
		wordings := []string{id}
		if base, ch := say.Base(id); ch == "" {
			wordings = r.Variants(c.Lang, base)
		}
		if len(wordings) == 0 {
			wordings = []string{id} // which known refuses
		}
		if err := known(set, c.Lang, wordings); err != nil {
			return nil, err
		}
		if r.Bound(id) {
			return nil, fmt.Errorf("%s cannot be withdrawn: without it a question has no answers, an alarm no words, or STOP no confirmation; change the text in i18n/active.%s.toml instead", id, c.Lang)
		}
		all = append(all, wordings...)
	}
	return all, nil
}

// warn tells what else follows from a withdrawal.
func (c *reviewWithdrawCmd) warn(s streams, set book.Set, before *book.Reviewed) {
	for _, id := range c.IDs {
		var others []string
		for _, lang := range set.Hotline.Languages {
			if lang != c.Lang && set.Texts.Has(lang, id) && !before.Withdrawn(lang, id) {
				others = append(others, string(lang))
			}
		}
		if len(others) > 0 {
			fmt.Fprintf(s.Err, "warning: %s still goes out in %s: withdraw it there too, if it is wrong there\n", id, strings.Join(others, ", "))
		}
		if before.Core(id) && c.Lang != set.Hotline.DefaultLanguage {
			fmt.Fprintf(s.Err, "warning: %s is of the core: %s is not published until it has another text\n", id, c.Lang)
		}
	}
}

type reviewTranslatedCmd struct {
	reviewFlags
	IDs  []string     `arg:"" optional:"" name:"id" help:"Message ids (default: all whose present wording nobody has recorded; a stale one must be named, once somebody has compared it)."`
	Lang bot.Language `required:"" placeholder:"LANG" help:"Language of the texts. English ones are recorded as drafted."`
	By   string       `required:"" placeholder:"NAME" help:"Who translated, or says so."`
	On   string       `placeholder:"DAY" help:"The day, such as 2026-11-28 (default: today)."`
}

// Run records drafts and translations. Nobody has reviewed them because of that.
func (c *reviewTranslatedCmd) Run(s streams) error {
	set, r, err := c.about(c.Lang, c.IDs)
	if err != nil {
		return err
	}
	on, err := day(c.On)
	if err != nil {
		return err
	}
	ids := c.IDs
	if len(ids) == 0 {
		ids = unrecorded(set, r, c.Lang)
	}
	if len(ids) == 0 {
		return errors.New("nothing to record: the present wording of every text is on record; name those that are stale and were compared")
	}
	act := review.Translated
	if set.Texts.Spelling(c.Lang) == review.Source {
		act = review.Drafted
	}
	entries := acts(r, c.Lang, ids, act, func(e *review.Entry) { e.By, e.On = c.By, on })
	if err := c.record(entries); err != nil {
		return err
	}
	fmt.Fprintf(s.Out, "%d text(s) in %s recorded as %s\n", len(entries), c.Lang, act)
	return nil
}

// unrecorded are the texts of whose present wording the ledger says nothing.
func unrecorded(set book.Set, r *book.Reviewed, lang bot.Language) []string {
	return slices.DeleteFunc(set.Texts.IDs(lang), func(id string) bool {
		return r.Board().Standing(lang, id).Entry != review.Entry{}
	})
}
