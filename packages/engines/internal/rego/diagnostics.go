package rego

import (
	"cmp"
	"errors"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
)

// diagnostic is an error with its place. Row and Col are 1-based, Col counts bytes; both are 0 where there is no place.
type diagnostic struct {
	Code    string `json:"code"`
	Message string `json:"message"`
	File    string `json:"file,omitempty"`
	Row     int    `json:"row,omitempty"`
	Col     int    `json:"col,omitempty"`
	Detail  string `json:"detail,omitempty"`
}

func diagnosticsOf(err error) []diagnostic {
	var many ast.Errors
	if errors.As(err, &many) {
		list := make([]diagnostic, 0, len(many))
		for _, one := range many {
			list = append(list, diagnosticOf(one))
		}
		return list
	}
	var one *ast.Error
	if errors.As(err, &one) {
		return []diagnostic{diagnosticOf(one)}
	}
	return []diagnostic{{Code: ast.CompileErr, Message: err.Error()}}
}

func diagnosticOf(err *ast.Error) diagnostic {
	d := diagnostic{Code: err.Code, Message: err.Message}
	if err.Location != nil {
		// The parser gives column 0 at the end of a file.
		d.File, d.Row, d.Col = err.Location.File, err.Location.Row, max(err.Location.Col, 1)
	}
	if err.Details != nil {
		d.Detail = strings.Join(err.Details.Lines(), "\n")
	}
	return d
}

// sorted orders by file and place and drops repetitions.
func sorted(list []diagnostic) []diagnostic {
	slices.SortStableFunc(list, func(a, b diagnostic) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Row, b.Row), cmp.Compare(a.Col, b.Col), cmp.Compare(a.Message, b.Message))
	})
	return slices.Compact(list)
}
