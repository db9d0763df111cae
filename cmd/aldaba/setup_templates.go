package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/twilio"
)

// templates makes what is missing of the templates, submits those that need approval, and writes their ids down.
func (s *setup) templates(ctx context.Context) error {
	if s.set.Hotline.Senders.WhatsApp == "" {
		s.says("templates: none, for there is no WhatsApp sender")
		return nil
	}
	there, err := s.admin.Templates(ctx)
	if err != nil {
		return err
	}
	all, refused := templatesOf(s.set)
	for _, why := range refused {
		s.says("template %s: left out, WhatsApp would refuse it; it goes as a numbered text", why)
	}
	var lost error
	for _, w := range all {
		if lost = s.template(ctx, w, there[w.FriendlyName()]); lost != nil {
			break // what was made is written down all the same
		}
	}
	return errors.Join(s.keep(), lost)
}

// template makes one template unless it is there. It returns an error only when there is no use in trying the next one.
func (s *setup) template(ctx context.Context, w wanted, sid string) error {
	what := fmt.Sprintf("template %s in %s", w.Name, w.Language)
	fresh := sid == ""
	if fresh {
		var err error
		if sid, err = s.admin.CreateTemplate(ctx, w.Template); err != nil {
			s.fails(what, err)
			return unavailable(err)
		}
		s.made++
	}
	s.says("%s: %s %s", what, map[bool]string{true: s.done("created", "would be"), false: "is there"}[fresh], sid)
	if s.ids[w.Name] == nil {
		s.ids[w.Name] = map[bot.Language]string{}
	}
	s.ids[w.Name][w.Language] = sid
	if w.review {
		return s.submit(ctx, w, sid, fresh)
	}
	return nil
}

// unavailable is err if the provider does not answer.
func unavailable(err error) error {
	if errors.Is(err, bot.ErrUnavailable) {
		return fmt.Errorf("%w; run aldaba setup again once the provider can be reached: what is done stays done", err)
	}
	return nil
}

// submit asks for the approval of a template that nobody has asked for, and tells where it stands.
func (s *setup) submit(ctx context.Context, w wanted, sid string, fresh bool) error {
	what := fmt.Sprintf("approval of %s in %s", w.Name, w.Language)
	stands := twilio.Approval{State: twilio.Unsubmitted}
	var err error
	if !fresh {
		stands, err = s.admin.Approval(ctx, sid)
	}
	if err == nil && stands.State == twilio.Unsubmitted {
		stands, err = s.admin.Submit(ctx, sid, w.FriendlyName())
		if s.DryRun {
			stands.State = "would be asked for"
		}
	}
	switch {
	case err != nil:
		s.fails(what, err)
	case stands.State == twilio.Rejected:
		s.fails(what, fmt.Errorf("rejected: %s; change the text and run aldaba setup again", stands.Why))
	default:
		s.says("%s: %s", what, stands.State)
	}
	return unavailable(err)
}

// keep writes the ids down; a rehearsal has none to keep.
func (s *setup) keep() error {
	if s.DryRun {
		s.says("%s: would get the ids of the templates", s.Out)
		return nil
	}
	if len(s.ids) == 0 {
		return nil
	}
	if err := keepTemplates(s.Out, s.ids); err != nil {
		return err
	}
	where := "paste its block templates: into hotline.yaml, and reload"
	if filepath.Base(s.Out) == "hotline.yaml" {
		where = "reload: systemctl reload aldaba"
	}
	s.says("%s: holds the ids of all templates, %d of them new; %s", s.Out, s.made, where)
	return nil
}
