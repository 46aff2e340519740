// Package record follows a Kustomize build and tells afterwards where each field of its objects comes from.
//
// A node of YAML carries its place with it: Kustomize copies Line and Column with the rest of a node and reads neither. The recorder writes
// the source of a text into the upper half of Line. Whatever a transformer sets lacks a place afterwards; comparing the nodes before and
// after each transformer tells which those are and what stood there before.
package record

import "sigs.k8s.io/kustomize/kyaml/yaml"

// mark is what a node carries: its place, in Line the index of a source above the line in it. Lines and columns are 1-based, columns count
// code points; line 0 means the source as a whole.
type mark struct{ line, column int }

const sourceShift = 32

// LineOf gives the line in a text of a node that may carry a mark.
func LineOf(line int) int { return line & (1<<sourceShift - 1) }

func markOf(node *yaml.Node) mark { return mark{node.Line, node.Column} }

func (m mark) known() bool { return m.line>>sourceShift != 0 }

func (m mark) source() int { return m.line >> sourceShift }

func (m mark) put(node *yaml.Node) { node.Line, node.Column = m.line, m.column }

// source is where marks lead to.
type source struct {
	// Role names what a text or an entry has to do with a field.
	role string
	// The file that holds a text, relative to the repository.
	file string
	// The folder and the field of a kustomization that is an entry, or holds a text.
	folder string
	path   []any
	// A variable of a substitution.
	variable string
	// Without a place of its own: several marks, the one to edit first.
	chain []mark
}

// Roles of sources; the same words as in packages/scanner/src/provenance/place.ts.
const (
	roleResource     = "resource"
	rolePatch        = "patch"
	roleTransformer  = "transformer"
	roleGenerator    = "generator"
	roleReplacement  = "replacement"
	roleTemplate     = "template"
	roleSubstitution = "substitution"
)

// add gives the mark of a new source as a whole.
func (r *Recorder) add(one source) mark {
	r.sources = append(r.sources, one)
	return mark{line: (len(r.sources) - 1) << sourceShift}
}

// file gives the mark of a file, the same for the same file and role.
func (r *Recorder) file(role, name string) mark {
	name = relative(name)
	return r.once(source{role: role, file: name}, role+"\x00"+name)
}

// entry gives the mark of a field of a kustomization.
func (r *Recorder) entry(root string, path ...any) mark {
	key := root
	for _, step := range path {
		key += "\x00" + stepText(step)
	}
	return r.once(source{role: entryRoles[stepText(path[0])], folder: relative(root), path: path}, key)
}

func (r *Recorder) once(one source, key string) mark {
	known, ok := r.interned[key]
	if !ok {
		known = r.add(one)
		r.interned[key] = known
	}
	return known
}

// chained gives one mark for several, without those that are not known.
func (r *Recorder) chained(marks ...mark) mark {
	known := make([]mark, 0, len(marks))
	for _, one := range marks {
		if one.known() {
			known = append(known, one)
		}
	}
	switch len(known) {
	case 0:
		return mark{}
	case 1:
		return known[0]
	}
	return r.add(source{chain: known})
}
