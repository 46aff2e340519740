package gotemplate

import (
	"errors"
	"fmt"
	"maps"
	"slices"
)

var errUnknownJob = errors.New("a job that this engine does not know")

// renderJob renders a value (an application, a generator) once for each set of parameters. Each text in it, keys too, is a template by
// itself; numbers and booleans stay.
type renderJob struct {
	Value any              `json:"value"`
	Sets  []map[string]any `json:"sets"`
	syntax
	// TextMaps are paths of the parameters that hold maps of texts alone, where a missing key is an empty text.
	TextMaps [][]string `json:"textMaps"`
	// Patch is a templatePatch: rendered with the same parameters, then laid over the value.
	Patch string `json:"patch"`
}

// run gives a result for each set of parameters.
func (j *renderJob) run() ([]result, error) {
	parser := newParser(j.syntax)
	results := make([]result, len(j.Sets))
	for i, set := range j.Sets {
		for _, path := range j.TextMaps {
			textMap(set, path)
		}
		results[i] = answer(j.application(parser, set))
	}
	return results, nil
}

func (j *renderJob) application(parser *parser, set map[string]any) (any, error) {
	value := j.Value
	// without parameters Argo CD leaves the template as it is, braces included
	if len(set) > 0 {
		var err error
		if value, err = parser.deep(value, set); err != nil {
			return nil, err
		}
	}
	if j.Patch == "" {
		return value, nil
	}
	patch, err := parser.text(j.Patch, set)
	if err != nil {
		return nil, fmt.Errorf("templatePatch: %w", err)
	}
	return patched(value, patch)
}

func (p *parser) deep(value any, set map[string]any) (any, error) {
	switch value := value.(type) {
	case string:
		return p.text(value, set)
	case []any:
		list := make([]any, len(value))
		for i, item := range value {
			var err error
			if list[i], err = p.deep(item, set); err != nil {
				return nil, err
			}
		}
		return list, nil
	case map[string]any:
		object := make(map[string]any, len(value))
		for _, key := range slices.Sorted(maps.Keys(value)) {
			item, err := p.deep(value[key], set)
			if err != nil {
				return nil, err
			}
			rendered, err := p.text(key, set)
			if err != nil {
				return nil, err
			}
			object[rendered] = item
		}
		return object, nil
	}
	return value, nil
}

// textMap makes the map at a path one of texts, when all its values are: `index` of a missing key then gives an empty text, as with the
// labels of a cluster in Argo CD.
func textMap(set map[string]any, path []string) {
	for _, key := range path[:len(path)-1] {
		next, ok := set[key].(map[string]any)
		if !ok {
			return
		}
		set = next
	}
	last := path[len(path)-1]
	object, ok := set[last].(map[string]any)
	if !ok {
		return
	}
	texts := make(map[string]string, len(object))
	for key, value := range object {
		text, ok := value.(string)
		if !ok {
			return
		}
		texts[key] = text
	}
	set[last] = texts
}
