package record

import (
	"strconv"
	"strings"

	"sigs.k8s.io/kustomize/kyaml/yaml"
)

// shadow is a tree of marks that goes through a JSON patch beside the values.
type shadow struct {
	at, key mark
	// Of the value that stood there before.
	replaced mark
	fields   map[string]*shadow
	items    []*shadow
}

func shadowOf(node *yaml.Node) *shadow {
	s := &shadow{at: markOf(node)}
	switch node.Kind {
	case yaml.MappingNode:
		s.fields = make(map[string]*shadow, len(node.Content)/2)
		for _, pair := range pairs(node) {
			child := shadowOf(pair.value)
			child.key = markOf(pair.key)
			s.fields[pair.key.Value] = child
		}
	case yaml.SequenceNode:
		for _, item := range node.Content {
			s.items = append(s.items, shadowOf(item))
		}
	}
	return s
}

// restore marks a tree that was made anew.
func restore(node *yaml.Node, from *shadow, r *Recorder) {
	if from == nil {
		return
	}
	r.chained(from.at, from.replaced).put(node)
	for _, pair := range pairs(node) {
		if child := from.fields[pair.key.Value]; child != nil {
			child.key.put(pair.key)
			restore(pair.value, child, r)
		}
	}
	if node.Kind == yaml.SequenceNode {
		for i, item := range node.Content {
			if i < len(from.items) {
				restore(item, from.items[i], r)
			}
		}
	}
}

// operation is one of a JSON patch, with the marks of its text.
type operation struct {
	op         string
	path, from []string
	at         mark
	value      *yaml.Node
}

// JSONPatched implements hooks.Recorder. The patch is applied to the marks in the same way as to the values.
func (r *Recorder) JSONPatched(before, after *yaml.Node) {
	if before == nil || after == nil || r.transforming == nil {
		return
	}
	tree := shadowOf(before)
	for _, one := range r.operations(r.transforming) {
		tree.apply(one)
	}
	restore(after, tree, r)
	r.noteMetadata(after)
}

// operations reads the patch of a plugin.
func (r *Recorder) operations(of *plugin) []operation {
	if of.operations != nil || patchFields[of.kind] == "" {
		return of.operations
	}
	text := r.text(of.root, patchFields[of.kind], of.ordinal, "patch")
	if of.file != "" {
		content, _ := r.files.ReadFile(of.file)
		text = string(content)
	}
	source, _ := r.patch(of, of.file, text)
	list, err := yaml.Parse(text)
	if err != nil || list.YNode() == nil {
		return nil
	}
	r.place(list.YNode(), source, 0)
	for _, item := range list.YNode().Content {
		get := func(name string) string {
			if node := field(item, name); node != nil {
				return node.Value
			}
			return ""
		}
		one := operation{op: get("op"), path: pointer(get("path")), from: pointer(get("from")), value: field(item, "value")}
		if node := field(item, "path"); node != nil {
			one.at = markOf(node)
		}
		of.operations = append(of.operations, one)
	}
	return of.operations
}

// pointer splits a JSON pointer (RFC 6901).
func pointer(text string) []string {
	steps := strings.Split(text, "/")[1:]
	for i, step := range steps {
		steps[i] = strings.ReplaceAll(strings.ReplaceAll(step, "~1", "/"), "~0", "~")
	}
	return steps
}

// apply follows one operation (RFC 6902). What does not fit is left to the patch itself, which fails then.
func (s *shadow) apply(one operation) {
	switch one.op {
	case "add", "replace":
		child := &shadow{at: one.at}
		if one.value != nil {
			child = shadowOf(one.value)
		}
		child.key = one.at
		s.put(one.path, child, one.op == "replace")
	case "remove":
		s.take(one.path)
	case "move", "copy":
		child := s.find(one.from)
		switch {
		case child == nil && one.op == "copy": // the library makes it null
			child = &shadow{at: one.at}
		case child == nil:
			return
		case one.op == "move":
			s.take(one.from)
		}
		// what is copied must not share what later operations change
		moved := child.copy()
		moved.key = one.at
		s.put(one.path, moved, false)
	}
}

func (s *shadow) copy() *shadow {
	other := *s
	if s.fields != nil {
		other.fields = make(map[string]*shadow, len(s.fields))
		for name, child := range s.fields {
			other.fields[name] = child.copy()
		}
	}
	if s.items != nil {
		other.items = make([]*shadow, 0, len(s.items))
		for _, child := range s.items {
			other.items = append(other.items, child.copy())
		}
	}
	return &other
}

func (s *shadow) find(path []string) *shadow {
	for _, step := range path {
		if s == nil {
			return nil
		}
		if s.fields != nil {
			s = s.fields[step]
			continue
		}
		i, ok := s.index(step, len(s.items)-1)
		if !ok {
			return nil
		}
		s = s.items[i]
	}
	return s
}

// index reads an index of a list; a negative one counts from the end, as the library takes it.
func (s *shadow) index(step string, last int) (int, bool) {
	i, err := strconv.Atoi(step)
	if i < 0 {
		i += len(s.items)
	}
	return i, err == nil && i >= 0 && i <= last
}

func (s *shadow) put(path []string, child *shadow, replace bool) {
	if len(path) == 0 {
		*s = *child
		return
	}
	parent, step := s.find(path[:len(path)-1]), path[len(path)-1]
	switch {
	case parent == nil:
	case parent.fields != nil:
		if old := parent.fields[step]; old != nil {
			child.replaced = old.at
		}
		parent.fields[step] = child
	case replace:
		if i, ok := parent.index(step, len(parent.items)-1); ok {
			child.replaced = parent.items[i].at
			parent.items[i] = child
		}
	case step == "-":
		parent.items = append(parent.items, child)
	default:
		if i, ok := parent.index(step, len(parent.items)); ok {
			parent.items = append(parent.items[:i:i], append([]*shadow{child}, parent.items[i:]...)...)
		}
	}
}

func (s *shadow) take(path []string) {
	if len(path) == 0 {
		return
	}
	parent, step := s.find(path[:len(path)-1]), path[len(path)-1]
	if parent == nil {
		return
	}
	if parent.fields != nil {
		delete(parent.fields, step)
	} else if i, ok := parent.index(step, len(parent.items)-1); ok {
		parent.items = append(parent.items[:i:i], parent.items[i+1:]...)
	}
}
