// Package trace records where each byte of a rendered chart comes from, beside the one render and without a mark in its text.
//
// text/template keeps identities, and identities are all that is recorded:
//   - a text node is written as the very slice that the parser holds, so the address of what is written names the node;
//   - an action that prints ends in `| __print <id>`, a function that gives back what it takes, so the next write belongs to it;
//   - before the render each value gets an address of its own, which it keeps through variables, dictionaries and arguments;
//   - functions are wrapped: text they give is aligned with the texts they took;
//   - the text that an include gives carries the trail of the buffer it was written to.
package trace

import (
	"strings"
	"text/template"
	"text/template/parse"
	"unsafe"
)

// Recorder records one render. It implements the Recorder of Helm's engine.
type Recorder struct {
	sources    []source
	paths      []pathNode
	pathIDs    map[pathNode]int
	nodes      []node
	conditions []condition

	texts       map[unsafe.Pointer]int
	trails      map[textKey]*trail
	boxes       map[unsafe.Pointer][]int
	boxTrails   map[unsafe.Pointer]*trail
	containers  map[unsafe.Pointer]int
	files       map[unsafe.Pointer]string
	fileSources map[unsafe.Pointer]int
	trees       map[*parse.Tree]bool
	outputs     []*output
	// kept holds all that was given an identity: the collector must not hand its address to something else.
	kept []any
}

// source is a text that was parsed: a template file, or (with a trail) the text of a tpl; or a file that a template read.
type source struct {
	name  string
	text  string
	trail *trail
}

// node is a text, an action or a condition of a template.
type node struct {
	source, at int
	conditions []int
	// static are the values that the text of an action names.
	static []int
	// branch is the condition; its body is read where it wrote nothing.
	branch *parse.BranchNode
}

// condition is an if, with or range.
type condition struct {
	node   int
	values []int
}

type textKey struct {
	at     unsafe.Pointer
	length int
}

// New gives a recorder of one render.
func New() *Recorder {
	return &Recorder{
		pathIDs: map[pathNode]int{}, texts: map[unsafe.Pointer]int{}, trails: map[textKey]*trail{}, boxes: map[unsafe.Pointer][]int{}, boxTrails: map[unsafe.Pointer]*trail{},
		containers: map[unsafe.Pointer]int{}, files: map[unsafe.Pointer]string{}, fileSources: map[unsafe.Pointer]int{}, trees: map[*parse.Tree]bool{},
	}
}

// Functions gives the functions with their wrappers, and the recorder's own.
func (r *Recorder) Functions(all template.FuncMap) template.FuncMap { return r.wrapAll(all) }

// File gives the text of a chart's file a trail: the file is a source like a template.
func (r *Recorder) File(content []byte, text string) string {
	if len(content) == 0 || text == "" {
		return text
	}
	at := unsafe.Pointer(unsafe.SliceData(content))
	name, ok := r.files[at]
	if !ok {
		return text
	}
	from, ok := r.fileSources[at]
	if !ok {
		from = len(r.sources)
		r.fileSources[at] = from
		r.sources = append(r.sources, source{name: name, text: string(content)})
	}
	offset := strings.Index(r.sources[from].text, text)
	s := segment{end: len(text), source: from, at: max(offset, 0), exact: offset >= 0}
	return r.keep(text, &trail{segments: []segment{s}})
}

// Printed gives the YAML of files by name a trail.
func (r *Recorder) Printed(files map[string]string, text string) string {
	return r.keep(text, r.printed(files, text))
}

// keep gives a text an address of its own with its trail; text without a trail stays what it is.
func (r *Recorder) keep(text string, t *trail) string {
	if text == "" || t == nil {
		return text
	}
	text = strings.Clone(text)
	r.trails[keyOf(text)] = t
	r.kept = append(r.kept, text)
	return text
}

// trailOf gives the trail of a text by its identity, nil when it has none.
func (r *Recorder) trailOf(text string) *trail {
	if text == "" {
		return nil
	}
	return r.trails[keyOf(text)]
}

func keyOf(text string) textKey { return textKey{unsafe.Pointer(unsafe.StringData(text)), len(text)} }

// box gives the address of the value in an interface.
func box(v any) unsafe.Pointer { return (*[2]unsafe.Pointer)(unsafe.Pointer(&v))[1] }
