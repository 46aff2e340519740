package rego

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"

	"github.com/open-policy-agent/opa/policygate"
	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/ir"
	"github.com/open-policy-agent/opa/v1/util"
)

type compileRequest struct {
	// Modules maps file names to Rego source.
	Modules map[string]string `json:"modules"`
	// Entrypoints are paths below data, "a/b/c"; needed for Wasm and Plan.
	Entrypoints []string `json:"entrypoints"`
	// Capabilities as in OPA's capabilities.json; all of OPA's when absent.
	Capabilities json.RawMessage `json:"capabilities"`
	// Strict reports unused imports and variables too.
	Strict bool `json:"strict"`
	// Print keeps print() calls; otherwise they are erased.
	Print bool `json:"print"`
	// What to answer beside the diagnostics.
	Annotations bool `json:"annotations"`
	Wasm        bool `json:"wasm"`
	Plan        bool `json:"plan"`
}

type compileAnswer struct {
	// Diagnostics is never null; when it has entries, nothing else is answered.
	Diagnostics []diagnostic `json:"diagnostics"`
	Annotations []any        `json:"annotations,omitempty"`
	// Builtins that the plan asks its host for.
	Builtins []string `json:"builtins,omitempty"`
	// Wasm is base64.
	Wasm string     `json:"wasm,omitempty"`
	Plan *ir.Policy `json:"plan,omitempty"`
}

func compile(data []byte) (any, error) {
	var request compileRequest
	if err := json.Unmarshal(data, &request); err != nil {
		return nil, err
	}
	capabilities := ast.CapabilitiesForThisVersion()
	if len(request.Capabilities) > 0 {
		var err error
		if capabilities, err = ast.LoadCapabilitiesJSON(bytes.NewReader(request.Capabilities)); err != nil {
			return nil, fmt.Errorf("capabilities: %w", err)
		}
	}
	newCompiler := func() *ast.Compiler {
		return ast.NewCompiler().WithCapabilities(capabilities).WithStrict(request.Strict).
			WithEnablePrintStatements(request.Print).SetErrorLimit(0)
	}
	modules, diagnostics := parse(request.Modules, capabilities)
	if len(diagnostics) > 0 {
		return compileAnswer{Diagnostics: newSurvey(request.Modules, modules, diagnostics).run(newCompiler, nil)}, nil
	}
	compiler := newCompiler()
	compiler.Compile(modules)
	if compiler.Failed() {
		return compileAnswer{Diagnostics: newSurvey(request.Modules, modules, nil).run(newCompiler, compiler.Errors)}, nil
	}
	answer := compileAnswer{Diagnostics: []diagnostic{}}
	if request.Annotations {
		answer.Annotations = annotations(compiler)
	}
	if request.Wasm || request.Plan {
		if err := lower(&answer, &request, compiler, capabilities); err != nil {
			return compileAnswer{Diagnostics: diagnosticsOf(err)}, nil
		}
	}
	return answer, nil
}

// parse gives the modules of the files that can be read, and the errors of all others.
func parse(sources map[string]string, capabilities *ast.Capabilities) (map[string]*ast.Module, []diagnostic) {
	modules := make(map[string]*ast.Module, len(sources))
	var diagnostics []diagnostic
	options := ast.ParserOptions{ProcessAnnotation: true, RegoVersion: ast.RegoV1, Capabilities: capabilities}
	for _, name := range util.KeysSorted(sources) {
		module, err := ast.ParseModuleWithOpts(name, sources[name], options)
		switch {
		case err != nil:
			diagnostics = append(diagnostics, diagnosticsOf(err)...)
		case module == nil:
			diagnostics = append(diagnostics, diagnostic{Code: ast.ParseErr, Message: "empty module", File: name, Row: 1, Col: 1})
		default:
			modules[name] = module
		}
	}
	return modules, diagnostics
}

func lower(answer *compileAnswer, request *compileRequest, compiler *ast.Compiler, capabilities *ast.Capabilities) error {
	plan, err := policygate.Plan(compiler, capabilities, request.Entrypoints)
	if err != nil {
		return err
	}
	answer.Builtins = policygate.Builtins(plan)
	if request.Plan {
		answer.Plan = plan
	}
	if request.Wasm {
		module, err := policygate.Wasm(plan)
		if err != nil {
			return err
		}
		answer.Wasm = base64.StdEncoding.EncodeToString(module)
	}
	return nil
}
