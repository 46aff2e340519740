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
	// Where the next node is looked for first, and how many were not there.
	next, missed int
}

type row struct {
	node  *yaml.Node
	at    mark
	value string
	// Index of the parent's row, -1 at the top, and the name below it: a field, a field's key, or an index.
	parent, index int32
	name          string
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

// ofNode gives the row of a node. Nodes are asked for in their order, most of them are still there.
func (t *table) ofNode(node *yaml.Node) (row, bool) {
	if t == nil {
		return row{}, false
	}
	i := t.next
	if i >= len(t.rows) || t.rows[i].node != node {
		i = t.search(node)
	}
	if i < 0 {
		return row{}, false
	}
	t.next = i + 1
	return t.rows[i], true
}

// search looks through all rows, the first few times without an index.
func (t *table) search(node *yaml.Node) int {
	if t.missed++; t.missed <= 16 {
		return slices.IndexFunc(t.rows, func(one row) bool { return one.node == node })
	}
	if t.byNode == nil {
		t.byNode = make(map[*yaml.Node]int, len(t.rows))
		for i, one := range t.rows {
			t.byNode[one.node] = i
		}
	}
	if i, ok := t.byNode[node]; ok {
		return i
	}
	return -1
}

// like gives the row at the same path as that of another table.
func (t *table) like(other *table, at int32) (row, bool) {
	if t == nil {
		return row{}, false
	}
	i := t.counterpart(other, at)
	if i < 0 {
		return row{}, false
	}
	return t.rows[i], true
}

func (t *table) counterpart(other *table, at int32) int32 {
	if at == 0 {
		return int32(min(0, len(t.rows)-1))
	}
	wanted := &other.rows[at]
	parent := t.counterpart(other, wanted.parent)
	if parent < 0 {
		return -1
	}
	// what is below a row comes right after it
	for i := parent + 1; int(i) < len(t.rows) && t.rows[i].parent >= parent; i++ {
		if one := &t.rows[i]; one.parent == parent && one.index == wanted.index && one.name == wanted.name {
			return i
		}
	}
	return -1
}

// path gives the steps to a row: names of fields, indexes as text.
func (t *table) path(i int32) (path []string) {
	for ; i > 0; i = t.rows[i].parent {
		if one := t.rows[i]; one.name == itemOf {
			path = append(path, strconv.Itoa(int(one.index)))
		} else {
			path = append(path, one.name)
		}
	}
	slices.Reverse(path)
	return path
}

// Running implements hooks.Recorder.
func (r *Recorder) Running(root string) {
	r.running, r.fresh = root, true
	r.configurations, r.configured, r.outsiders = r.configured, nil, 0
}

// Transforming implements hooks.Recorder.
func (r *Recorder) Transforming(transformer, resources any) {
	if r.fresh {
		r.fresh = false
		r.followAll(resources.(resmap.ResMap), nil)
	}
	r.transforming = r.plugins[transformer]
	if r.transforming == nil {
		r.transforming = &plugin{root: r.running, kind: outside, ordinal: r.outsiders}
		r.outsiders++
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
	rows := r.spare
	if old == nil {
		rows = make([]row, 0, 128)
	} else {
		old.next, old.missed = 0, 0
	}
	walk := &walk{recorder: r, old: old, into: r.tables[r.merged[res]], by: by, table: &table{rows: rows}}
	walk.visit(root, -1, "", 0)
	r.tables[res] = walk.table
	if old != nil {
		r.spare = old.rows[:0]
	}
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

func (w *walk) visit(node *yaml.Node, parent int32, name string, index int) {
	at := int32(len(w.table.rows))
	w.table.rows = append(w.table.rows, row{node: node, parent: parent, name: name, index: int32(index), value: node.Value})
	if name != keyOf+node.Value {
		w.settle(node, at)
	}
	w.table.rows[at].at = markOf(node)
	switch node.Kind {
	case yaml.MappingNode:
		for i := 0; i+1 < len(node.Content); i += 2 {
			key, value := node.Content[i], node.Content[i+1]
			row := int32(len(w.table.rows))
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
func (w *walk) settle(node *yaml.Node, at int32) {
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
	if !had {
		before, had = w.old.like(w.table, at)
	}
	if other, ok := w.into.like(w.table, at); ok && w.by == nil {
		switch {
		case had && before.value == node.Value:
			before.at = w.recorder.chained(before.at, other.at)
		case other.value == node.Value:
			before, had = other, true
		}
	}
	w.recorder.set(node, change{by: w.by, root: w.table.rows[0].at, path: w.table.path(at), before: before, had: had}).put(node)
}

// mergeKeys are those that the API's types name for lists.
var mergeKeys = []string{"name", "containerPort", "port", "mountPath", "devicePath", "ip", "topologyKey", "key", "uid"}

// selects tells whether a field says what a patch is for, rather than what it sets: the type of the object, and the keys of list items.
func (w *walk) selects(at int32) bool {
	one := w.table.rows[at]
	if one.parent == 0 {
		return one.name == "apiVersion" || one.name == "kind"
	}
	return w.table.rows[one.parent].name == itemOf && slices.Contains(mergeKeys, one.name)
}

// settleKey gives a key its mark: that of the key it was copied from, or that of its value.
func (w *walk) settleKey(key, value *yaml.Node, at int32) {
	if !markOf(key).known() {
		before, had := w.old.like(w.table, at)
		if !had {
			before, _ = w.into.like(w.table, at)
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
