package gotemplate

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
	"text/template"
)

// syntax is how an ApplicationSet writes its templates: goTemplate and goTemplateOptions.
type syntax struct {
	GoTemplate bool     `json:"goTemplate"`
	Options    []string `json:"options"`
}

// parser renders texts; a Go template is parsed once for all sets of parameters.
type parser struct {
	syntax
	known map[string]*template.Template
}

func newParser(syntax syntax) *parser {
	return &parser{syntax: syntax, known: map[string]*template.Template{}}
}

func (p *parser) text(text string, set map[string]any) (string, error) {
	if !p.GoTemplate {
		return replaceTags(text, set)
	}
	if !strings.Contains(text, "{{") {
		return text, nil
	}
	parsed, err := p.parse(text)
	if err != nil {
		return "", fmt.Errorf("failed to parse template %s: %w", text, err)
	}
	out := &limitedText{}
	if err := parsed.Execute(out, set); err != nil {
		return "", fmt.Errorf("failed to execute go template %s: %w", text, err)
	}
	return out.String(), nil
}

func (p *parser) parse(text string) (parsed *template.Template, err error) {
	if parsed, ok := p.known[text]; ok {
		return parsed, nil
	}
	// an unknown option makes the template package panic
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%v", r)
		}
	}()
	if parsed, err = template.New("").Funcs(functions).Parse(text); err != nil {
		return nil, err
	}
	for _, option := range p.Options {
		parsed = parsed.Option(option)
	}
	p.known[text] = parsed
	return parsed, nil
}

// tagged is what Argo CD takes for a text with tags; both braces stand on one line.
var tagged = regexp.MustCompile(".*{{.*}}.*")

// replaceTags replaces `{{ name }}` by the parameter of that name when it is a text, as Argo CD does without goTemplate. Other tags stay.
func replaceTags(text string, set map[string]any) (string, error) {
	if !tagged.MatchString(text) {
		return text, nil
	}
	var out strings.Builder
	for rest := text; ; {
		before, after, found := strings.Cut(rest, "{{")
		out.WriteString(before)
		if !found {
			return out.String(), nil
		}
		tag, behind, found := strings.Cut(after, "}}")
		if !found {
			return "", fmt.Errorf("invalid template: no }} behind {{ in %q", text)
		}
		if value, ok := set[strings.TrimSpace(tag)].(string); ok && strings.TrimSpace(tag) != "" {
			out.WriteString(value)
		} else {
			out.WriteString("{{" + tag + "}}")
		}
		rest = behind
	}
}

// textLength bounds what one template writes, in bytes: an object of the API server may have 3 MiB.
const textLength = 3 << 20

type limitedText struct{ strings.Builder }

func (t *limitedText) Write(data []byte) (int, error) {
	if t.Len()+len(data) > textLength {
		return 0, errors.New("the text is longer than an object may be")
	}
	return t.Builder.Write(data)
}
