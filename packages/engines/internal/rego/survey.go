package rego

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
)

// rounds bounds how often a faulty set of modules is compiled.
const rounds = 12

// survey finds the errors that OPA's compiler would only show after the first ones are mended. The compiler stops at the first stage
// that fails; the survey blanks the rules that were at fault (they keep their name and arity and may be anything), leaves out files
// that cannot be compiled at all, and compiles again until nothing new comes up. Errors that may be due to what was blanked or left
// out are not reported.
type survey struct {
	modules map[string]*ast.Module
	found   []diagnostic
	// Paths ("data.a.b") whose content is not known.
	unknown []string
	// Files in which something was blanked or taken out: their imports may look unused.
	changed map[string]bool
	// Rules that were blanked once.
	blank map[*ast.Rule]bool
}

var packageClause = regexp.MustCompile(`(?m)^[ \t]*package[ \t]+([\w.]+)`)

func newSurvey(sources map[string]string, modules map[string]*ast.Module, parseErrors []diagnostic) *survey {
	s := &survey{modules: map[string]*ast.Module{}, found: parseErrors, changed: map[string]bool{}, blank: map[*ast.Rule]bool{}}
	for name, source := range sources {
		if module, ok := modules[name]; ok {
			s.modules[name] = module.Copy()
		} else if match := packageClause.FindStringSubmatch(source); match != nil {
			s.unknown = append(s.unknown, "data."+match[1])
		} else {
			s.unknown = append(s.unknown, "data")
		}
	}
	return s
}

// run takes the errors of a first compilation, if there was one, and gives all errors, sorted.
func (s *survey) run(newCompiler func() *ast.Compiler, errs ast.Errors) []diagnostic {
	for range rounds {
		if errs == nil {
			compiler := newCompiler()
			compiler.Compile(s.modules)
			errs = compiler.Errors
		}
		if len(errs) == 0 {
			break
		}
		progress := false
		for _, err := range errs {
			if !s.hidden(err) {
				s.found = append(s.found, diagnosticOf(err))
			}
		}
		for _, err := range errs {
			progress = s.takeOut(err) || progress
		}
		if !progress {
			break
		}
		errs = nil
	}
	return sorted(s.found)
}

// hidden tells errors that may be nothing but a consequence of what the survey does not know.
func (s *survey) hidden(err *ast.Error) bool {
	if err.Location == nil {
		return len(s.found) > 0
	}
	module := s.modules[err.Location.File]
	if module == nil {
		return true
	}
	if unused(err) {
		return s.changed[err.Location.File] && strings.HasPrefix(err.Message, "import ")
	}
	own := module.Package.Path.String()
	for _, path := range s.unknown {
		if mentions(err.Message, path) {
			return true
		}
		// A bare name may be a rule of a file of the same package that could not be read.
		if covers(path, own) && (err.Code == ast.UnsafeVarErr || strings.HasPrefix(err.Message, "undefined function ")) {
			return true
		}
	}
	if rule := ruleAt(module, err.Location); rule != nil && s.blank[rule] {
		return true
	}
	return false
}

// unused tells the errors of strict mode, which do not stop the compiler.
func unused(err *ast.Error) bool {
	return strings.HasSuffix(err.Message, " unused") || strings.HasPrefix(err.Message, "unused argument ")
}

// takeOut blanks the rule at fault, or removes it when it was blank already, or the whole file when no rule is at fault.
func (s *survey) takeOut(err *ast.Error) bool {
	if err.Location == nil || unused(err) {
		return false
	}
	name := err.Location.File
	module := s.modules[name]
	if module == nil {
		return false
	}
	s.changed[name] = true
	if rule := ruleAt(module, err.Location); rule != nil {
		if !s.blank[rule] && !rule.Default {
			s.blank[rule] = true
			blankOut(rule)
			return true
		}
		module.Rules = slices.DeleteFunc(module.Rules, func(r *ast.Rule) bool { return r == rule })
		s.unknown = append(s.unknown, module.Package.Path.String()+"."+string(rule.Head.Name))
		return true
	}
	before := len(module.Imports)
	module.Imports = slices.DeleteFunc(module.Imports, func(i *ast.Import) bool {
		return i.Location != nil && i.Location.Row == err.Location.Row
	})
	if len(module.Imports) < before {
		return true
	}
	delete(s.modules, name)
	s.unknown = append(s.unknown, module.Package.Path.String())
	return true
}

// ruleAt finds the rule whose text contains a place.
func ruleAt(module *ast.Module, place *ast.Location) *ast.Rule {
	for _, rule := range module.Rules {
		first := rule.Location.Row
		if place.Row >= first && place.Row <= first+strings.Count(string(rule.Location.Text), "\n") {
			return rule
		}
	}
	return nil
}

// blankOut leaves a rule's name, shape and arity, and lets its value be anything.
func blankOut(rule *ast.Rule) {
	anything := func() *ast.Term { return ast.NewTerm(ast.InputRootRef.Copy()) }
	for i := range rule.Head.Args {
		rule.Head.Args[i] = ast.VarTerm(ast.WildcardPrefix + strconv.Itoa(i))
	}
	rule.Body = ast.NewBody(ast.NewExpr(ast.BooleanTerm(true)))
	rule.Else = nil
	if rule.Head.Key != nil {
		rule.Head.Key = anything()
	}
	if rule.Head.Value != nil {
		rule.Head.Value = anything()
	}
	for i, term := range rule.Head.Reference {
		if i > 0 && !term.IsGround() {
			rule.Head.Reference[i] = anything()
		}
	}
}

// mentions tells whether a message names a path or something below it.
func mentions(message, path string) bool {
	for _, word := range strings.FieldsFunc(message, func(r rune) bool { return strings.ContainsRune(" ,:()\"`'", r) }) {
		if covers(path, word) {
			return true
		}
	}
	return false
}

// covers tells whether a path is another path or a parent of it.
func covers(parent, path string) bool {
	return path == parent || strings.HasPrefix(path, parent+".") || strings.HasPrefix(path, parent+"[")
}
