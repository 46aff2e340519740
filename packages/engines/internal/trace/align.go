package trace

import (
	"sort"
	"strings"
)

// align gives the trail of a text that a function made from others; nil when nothing is known. It takes the ways of template functions:
// an argument inside the result (quote, printf, join), the result inside an argument (trim, trunc), lines with other indentation (nindent),
// the same length (lower, replace), the same head and tail. Where none fits (b64enc, sha256sum) the values are named for the whole.
func align(text string, from []taken) *trail {
	if len(from) == 0 {
		return nil
	}
	sort.SliceStable(from, func(i, j int) bool { return !from[i].literal && from[j].literal })
	a := alignment{text: text}
	var loose []taken
	for _, one := range from {
		if one.text == "" || (one.literal && len(one.text) < 2) {
			if one.text == "" && !one.literal {
				loose = append(loose, one)
			}
			continue
		}
		if a.inside(one) {
			continue
		}
		if len(a.found.segments) == 0 {
			if whole := wholeFrom(text, one); whole != nil {
				a.found = *whole
				break
			}
		}
		if !one.literal {
			if len(a.found.segments) == 0 && len(from) < 4 && len(text) > 3 {
				a.headAndTail(one)
			}
			loose = append(loose, one)
		}
	}
	sort.SliceStable(a.found.segments, func(i, j int) bool { return a.found.segments[i].start < a.found.segments[j].start })
	sort.SliceStable(a.found.gaps, func(i, j int) bool { return a.found.gaps[i].at < a.found.gaps[j].at })
	a.fill(loose)
	if len(a.found.segments) == 0 && len(a.found.gaps) == 0 {
		return nil
	}
	return &a.found
}

type alignment struct {
	text  string
	found trail
	// next is where the argument after the last one found is looked for first.
	next int
}

// inside finds an argument in the result, at a place that no other has.
func (a *alignment) inside(one taken) bool {
	for _, from := range []int{a.next, 0} {
		i := strings.Index(a.text[min(from, len(a.text)):], one.text)
		if i < 0 || !a.free(from+i, from+i+len(one.text)) {
			continue
		}
		a.found.put(from+i, one.trail)
		a.next = from + i + len(one.text)
		return true
	}
	return false
}

func (a *alignment) free(start, end int) bool {
	for _, s := range a.found.segments {
		if s.start < end && start < s.end {
			return false
		}
	}
	return true
}

// wholeFrom aligns a result that is one argument in another form.
func wholeFrom(text string, one taken) *trail {
	if i := strings.Index(one.text, text); i >= 0 {
		return one.trail.cut(i, i+len(text))
	}
	if strings.Contains(one.text, "\n") {
		if t := byLines(text, one); t != nil {
			return t
		}
	}
	if len(text) == len(one.text) && (!one.literal || strings.EqualFold(text, one.text)) {
		return one.trail
	}
	return nil
}

// byLines aligns texts whose lines differ in the white space around them only.
func byLines(text string, one taken) *trail {
	out := &trail{}
	start, at := 0, 0
	for line := range strings.SplitAfterSeq(one.text, "\n") {
		core := strings.TrimSpace(line)
		if core != "" {
			i := strings.Index(text[at:], core)
			if i < 0 || strings.TrimSpace(text[at:at+i]) != "" {
				return nil
			}
			lead := strings.Index(line, core)
			part := one.trail.cut(start+lead, start+lead+len(core))
			part.gaps = nil
			out.put(at+i, part)
			at += i + len(core)
		}
		end := start + len(line)
		for _, g := range one.trail.gaps {
			if g.at >= start && (g.at < end || end == len(one.text)) && g.at <= end {
				g.at = max(at-max(start+strings.Index(line, core)+len(core)-g.at, 0), 0)
				out.gaps = append(out.gaps, g)
			}
		}
		start = end
	}
	if strings.TrimSpace(text[at:]) != "" {
		return nil
	}
	return out
}

func (a *alignment) headAndTail(one taken) {
	head, tail := 0, 0
	for head < len(a.text) && head < len(one.text) && a.text[head] == one.text[head] {
		head++
	}
	for tail < len(a.text)-head && tail < len(one.text)-head && a.text[len(a.text)-1-tail] == one.text[len(one.text)-1-tail] {
		tail++
	}
	if head+tail > len(a.text)/2 {
		a.found.put(0, one.trail.cut(0, head))
		a.found.put(len(a.text)-tail, one.trail.cut(len(one.text)-tail, len(one.text)))
	}
}

// fill names the values of arguments without a place of their own for all bytes that are left.
func (a *alignment) fill(loose []taken) {
	if len(loose) == 0 {
		return
	}
	rest := segment{source: -1}
	for _, one := range loose {
		if len(rest.values) < mostValues {
			rest.values = union(rest.values, one.trail.values())
		}
		for _, s := range one.trail.segments {
			if rest.source < 0 && s.source >= 0 {
				rest.source, rest.at, rest.call = s.source, s.at, s.call
			}
		}
	}
	if len(rest.values) == 0 && rest.source < 0 {
		return
	}
	var full []segment
	at := 0
	for _, s := range append(a.found.segments, segment{start: len(a.text), end: len(a.text)}) {
		if s.start > at {
			rest.start, rest.end = at, s.start
			full = append(full, rest)
		}
		if s.end > s.start {
			full = append(full, s)
		}
		at = max(at, s.end)
	}
	a.found.segments = full
}
