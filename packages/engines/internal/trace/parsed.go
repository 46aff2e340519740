package trace

import (
	"reflect"
	"strings"

	"go.yaml.in/yaml/v3"
)

// parsedMost bounds the text whose structure is followed: bulk files of definitions are not edited by hand.
const parsedMost = 1 << 18

// afterParsing gives what fromYaml and fromJson read the trails of the places where it was read.
func (r *Recorder) afterParsing(arguments []reflect.Value, result reflect.Value) reflect.Value {
	text := inner(arguments[0])
	if !text.IsValid() || text.Kind() != reflect.String || text.Len() > parsedMost {
		return result
	}
	t := r.trailOf(text.String())
	if t == nil {
		return result
	}
	var document yaml.Node
	if yaml.Unmarshal([]byte(text.String()), &document) == nil && len(document.Content) > 0 {
		r.read(reading{text.String(), t, offsetsOf(text.String())}, document.Content[0], result)
	}
	return result
}

type reading struct {
	text    string
	trail   *trail
	offsets *offsets
}

// at gives the trail of the token that a scalar is written as.
func (g reading) at(n *yaml.Node) *trail {
	start := g.offsets.of(n)
	if start < 0 {
		return nil
	}
	value := n.Value
	if i := strings.Index(g.text[start:], value); value != "" && i >= 0 && i <= 1 {
		start += i
	}
	part := g.trail.cut(start, min(start+max(len(value), 1), len(g.text)))
	if len(part.segments) == 0 {
		return nil
	}
	last := &part.segments[len(part.segments)-1]
	last.end = max(last.end, len(value))
	return part
}

// read walks the parsed text beside what was made of it.
func (r *Recorder) read(g reading, n *yaml.Node, v reflect.Value) {
	v = inner(v)
	if n.Kind == yaml.AliasNode {
		n = n.Alias
	}
	if !v.IsValid() {
		return
	}
	child := func(n *yaml.Node, x reflect.Value, set func(reflect.Value)) {
		if x = inner(x); !x.IsValid() {
			return
		}
		if x.Kind() == reflect.Map || x.Kind() == reflect.Slice {
			r.read(g, n, x)
		} else if named, ok := r.leaf(x, func() *trail { return g.at(n) }); ok {
			set(named)
		}
	}
	switch {
	case n.Kind == yaml.MappingNode && v.Kind() == reflect.Map:
		for i := 0; i+1 < len(n.Content); i += 2 {
			key := reflect.ValueOf(n.Content[i].Value)
			child(n.Content[i+1], v.MapIndex(key), func(x reflect.Value) { v.SetMapIndex(key, x) })
		}
	case n.Kind == yaml.SequenceNode && v.Kind() == reflect.Slice:
		for i := 0; i < len(n.Content) && i < v.Len(); i++ {
			child(n.Content[i], v.Index(i), func(x reflect.Value) { v.Index(i).Set(x) })
		}
	}
}
