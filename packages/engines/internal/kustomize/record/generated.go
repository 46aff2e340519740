package record

import (
	"bytes"
	"path"
	"strings"

	"sigs.k8s.io/kustomize/api/resmap"
	"sigs.k8s.io/kustomize/api/resource"
	"sigs.k8s.io/kustomize/kyaml/yaml"
)

var generatorFields = map[string]string{"ConfigMapGenerator": "configMapGenerator", "SecretGenerator": "secretGenerator"}

// Generated implements hooks.Recorder.
func (r *Recorder) Generated(root string, generator, result any) {
	resources, _ := result.(resmap.ResMap)
	if resources == nil {
		return
	}
	by := r.plugins[generator]
	for _, res := range resources.Resources() {
		entry := mark{}
		switch {
		case by == nil:
			entry = r.entry(root, "generators")
			r.cover(res.YNode(), entry)
		case generatorFields[by.kind] != "":
			entry = r.entry(root, generatorFields[by.kind], by.ordinal)
			r.generated(res.YNode(), by)
			r.cover(res.YNode(), entry)
		default: // a chart: its templates are the origin
			r.cover(res.YNode(), r.entry(root, "helmCharts", by.ordinal))
			entry = markOf(res.YNode())
		}
		r.origins[res] = entry
		r.follow(res, nil)
	}
}

// cover marks what has no mark.
func (r *Recorder) cover(node *yaml.Node, with mark) {
	if node == nil {
		return
	}
	if !markOf(node).known() {
		with.put(node)
	}
	for _, child := range node.Content {
		r.cover(child, with)
	}
}

// generated marks the fields of a ConfigMap or Secret.
func (r *Recorder) generated(root *yaml.Node, by *plugin) {
	base := []any{generatorFields[by.kind], by.ordinal}
	mark := func(node *yaml.Node, paths ...[]any) {
		for _, path := range paths {
			if node != nil && r.at(by.root, path...) != nil {
				r.entry(by.root, path...).put(node)
				return
			}
		}
	}
	below := func(path ...any) []any { return append(base[:len(base):len(base)], path...) }
	metadata := field(root, "metadata")
	mark(field(metadata, "name"), below("name"))
	mark(field(metadata, "namespace"), below("namespace"))
	mark(field(root, "type"), below("type"))
	mark(field(root, "immutable"), below("options", "immutable"), []any{"generatorOptions", "immutable"})
	for _, name := range []string{"labels", "annotations"} {
		for _, pair := range pairs(field(metadata, name)) {
			key := pair.key.Value
			mark(pair.value, below("options", name, key), []any{"generatorOptions", name, key})
		}
	}
	for _, name := range []string{"data", "binaryData"} {
		for _, pair := range pairs(field(root, name)) {
			r.datum(pair.key.Value, by, base).put(pair.value)
		}
	}
}

// datum gives the mark of a key of the data: a literal, a file, or a line of a file of variables.
func (r *Recorder) datum(key string, by *plugin, base []any) mark {
	entry := func(path ...any) mark { return r.entry(by.root, append(base[:len(base):len(base)], path...)...) }
	get := func(path ...any) string { return r.text(by.root, append(base[:len(base):len(base)], path...)...) }
	for i := range r.count(by.root, base[0], base[1], "literals") {
		if name, _, _ := strings.Cut(get("literals", i), "="); name == key {
			return entry("literals", i)
		}
	}
	for i := range r.count(by.root, base[0], base[1], "files") {
		name, file, named := strings.Cut(get("files", i), "=")
		if !named {
			name, file = path.Base(name), name
		}
		if name == key {
			return r.chained(r.file(roleGenerator, path.Join(by.root, file)), entry("files", i))
		}
	}
	for i := range r.count(by.root, base[0], base[1], "envs") {
		if at := r.variable(key, path.Join(by.root, get("envs", i))); at.known() {
			return r.chained(at, entry("envs", i))
		}
	}
	if file := get("env"); file != "" {
		if at := r.variable(key, path.Join(by.root, file)); at.known() {
			return r.chained(at, entry("env"))
		}
	}
	return r.entry(by.root, base...)
}

// variable gives the mark of a variable's value in a file of variables.
func (r *Recorder) variable(key, file string) mark {
	content, err := r.files.ReadFile(file)
	if err != nil {
		return mark{}
	}
	for i, line := range bytes.Split(content, []byte("\n")) {
		text := strings.TrimPrefix(strings.TrimSuffix(string(line), "\r"), "\ufeff")
		name, _, assigned := strings.Cut(strings.TrimLeft(text, " \t"), "=")
		if name != key {
			continue
		}
		column := 1
		if assigned {
			column += len([]rune(text[:strings.Index(text, "=")+1]))
		}
		at := r.file(roleGenerator, file)
		return mark{at.line + i + 1, column}
	}
	return mark{}
}

// Merging implements hooks.Recorder.
func (r *Recorder) Merging(from, into any) {
	res, old := from.(*resource.Resource), into.(*resource.Resource)
	r.follow(old, nil)
	r.merged[res] = old
	if res.Behavior().String() == "merge" {
		r.origins[res] = r.origins[old]
	}
}
