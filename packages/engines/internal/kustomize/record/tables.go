package record

import (
	"slices"
	"strconv"

	"sigs.k8s.io/kustomize/api/resmap"
	"sigs.k8s.io/kustomize/api/resource"
	"sigs.k8s.io/kustomize/kyaml/yaml"
)

// table holds the nodes of a resource as they were when it was looked at last, parents before children.
type table struct {
	rows   []row
	byNode map[*yaml.Node]int
	byPath map[string]int
}

type row struct {
	node  *yaml.Node
	at    mark
	value string
	// Index of the parent's row, -1 at the top, and the name below it: a field, a field's key, or an index.
	parent int
	name   string
	index  int
}

// Names of rows that are not fields.
const (
	keyOf  = "\x01"
	itemOf = "\x02"
)

// same tells whether nothing has changed below a node.
func (t *table) same(root *yaml.Node) bool {
	next := 0
	var equal func(node *yaml.Node) bool
	equal = func(node *yaml.Node) bool {
		if next >= len(t.rows) || t.rows[next].node != node || t.rows[next].at != markOf(node) {
			return false
		}
		next++
		for _, child := range node.Content {
			if !equal(child) {
				return false
			}
		}
		return true
	}
	return equal(root) && next == len(t.rows)
}

func (t *table) ofNode(node *yaml.Node) (row, bool) {
	if t == nil {
		return row{}, false
	}
	if t.byNode == nil {
		t.byNode = make(map[*yaml.Node]int, len(t.rows))
		for i, one := range t.rows {
			t.byNode[one.node] = i
		}
	}
	i, ok := t.byNode[node]
	if !ok {
		return row{}, false
	}
	return t.rows[i], true
}

func (t *table) ofPath(path string) (row, bool) {
	if t == nil {
		return row{}, false
	}
	if t.byPath == nil {
		t.byPath = make(map[string]int, len(t.rows))
		paths := make([]string, len(t.rows))
		for i, one := range t.rows {
			if one.parent >= 0 {
				paths[i] = paths[one.parent]
			}
			paths[i] += one.step()
			t.byPath[paths[i]] = i
		}
	}
	i, ok := t.byPath[path]
	if !ok {
		return row{}, false
	}
	return t.rows[i], true
}

func (r row) step() string {
	if r.name == itemOf {
		return "\x00" + itemOf + strconv.Itoa(r.index)
	}
	return "\x00" + r.name
}

// path gives the steps to a row: names of fields, indexes as text.
func (t *table) path(i int) (path []string, key string) {
	for ; i > 0; i = t.rows[i].parent {
		one := t.rows[i]
		key = one.step() + key
		if one.name == itemOf {
			path = append(path, strconv.Itoa(one.index))
		} else {
			path = append(path, one.name)
		}
	}
	slices.Reverse(path)
	return path, "\x00" + key
}

// Running implements hooks.Recorder.
func (r *Recorder) Running(root string) { r.running, r.fresh = root, true }

// Transforming implements hooks.Recorder.
func (r *Recorder) Transforming(transformer, resources any) {
	if r.fresh {
		r.fresh = false
		r.followAll(resources.(resmap.ResMap), nil)
	}
	r.transforming = r.plugins[transformer]
	if r.transforming == nil {
		r.transforming = &plugin{root: r.running, kind: "transformers"}
	}
}

// Transformed implements hooks.Recorder.
func (r *Recorder) Transformed(resources any) {
	r.followAll(resources.(resmap.ResMap), r.transforming)
	r.transforming = nil
}

func (r *Recorder) followAll(resources resmap.ResMap, by *plugin) {
	for _, one := range resources.Resources() {
		r.follow(one, by)
	}
}

// follow looks at a resource after a plugin changed it: each node gets a mark again.
func (r *Recorder) follow(res *resource.Resource, by *plugin) {
	root, old := res.YNode(), r.tables[res]
	if root == nil || old != nil && old.same(root) {
		return
	}
	size := 64
	if old != nil {
		size = len(old.rows) + 16
	}
	walk := &walk{recorder: r, old: old, into: r.tables[r.merged[res]], by: by, table: &table{rows: make([]row, 0, size)}}
	walk.visit(root, -1, "", 0)
	r.tables[res] = walk.table
	if old == nil && !r.origins[res].known() {
		r.origins[res] = markOf(root)
	}
}

// walk makes the next table of a resource.
type walk struct {
	recorder *Recorder
	old      *table
	// Of the resource that this one was merged into.
	into  *table
	by    *plugin
	table *table
}

func (w *walk) visit(node *yaml.Node, parent int, name string, index int) {
	at := len(w.table.rows)
	w.table.rows = append(w.table.rows, row{node: node, parent: parent, name: name, index: index, value: node.Value})
	if name != keyOf+node.Value {
		w.settle(node, at)
	}
	w.table.rows[at].at = markOf(node)
	switch node.Kind {
	case yaml.MappingNode:
		for i := 0; i+1 < len(node.Content); i += 2 {
			key, value := node.Content[i], node.Content[i+1]
			row := len(w.table.rows)
			w.visit(key, at, keyOf+key.Value, 0)
			w.visit(value, at, key.Value, 0)
			w.settleKey(key, value, row)
		}
	case yaml.SequenceNode:
		for i, item := range node.Content {
			w.visit(item, at, itemOf, i)
		}
	}
}

// settle gives a node its mark: a plugin has set it, or it was copied without one.
func (w *walk) settle(node *yaml.Node, at int) {
	now := markOf(node)
	before, had := w.old.ofNode(node)
	if had && now == before.at {
		return
	}
	if now.known() {
		switch {
		case !had || node.Kind != yaml.ScalarNode:
		case before.value == node.Value && w.selects(at):
			w.recorder.chained(before.at, now).put(node)
		default:
			w.recorder.chained(now, before.at).put(node)
		}
		return
	}
	path, key := w.table.path(at)
	if !had {
		before, had = w.old.ofPath(key)
	}
	if other, ok := w.into.ofPath(key); ok && w.by == nil {
		switch {
		case had && before.value == node.Value:
			before.at = w.recorder.chained(before.at, other.at)
		case other.value == node.Value:
			before, had = other, true
		}
	}
	w.recorder.set(node, change{by: w.by, root: w.table.rows[0].at, path: path, before: before, had: had}).put(node)
}

// mergeKeys are those that the API's types name for lists.
var mergeKeys = []string{"name", "containerPort", "port", "mountPath", "devicePath", "ip", "topologyKey", "key", "uid"}

// selects tells whether a field says what a patch is for, rather than what it sets: the type of the object, and the keys of list items.
func (w *walk) selects(at int) bool {
	one := w.table.rows[at]
	if one.parent == 0 {
		return one.name == "apiVersion" || one.name == "kind"
	}
	return w.table.rows[one.parent].name == itemOf && slices.Contains(mergeKeys, one.name)
}

// settleKey gives a key its mark: that of the key it was copied from, or that of its value.
func (w *walk) settleKey(key, value *yaml.Node, at int) {
	if !markOf(key).known() {
		_, path := w.table.path(at)
		before, had := w.old.ofPath(path)
		if !had {
			before, _ = w.into.ofPath(path)
		}
		from, ok := w.recorder.keys[markOf(value)]
		switch {
		case before.at.known():
			before.at.put(key)
		case ok:
			from.put(key)
		default:
			markOf(value).put(key)
		}
	}
	w.table.rows[at].at = markOf(key)
}
