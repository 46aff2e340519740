package trace

import (
	"encoding/binary"
	"text/template/parse"
	"unicode/utf8"
	"unsafe"
)

// Map is where the bytes of documents come from, in tables that refer to each other by index; -1 is none. All offsets count UTF-16 units.
type Map struct {
	// Templates are the files of charts: "<chart>[/charts/<subchart>...]/templates/<file>", and others that templates read.
	Templates []string `json:"templates"`
	// Paths are [index of the parent, key or 0-based item]; see pathNode for the roots. True as the last step: the key itself.
	Paths [][2]any `json:"paths"`
	// Sets are lists of paths.
	Sets [][]int `json:"sets"`
	// Calls are [template, offset, the next call inside].
	Calls [][3]int `json:"calls"`
	// Bodies are what conditions would have written.
	Bodies []Body `json:"bodies"`
	// Documents are those of the render, in its order.
	Documents []Document `json:"documents"`
}

// Body is what a condition would have written: keys with their 0-based column in the template, and whether it prints what it looks at.
type Body struct {
	Keys   [][2]any `json:"keys"`
	Prints bool     `json:"prints"`
}

// Document holds numbers in groups.
type Document struct {
	// Segments: start, length, template, offset, flags (1: byte for byte, 2: literal in an action), sets of the values that it carries, that
	// were asked instead, and that enclosing conditions saw, call.
	Segments []int `json:"segments"`
	// Gaps: offset, template, offset of the action, set of values, body.
	Gaps []int `json:"gaps"`
}

const (
	flagExact = 1 << iota
	flagLiteral
)

// Answer gathers the maps of documents.
type Answer struct {
	recorder  *Recorder
	made      Map
	templates map[int]int
	paths     map[int]int
	sets      map[string]int
	calls     map[*call]int
	bodies    map[int]int
	units     map[int]units
}

// Answer begins the map of what was rendered.
func (r *Recorder) Answer() *Answer {
	made := Map{[]string{}, [][2]any{}, [][]int{}, [][3]int{}, []Body{}, []Document{}}
	return &Answer{r, made, map[int]int{}, map[int]int{}, map[string]int{}, map[*call]int{}, map[int]int{}, map[int]units{}}
}

// Map gives what was gathered.
func (a *Answer) Map() Map { return a.made }

// Add appends a document that is a part of the text that a file gave, or none of it.
func (a *Answer) Add(document, file string) {
	out := Document{[]int{}, []int{}}
	if at, ok := offsetIn(document, file); ok {
		if t := a.recorder.trailOf(file); t != nil {
			a.document(&out, document, t.cut(at, at+len(document)))
		}
	}
	a.made.Documents = append(a.made.Documents, out)
}

// offsetIn gives where a text that was cut out of another stands in it, by its address.
func offsetIn(part, whole string) (int, bool) {
	if part == "" || whole == "" {
		return 0, false
	}
	at := int(uintptr(unsafe.Pointer(unsafe.StringData(part))) - uintptr(unsafe.Pointer(unsafe.StringData(whole))))
	return at, at >= 0 && at+len(part) <= len(whole)
}

func (a *Answer) document(out *Document, text string, t *trail) {
	u := unitsOf(text)
	for _, s := range t.segments {
		flags := 0
		if s.exact {
			flags |= flagExact
		}
		if s.literal {
			flags |= flagLiteral
		}
		source, at := a.place(s.source, s.at)
		start := u.of(s.start)
		out.Segments = append(out.Segments, start, u.of(s.end)-start, source, at, flags,
			a.set(s.values), a.set(without(s.instead, s.values)), a.set(without(s.conditions, s.values)), a.call(s.call))
	}
	for _, g := range t.gaps {
		n := a.recorder.nodes[g.node]
		body, silent := a.body(g.node, n.branch)
		if !silent {
			continue
		}
		origin := a.recorder.origin(n)
		source, at := a.place(origin.source, origin.at)
		out.Gaps = append(out.Gaps, u.of(g.at), source, at, a.set(g.values), body)
	}
}

// place gives a template's index and the offset in it.
func (a *Answer) place(source, at int) (int, int) {
	if source < 0 || a.recorder.sources[source].trail != nil {
		return -1, 0
	}
	id, ok := a.templates[source]
	if !ok {
		id = len(a.made.Templates)
		a.templates[source] = id
		a.units[source] = unitsOf(a.recorder.sources[source].text)
		a.made.Templates = append(a.made.Templates, a.recorder.sources[source].name)
	}
	return id, a.units[source].of(at)
}

func (a *Answer) path(id int) int {
	if id < 0 {
		return -1
	}
	made, ok := a.paths[id]
	if !ok {
		n := a.recorder.paths[id]
		step := any(n.key)
		if n.index >= 0 {
			step = n.index
		} else if n.index == keyStep {
			step = true
		}
		parent := a.path(n.parent)
		made = len(a.made.Paths)
		a.paths[id] = made
		a.made.Paths = append(a.made.Paths, [2]any{parent, step})
	}
	return made
}

func (a *Answer) set(values []int) int {
	if len(values) == 0 {
		return -1
	}
	var bytes []byte
	for _, v := range values {
		bytes = binary.AppendUvarint(bytes, uint64(v))
	}
	key := string(bytes)
	id, ok := a.sets[key]
	if !ok {
		list := make([]int, len(values))
		for i, v := range values {
			list[i] = a.path(v)
		}
		id = len(a.made.Sets)
		a.sets[key] = id
		a.made.Sets = append(a.made.Sets, list)
	}
	return id
}

func (a *Answer) call(c *call) int {
	if c == nil {
		return -1
	}
	id, ok := a.calls[c]
	if !ok {
		next := a.call(c.next)
		source, at := a.place(c.source, c.at)
		id = len(a.made.Calls)
		a.calls[c] = id
		a.made.Calls = append(a.made.Calls, [3]int{source, at, next})
	}
	return id
}

// body gives the index of what a condition would have written, -1 for an action; false for a condition that would not write a key.
func (a *Answer) body(id int, branch *parse.BranchNode) (int, bool) {
	if branch == nil {
		return -1, true
	}
	made, ok := a.bodies[id]
	if !ok {
		b := bodyOf(branch)
		keys := make([][2]any, len(b.keys))
		for i, key := range b.keys {
			keys[i] = [2]any{key.name, key.column}
		}
		made = -1
		if len(keys) > 0 {
			made = len(a.made.Bodies)
			a.made.Bodies = append(a.made.Bodies, Body{keys, b.prints})
		}
		a.bodies[id] = made
	}
	return made, made >= 0
}

// units turns byte offsets of a text into UTF-16 units; nil where they are the same.
type units []int32

func unitsOf(text string) units {
	plain := true
	for i := range len(text) {
		if text[i] >= utf8.RuneSelf {
			plain = false
			break
		}
	}
	if plain {
		return nil
	}
	table := make(units, len(text)+1)
	count := int32(0)
	for at := 0; at < len(text); {
		r, width := utf8.DecodeRuneInString(text[at:])
		for i := range width {
			table[at+i] = count
		}
		count++
		if r > 0xffff {
			count++
		}
		at += width
	}
	table[len(text)] = count
	return table
}

func (u units) of(at int) int {
	if u == nil {
		return at
	}
	return int(u[min(at, len(u)-1)])
}
