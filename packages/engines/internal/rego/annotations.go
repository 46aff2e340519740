package rego

import (
	"encoding/json"

	"github.com/open-policy-agent/opa/v1/ast"
)

// annotations lists every METADATA block, sorted by path and place: the block's own fields (scope, title, description, custom, ...)
// beside `path` (below data, list of strings), `file` and `row` of what it is attached to.
func annotations(compiler *ast.Compiler) []any {
	flat := compiler.GetAnnotationSet().Flatten()
	list := make([]any, 0, len(flat))
	for _, ref := range flat {
		entry := map[string]any{}
		if data, err := json.Marshal(ref.Annotations); err != nil || json.Unmarshal(data, &entry) != nil {
			continue
		}
		delete(entry, "location")
		path := []string{}
		for _, term := range ref.Path[1:] {
			text, ok := term.Value.(ast.String)
			if !ok {
				break
			}
			path = append(path, string(text))
		}
		entry["path"] = path
		if ref.Location != nil {
			entry["file"], entry["row"] = ref.Location.File, ref.Location.Row
		}
		list = append(list, entry)
	}
	return list
}
