// Package policygate gives OPA's own lowering from compiled modules to a plan and to WebAssembly, without the command line around it.
// Its module path lies below OPA's, so Go lets it import OPA's internal packages; nothing is copied or changed.
package policygate

import (
	"bytes"
	"fmt"
	"slices"

	"github.com/open-policy-agent/opa/internal/compiler/wasm"
	"github.com/open-policy-agent/opa/internal/planner"
	"github.com/open-policy-agent/opa/internal/wasm/encoding"
	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/ir"
	"github.com/open-policy-agent/opa/v1/util"
)

// Plan lowers a compiled policy for the given entrypoints ("a/b/c"), in the steps and the order of `opa build`.
func Plan(compiler *ast.Compiler, capabilities *ast.Capabilities, entrypoints []string) (*ir.Policy, error) {
	result := ast.NewTerm(ast.Var("result"))
	queries := make([]planner.QuerySet, 0, len(entrypoints))
	for _, entrypoint := range entrypoints {
		ref, err := ast.PtrRef(ast.DefaultRootDocument, entrypoint)
		if err != nil {
			return nil, fmt.Errorf("entrypoint %q: %w", entrypoint, err)
		}
		if len(compiler.GetRules(ref)) == 0 {
			return nil, fmt.Errorf("entrypoint %q does not refer to a rule or policy decision", entrypoint)
		}
		query := compiler.QueryCompiler()
		body, err := query.Compile(ast.NewBody(ast.Equality.Expr(result, ast.NewTerm(ref))))
		if err != nil {
			return nil, err
		}
		queries = append(queries, planner.QuerySet{Name: entrypoint, Queries: []ast.Body{body}, RewrittenVars: query.RewrittenVars()})
	}
	modules := make([]*ast.Module, 0, len(compiler.Modules))
	for _, name := range util.KeysSorted(compiler.Modules) {
		modules = append(modules, compiler.Modules[name])
	}
	builtins := make(map[string]*ast.Builtin, len(capabilities.Builtins))
	for _, builtin := range capabilities.Builtins {
		builtins[builtin.Name] = builtin
	}
	return planner.New().WithQueries(queries).WithModules(modules).WithBuiltinDecls(builtins).Plan()
}

// Wasm lowers a plan to a policy module.
func Wasm(policy *ir.Policy) ([]byte, error) {
	module, err := wasm.New().WithPolicy(policy).Compile()
	if err != nil {
		return nil, err
	}
	var buffer bytes.Buffer
	if err := encoding.WriteModule(&buffer, module); err != nil {
		return nil, err
	}
	return buffer.Bytes(), nil
}

// Builtins lists the built-in functions that a plan calls on its host, sorted.
func Builtins(policy *ir.Policy) []string {
	names := []string{}
	if policy.Static != nil {
		for _, builtin := range policy.Static.BuiltinFuncs {
			names = append(names, builtin.Name)
		}
	}
	slices.Sort(names)
	return names
}
