// Package rego is the Rego engine: OPA's parser, checker, formatter and compiler behind JSON requests.
package rego

import (
	"encoding/json"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/format"

	"github.com/cloudmart/policy-gate/engines/internal/serve"
)

// Operations of the engine.
var Operations = map[string]serve.Operation{
	"rego.compile":      compile,
	"rego.format":       formatModules,
	"rego.capabilities": func([]byte) (any, error) { return ast.CapabilitiesForThisVersion(), nil },
}

type formatRequest struct {
	// Modules maps file names to Rego source.
	Modules map[string]string `json:"modules"`
}

type formatted struct {
	Text        string       `json:"text,omitempty"`
	Diagnostics []diagnostic `json:"diagnostics,omitempty"`
}

// formatModules answers, per file, the text that `opa fmt` writes or the reasons why it cannot.
func formatModules(data []byte) (any, error) {
	var request formatRequest
	if err := json.Unmarshal(data, &request); err != nil {
		return nil, err
	}
	files := make(map[string]formatted, len(request.Modules))
	for name, source := range request.Modules {
		text, err := format.SourceWithOpts(name, []byte(source), format.Opts{RegoVersion: ast.RegoV1})
		if err != nil {
			files[name] = formatted{Diagnostics: diagnosticsOf(err)}
			continue
		}
		files[name] = formatted{Text: string(text)}
	}
	return map[string]any{"files": files}, nil
}
