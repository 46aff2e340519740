package rego

import (
	"strings"
	"testing"

	"github.com/open-policy-agent/opa/v1/ast"
)

// Whatever is blanked out must still compile, or the survey would invent errors.
func TestBlankOutCompiles(t *testing.T) {
	module := ast.MustParseModuleWithOpts(strings.Join([]string{
		"package a", "default d := 1", "d := 2 if input.x", "f(x, [y]) := z if z := x + y", "g(1)",
		"s contains x if some x in input.l", "o[k] := v if some k, v in input.o", "p.q[r].s contains t if some r, t in input.m",
		"e := 1 if input.a else := 2 if input.b else := 3", "b if input.c",
		"use if { f(1, [2]); g(1); s[_]; o.x; p.q.r.s; e; b; d }",
	}, "\n\n"), ast.ParserOptions{RegoVersion: ast.RegoV1})
	for _, rule := range module.Rules {
		if !rule.Default {
			blankOut(rule)
		}
	}
	compiler := ast.NewCompiler().WithStrict(true)
	if compiler.Compile(map[string]*ast.Module{"a.rego": module}); compiler.Failed() {
		t.Fatal(compiler.Errors)
	}
}

func TestMentions(t *testing.T) {
	for message, want := range map[string]bool{
		"undefined function data.lib.f":  true,
		"conflicting rules data.lib":     true,
		"undefined function data.lib2.f": false,
		"var x is unsafe":                false,
		"rule `data.lib.x` (bad)":        true,
	} {
		if got := mentions(message, "data.lib"); got != want {
			t.Errorf("%s: %v", message, got)
		}
	}
}
