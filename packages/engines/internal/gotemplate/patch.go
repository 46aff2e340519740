package gotemplate

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"sigs.k8s.io/yaml"
)

// patched lays a patch over an application: a list of JSON patch operations, or an object by the rules of a strategic merge patch for Argo
// CD's type, where objects are merged, lists are replaced but for the finalizers, and null removes. The project stays: a patch cannot move
// an application to another one.
func patched(application any, text string) (any, error) {
	original, ok := application.(map[string]any)
	if !ok {
		return nil, errors.New("the template is no object")
	}
	merged, err := patchedBy(original, []byte(text))
	if err != nil {
		return nil, err
	}
	project := func(object map[string]any) (map[string]any, any) {
		spec, _ := object["spec"].(map[string]any)
		return spec, spec["project"]
	}
	if spec, _ := project(merged); spec != nil {
		delete(spec, "project")
		if _, before := project(original); before != nil {
			spec["project"] = before
		}
	}
	return merged, nil
}

func patchedBy(original map[string]any, text []byte) (map[string]any, error) {
	if strings.HasPrefix(strings.TrimSpace(string(text)), "[") {
		var operations []operation
		if err := yaml.Unmarshal(text, &operations); err != nil {
			return nil, fmt.Errorf("invalid templatePatch: %w", err)
		}
		document, err := apply(original, operations)
		merged, ok := document.(map[string]any)
		if err == nil && !ok {
			err = errors.New("the templatePatch leaves no object")
		}
		return merged, err
	}
	var patch map[string]any
	if err := yaml.Unmarshal(text, &patch); err != nil {
		return nil, fmt.Errorf("invalid templatePatch: %w", err)
	}
	return mergePatch(original, patch, "")
}

// mergedLists are the lists of an Application that a strategic merge patch adds to.
const mergedLists = ".metadata.finalizers"

func mergePatch(original, patch map[string]any, path string) (map[string]any, error) {
	switch directive := patch["$patch"]; directive {
	case nil:
	case "replace":
		replaced := maps.Clone(patch)
		delete(replaced, "$patch")
		return replaced, nil
	case "delete":
		return map[string]any{}, nil
	default:
		return nil, fmt.Errorf("templatePatch: unknown patch type %v", directive)
	}
	merged := maps.Clone(original)
	if merged == nil {
		merged = map[string]any{}
	}
	if keys, ok := patch["$retainKeys"].([]any); ok {
		maps.DeleteFunc(merged, func(key string, _ any) bool { return !slices.Contains(keys, any(key)) })
	}
	for _, key := range slices.Sorted(maps.Keys(patch)) {
		if strings.HasPrefix(key, "$") {
			continue
		}
		before, below := merged[key], path+"."+key
		switch value := patch[key].(type) {
		case nil:
			delete(merged, key)
		case map[string]any:
			object, exists := before.(map[string]any)
			if _, directed := value["$patch"]; directed && !exists {
				continue
			}
			var err error
			if merged[key], err = mergePatch(object, value, below); err != nil {
				return nil, err
			}
		case []any:
			if list, ok := before.([]any); ok && below == mergedLists {
				value = append(slices.Clone(value), without(list, value)...)
			}
			merged[key] = value
		default:
			merged[key] = value
		}
	}
	for key, items := range patch {
		if removed, ok := strings.CutPrefix(key, "$deleteFromPrimitiveList/"); ok && original[removed] != nil && merged[removed] != nil {
			merged[removed] = without(merged[removed], items)
		}
	}
	return merged, nil
}

// without gives the items of a list of texts that are not in another one.
func without(list, removed any) []any {
	items, _ := list.([]any)
	others, _ := removed.([]any)
	kept := []any{}
	for _, item := range items {
		text, ok := item.(string)
		if !ok || !slices.ContainsFunc(others, func(other any) bool { return other == any(text) }) {
			kept = append(kept, item)
		}
	}
	return kept
}
