package trace

import "sort"

// segment says where bytes of a text come from.
type segment struct {
	start, end int
	// source and at are a place in a template; source is -1 when the bytes have none of their own.
	source, at int
	// exact: byte i of the segment is byte at+i of the source. literal: it is a literal inside an action.
	exact, literal bool
	// values are those that the bytes carry, instead those that were asked first and had nothing.
	values, instead []int
	// conditions are the values that the enclosing conditions saw.
	conditions []int
	call       *call
}

// call is the include or tpl that a segment came through, the outermost first.
type call struct {
	source, at int
	next       *call
}

// gap is a place where something was not written: a condition that failed, an action that printed nothing.
type gap struct {
	at, node int
	values   []int
}

// trail tells where a text comes from. Segments do not overlap and are in order; so are gaps.
type trail struct {
	segments []segment
	gaps     []gap
}

// carried is the trail of a text that is one value.
func carried(length int, values []int) *trail {
	return &trail{segments: []segment{{end: length, source: -1, values: values}}}
}

// cut gives the trail of the bytes from start to end, moved to begin at 0.
func (t *trail) cut(start, end int) *trail {
	out := &trail{}
	first := sort.Search(len(t.segments), func(i int) bool { return t.segments[i].end > start })
	for _, s := range t.segments[first:] {
		if s.start >= end {
			break
		}
		if s.start < start {
			if s.exact {
				s.at += start - s.start
			}
			s.start = start
		}
		s.start, s.end = s.start-start, min(s.end, end)-start
		out.segments = append(out.segments, s)
	}
	for _, g := range t.gaps {
		if g.at >= start && g.at <= end {
			g.at -= start
			out.gaps = append(out.gaps, g)
		}
	}
	return out
}

// put appends another trail, moved by an offset. Its bytes must follow those of t.
func (t *trail) put(offset int, other *trail) {
	for _, s := range other.segments {
		s.start, s.end = s.start+offset, s.end+offset
		t.segments = append(t.segments, s)
	}
	for _, g := range other.gaps {
		g.at += offset
		t.gaps = append(t.gaps, g)
	}
}

// mostValues bounds how many values a text is said to be made of: what comes from more of them says nothing about a single one.
const mostValues = 40

// values gives the values that the text carries, the first ones when there are many.
func (t *trail) values() []int { return t.all(func(s segment) []int { return s.values }) }

// passedOver gives the values that were asked before the text was taken instead.
func (t *trail) passedOver() []int { return t.all(func(s segment) []int { return s.instead }) }

func (t *trail) all(of func(segment) []int) (all []int) {
	if t == nil {
		return nil
	}
	for _, s := range t.segments {
		if all = union(all, of(s)); len(all) > mostValues {
			return all[:mostValues]
		}
	}
	return all
}

// add appends a segment, joined with the last one where they say the same.
func (t *trail) add(s segment) {
	if n := len(t.segments); n > 0 {
		last := &t.segments[n-1]
		same := last.end == s.start && last.source == s.source && last.at == s.at && last.call == s.call
		if same && !last.exact && !s.exact && equal(last.values, s.values) && equal(last.instead, s.instead) {
			last.end = s.end
			return
		}
	}
	t.segments = append(t.segments, s)
}

// union gives a with what b has beside it; neither is changed.
func union(a, b []int) []int {
next:
	for _, x := range b {
		for _, y := range a {
			if x == y {
				continue next
			}
		}
		a = append(a[:len(a):len(a)], x)
	}
	return a
}

func without(a, b []int) (rest []int) {
	for _, x := range a {
		if len(union(b, []int{x})) > len(b) {
			rest = append(rest, x)
		}
	}
	return rest
}

func equal(a, b []int) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}
