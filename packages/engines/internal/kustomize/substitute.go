package kustomize

import (
	"fmt"
	"regexp"
	"sort"
	"strings"

	"github.com/fluxcd/pkg/envsubst"
	"sigs.k8s.io/kustomize/api/resource"
	"sigs.k8s.io/yaml"
)

// substitution is Flux's `postBuild`: variables of the form ${NAME}, with the expressions of a shell.
type substitution struct {
	Variables map[string]string `json:"variables"`
	// Strict makes a variable an error that has neither value nor default.
	Strict bool `json:"strict"`
}

// switchedOff is the label or annotation, with the value "disabled", of objects whose text stays as it is.
const switchedOff = "kustomize.toolkit.fluxcd.io/substitute"

var variableName = regexp.MustCompile(`^[_[:alpha:]][_[:alpha:][:digit:]]*$`)

// concerns tells whether an object's text is substituted: without any variable Flux does not look for them.
func (s *substitution) concerns(res *resource.Resource) bool {
	return s != nil && len(s.Variables) > 0 &&
		res.GetLabels()[switchedOff] != "disabled" && res.GetAnnotations()[switchedOff] != "disabled"
}

// apply substitutes in the YAML of an object as Flux does (github.com/fluxcd/pkg/kustomize, SubstituteVariables): what a variable gives is
// read as YAML again, so it may become a number or a boolean.
func (s *substitution) apply(res *resource.Resource) error {
	text, err := res.AsYAML()
	if err != nil {
		return err
	}
	failed := func(err error) error { return fmt.Errorf("substitution of variables in %s: %w", res.CurId(), err) }
	for _, name := range s.names() {
		if !variableName.MatchString(name) {
			return failed(fmt.Errorf("'%s' var name is invalid, must match '%s'", name, variableName))
		}
	}
	output, err := envsubst.Eval(string(text), s.value)
	if err != nil {
		return failed(err)
	}
	data, err := yaml.YAMLToJSON([]byte(output))
	if err == nil {
		err = res.UnmarshalJSON(data)
	}
	if err != nil {
		return failed(err)
	}
	return nil
}

func (s *substitution) value(name string) (string, bool) {
	value, ok := s.Variables[name]
	return strings.ReplaceAll(value, "\n", ""), ok || !s.Strict
}

func (s *substitution) names() []string {
	names := make([]string, 0, len(s.Variables))
	for name := range s.Variables {
		names = append(names, name)
	}
	sort.Strings(names)
	return names
}

// used gives the variables that a scalar takes a value from, in their order.
func (s *substitution) used(scalar string) []string {
	if !strings.Contains(scalar, "$") {
		return nil
	}
	var names []string
	_, _ = envsubst.Eval(scalar, func(name string) (string, bool) {
		if s.Variables[name] != "" {
			names = append(names, name)
		}
		return s.value(name)
	})
	return names
}
