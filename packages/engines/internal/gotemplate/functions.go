package gotemplate

import (
	"fmt"
	"regexp"
	"strings"
	"text/template"

	"github.com/Masterminds/sprig/v3"
	"sigs.k8s.io/yaml"
)

// functions are those of sprig without the ones that look at the machine, and Argo CD's own.
var functions = templateFunctions()

func templateFunctions() template.FuncMap {
	functions := sprig.TxtFuncMap()
	for _, name := range []string{"env", "expandenv", "getHostByName"} {
		delete(functions, name)
	}
	functions["normalize"] = normalize
	functions["slugify"] = slugify
	functions["toYaml"] = func(value any) (string, error) {
		data, err := yaml.Marshal(value)
		return strings.TrimSuffix(string(data), "\n"), err
	}
	functions["fromYaml"] = func(text string) (map[string]any, error) {
		value := map[string]any{}
		return value, yaml.Unmarshal([]byte(text), &value)
	}
	functions["fromYamlArray"] = func(text string) ([]any, error) {
		value := []any{}
		return value, yaml.Unmarshal([]byte(text), &value)
	}
	return functions
}

var (
	notInName   = regexp.MustCompile(`[^-a-z0-9.]`)
	notInSlug   = regexp.MustCompile(`[^a-z0-9_]+`)
	nameLength  = 253
	slugDefault = 50
)

// normalize makes a text a valid name of an object.
func normalize(name string) string {
	name = notInName.ReplaceAllString(strings.ToLower(name), "-")
	return strings.Trim(name[:min(len(name), nameLength)], "-.")
}

// slugify makes a text a part of a URL: `slugify [length [smart]] text`. Smart cuts at the last hyphen before the length.
func slugify(arguments ...any) (string, error) {
	length, smart, name := slugDefault, true, ""
	for i, argument := range arguments {
		ok := true
		switch i {
		case len(arguments) - 1:
			name, ok = argument.(string)
		case 0:
			length, ok = argument.(int)
		case 1:
			smart, ok = argument.(bool)
		}
		if !ok {
			return "", fmt.Errorf("slugify: %v is no argument of `slugify [length [smart]] text`", argument)
		}
	}
	slug := normalize(name)
	if !smart && len(slug) >= length {
		slug = slug[:max(length, 0)]
	}
	slug = strings.Trim(notInSlug.ReplaceAllString(slug, "-"), "-_")
	if smart && length > 0 && len(slug) > length {
		if cut := strings.LastIndexByte(slug[:length+1], '-'); cut >= 0 {
			return slug[:cut], nil
		}
		return slug[:length], nil
	}
	return slug, nil
}
