package trace

import (
	"strings"
	"unsafe"
)

// Output is what a template is written to.
type Output = interface {
	Write([]byte) (int, error)
	String() string
}

// output keeps the trail of what is written to it.
type output struct {
	recorder *Recorder
	text     []byte
	trail    trail
	// action is the node that prints next, -1 before the first.
	action int
	// printing is the trail of what it prints; printingLength is the length it belongs to, -1 for whatever is printed.
	printing       *trail
	printingLength int
}

// Open begins the output of a file, an include or a tpl.
func (r *Recorder) Open() Output {
	o := &output{recorder: r, action: -1}
	r.outputs = append(r.outputs, o)
	return o
}

// Close ends the output that was opened last.
func (r *Recorder) Close(ended Output) string {
	o := ended.(*output)
	r.outputs = r.outputs[:len(r.outputs)-1]
	return r.finish(o, o.String(), o.trail)
}

// CloseFilled is Close that leaves "<no value>" out, as Helm does.
func (r *Recorder) CloseFilled(ended Output) string {
	const nothing = "<no value>"
	o := ended.(*output)
	r.outputs = r.outputs[:len(r.outputs)-1]
	full := o.String()
	text := strings.ReplaceAll(full, nothing, "")
	if len(text) == len(full) {
		return r.finish(o, text, o.trail)
	}
	var filled trail
	at, length := 0, 0
	for _, part := range strings.Split(full, nothing) {
		filled.put(length, o.trail.cut(at, at+len(part)))
		length += len(part)
		at += len(part) + len(nothing)
	}
	return r.finish(o, text, filled)
}

// finish keeps the trail with the text. Without text it has nobody to carry it: what was not written is then missing in the output that asked.
func (r *Recorder) finish(o *output, text string, t trail) string {
	if text == "" && len(r.outputs) > 0 {
		asking := r.outputs[len(r.outputs)-1]
		for _, g := range t.gaps {
			g.at = len(asking.text)
			asking.trail.gaps = append(asking.trail.gaps, g)
		}
	}
	return r.keep(text, &t)
}

func (o *output) String() string { return string(o.text) }

// Write takes a text node, known by its address, or what an action prints.
func (o *output) Write(p []byte) (int, error) {
	at, r := len(o.text), o.recorder
	o.text = append(o.text, p...)
	if len(p) == 0 {
		if o.action >= 0 {
			n := r.nodes[o.action]
			o.trail.gaps = append(o.trail.gaps, gap{at, o.action, union(o.printing.values(), n.static)})
			o.printing = nil
		}
		return 0, nil
	}
	if id, ok := r.texts[unsafe.Pointer(unsafe.SliceData(p))]; ok {
		o.writeText(at, len(p), r.nodes[id])
		return len(p), nil
	}
	if o.action < 0 {
		o.trail.add(segment{start: at, end: at + len(p), source: -1})
		return len(p), nil
	}
	o.writePrinted(at, len(p), r.nodes[o.action])
	o.printing = nil
	return len(p), nil
}

// writeText adds text of a template; text of a tpl goes back to where that came from.
func (o *output) writeText(at, length int, n node) {
	conditions := o.recorder.outcome(n.conditions)
	if from := o.recorder.sources[n.source].trail; from != nil {
		part := from.cut(n.at, n.at+length)
		for i := range part.segments {
			part.segments[i].conditions = union(conditions, part.segments[i].conditions)
		}
		o.trail.put(at, part)
		return
	}
	o.trail.add(segment{start: at, end: at + length, source: n.source, at: n.at, exact: true, conditions: conditions})
}

// writePrinted adds what an action prints: bytes without a place of their own are at the action, the others came through it.
func (o *output) writePrinted(at, length int, n node) {
	action := o.recorder.origin(n)
	action.conditions = union(o.recorder.outcome(n.conditions), action.conditions)
	done := 0
	add := func(s segment, end int) {
		if end = min(end, length); end > done {
			s.start, s.end = at+done, at+end
			o.trail.add(s)
			done = end
		}
	}
	if o.printing != nil && (o.printingLength == length || o.printingLength < 0) {
		for _, s := range o.printing.segments {
			end := s.end
			if o.printingLength < 0 {
				end = length
			}
			add(action, s.start)
			s.conditions = union(action.conditions, s.conditions)
			s.values = union(s.values, action.values)
			if s.source < 0 {
				s.source, s.at, s.exact, s.call = action.source, action.at, false, action.call
			} else if action.source >= 0 {
				s.call = &call{action.source, action.at, s.call}
			}
			add(s, end)
		}
		for _, g := range o.printing.gaps {
			g.at += at
			o.trail.gaps = append(o.trail.gaps, g)
		}
	}
	add(action, length)
}

// origin gives the place of a node; in the text of a tpl that of the byte where the node begins.
func (r *Recorder) origin(n node) segment {
	from := r.sources[n.source].trail
	if from == nil {
		return segment{source: n.source, at: n.at}
	}
	part := from.cut(n.at, n.at+1)
	if len(part.segments) == 0 {
		return segment{source: -1}
	}
	s := part.segments[0]
	s.exact, s.literal = false, false
	return s
}
