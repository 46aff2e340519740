package record

import (
	"strings"

	"sigs.k8s.io/kustomize/kyaml/yaml"
)

// Reading implements hooks.Recorder.
func (r *Recorder) Reading(text []byte) {
	r.reading, r.before, r.documents, r.lines = mark{}, 0, 0, 0
	if len(text) == 0 {
		return
	}
	file, read := r.contents[&text[0]]
	switch {
	case r.rendering != "":
		r.reading = r.file(roleTemplate, r.rendering)
		r.rendering = ""
	case r.configuring != nil && strings.HasPrefix(r.configuring.kind, "Patch"):
		if read {
			r.reading = r.file(rolePatch, file)
		} else {
			r.reading, r.before = r.patch(r.configuring, r.lastRead, string(text))
		}
	case read:
		r.reading = r.file(roleResource, file)
	}
}

// patch gives the source of a patch whose text has lost its address, and how many of its lines are missing in front.
func (r *Recorder) patch(of *plugin, file, text string) (mark, int) {
	field := patchFields[of.kind]
	switch {
	case of.kind == "PatchStrategicMergeTransformer":
		for i := range r.count(of.root, field) {
			if r.text(of.root, field, i) == text {
				return r.entry(of.root, field, i), 0
			}
		}
		return mark{}, 0
	case file != "":
		return r.file(rolePatch, file), 0
	}
	written := r.text(of.root, field, of.ordinal, "patch")
	inner := strings.TrimLeft(written, " \t\r\n")
	return r.entry(of.root, field, of.ordinal, "patch"), strings.Count(written[:len(written)-len(inner)], "\n")
}

// Document implements hooks.Recorder.
func (r *Recorder) Document(node *yaml.Node, before []string) {
	if version := field(node, "apiVersion"); version != nil && version.Value == "builtin" {
		r.configured = append(r.configured, node)
	}
	if node == nil || !r.reading.known() {
		return
	}
	for ; r.documents < len(before); r.documents++ {
		r.lines += strings.Count(before[r.documents], "\n") + 1
	}
	r.place(node, r.reading, r.before+r.lines)
	r.noteMetadata(node)
}

func (r *Recorder) noteMetadata(node *yaml.Node) {
	note := func(at mark, key ...string) {
		r.metadata[[3]string(key)] = append(r.metadata[[3]string(key)], at)
	}
	for _, own := range pairs(field(node, "metadata")) {
		if name := own.key.Value; name == "labels" || name == "annotations" {
			note(markOf(own.key), name, "", "")
			for _, pair := range pairs(own.value) {
				note(markOf(pair.value), name, pair.key.Value, pair.value.Value)
			}
		}
	}
}

// Read implements hooks.Recorder.
func (r *Recorder) Read() { r.reading = mark{} }

// Rendering implements hooks.Recorder.
func (r *Recorder) Rendering(file string) { r.rendering = file }

// place marks the nodes of a text, of which some lines are missing in front.
func (r *Recorder) place(node *yaml.Node, text mark, missing int) {
	if node == nil || node.Line == 0 || markOf(node).known() {
		return
	}
	node.Line += text.line + missing
	for _, child := range node.Content {
		r.place(child, text, missing)
	}
	r.place(node.Alias, text, missing)
	if r.sources[text.source()].role != rolePatch {
		return
	}
	for _, pair := range pairs(node) {
		if pair.value.Kind != yaml.ScalarNode {
			r.keys[markOf(pair.value)] = markOf(pair.key)
		}
	}
}

// Unlisted implements hooks.Recorder. Items of a list other than `List` are written as JSON and read again.
func (r *Recorder) Unlisted(list *yaml.RNode, items []*yaml.RNode) {
	before := field(list.YNode(), "items")
	if before == nil || len(before.Content) != len(items) {
		return
	}
	for i, item := range items {
		restore(item.YNode(), shadowOf(before.Content[i]), r)
	}
}

type pair struct{ key, value *yaml.Node }

// pairs gives the fields of a mapping.
func pairs(node *yaml.Node) []pair {
	if node == nil || node.Kind != yaml.MappingNode {
		return nil
	}
	list := make([]pair, 0, len(node.Content)/2)
	for i := 0; i+1 < len(node.Content); i += 2 {
		list = append(list, pair{node.Content[i], node.Content[i+1]})
	}
	return list
}

// field gives the value of a field of a mapping, nil when there is none.
func field(node *yaml.Node, name string) *yaml.Node {
	if node == nil || node.Kind != yaml.MappingNode {
		return nil
	}
	for i := 0; i+1 < len(node.Content); i += 2 {
		if node.Content[i].Value == name {
			return node.Content[i+1]
		}
	}
	return nil
}
