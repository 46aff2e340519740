package trace

import (
	"fmt"
	"reflect"
	"sort"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
)

// afterPrinting gives YAML or JSON the trail of the structure that it prints.
func (r *Recorder) afterPrinting(arguments []reflect.Value, result reflect.Value) reflect.Value {
	text := inner(result)
	from := inner(arguments[0])
	if !text.IsValid() || text.String() == "" || r.trailOf(text.String()) != nil {
		return result
	}
	if from.IsValid() && (from.Kind() == reflect.Map || from.Kind() == reflect.Slice) {
		t := r.printed(from.Interface(), text.String())
		if t == nil {
			if values := r.valuesOf(from.Interface()); len(values) > 0 {
				t = carried(len(text.String()), values)
			}
		}
		if t != nil {
			return r.withTrail(result, text, t)
		}
	}
	return r.afterText(arguments, result)
}

// mark is where a key, dash or scalar begins in printed text.
type mark struct {
	at   int
	from *trail
	// text is that of the trail.
	text string
}

// printer walks printed text beside the structure that it prints.
type printer struct {
	*Recorder
	offsets *offsets
	marks   []mark
}

// printed maps the text back to the structure, token by token; nil when nothing of it is known.
func (r *Recorder) printed(v any, text string) *trail {
	var document yaml.Node
	if yaml.Unmarshal([]byte(text), &document) != nil || len(document.Content) == 0 {
		return nil
	}
	p := printer{Recorder: r, offsets: offsetsOf(text)}
	p.walk(document.Content[0], reflect.ValueOf(v), -1)
	sort.SliceStable(p.marks, func(i, j int) bool { return p.marks[i].at < p.marks[j].at })
	out := &trail{}
	for i, m := range p.marks {
		end := len(text)
		if i+1 < len(p.marks) {
			end = p.marks[i+1].at
		}
		if m.at >= 0 && end > m.at && m.from != nil {
			m.put(out, text, end)
		}
	}
	if len(out.segments) == 0 {
		return nil
	}
	return out
}

// put appends what the mark says of the bytes up to an end: byte for byte where the text is printed as it is, line by line where it is a
// block, else as a whole.
func (m mark) put(out *trail, text string, end int) {
	for _, start := range []int{m.at, m.at + 1} {
		if m.text != "" && start+len(m.text) <= end && text[start:start+len(m.text)] == m.text {
			out.put(start, &trail{segments: m.from.segments})
			return
		}
	}
	if body := strings.IndexByte(text[m.at:end], '\n') + m.at; strings.Contains(m.text, "\n") && body > m.at {
		if lines := byLines(text[body:end], taken{text: m.text, trail: m.from}); lines != nil {
			out.put(body, &trail{segments: lines.segments})
			return
		}
	}
	s := m.from.segments[0]
	s.values, s.exact = m.from.values(), false
	s.start, s.end = m.at, end
	out.segments = append(out.segments, s)
}

func (p *printer) walk(n *yaml.Node, v reflect.Value, path int) {
	v = inner(v)
	switch {
	case n.Kind == yaml.MappingNode && len(n.Content) > 0 && v.IsValid() && v.Kind() == reflect.Map:
		p.mapping(n, v)
	case n.Kind == yaml.SequenceNode && len(n.Content) > 0 && v.IsValid() && v.Kind() == reflect.Slice:
		p.sequence(n, v)
	default:
		p.mark(p.offsets.of(n), v, path)
	}
}

func (p *printer) mapping(n *yaml.Node, v reflect.Value) {
	own, known := p.container(v)
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, sub := n.Content[i], -1
		var value reflect.Value
		if v.Type().Key().Kind() == reflect.String {
			value = v.MapIndex(reflect.ValueOf(key.Value).Convert(v.Type().Key()))
		}
		if known {
			sub = p.path(own, key.Value)
		}
		p.markOuter(p.offsets.of(key), value, sub)
		p.walk(n.Content[i+1], value, sub)
	}
}

func (p *printer) sequence(n *yaml.Node, v reflect.Value) {
	own, known := p.container(v)
	for i := 0; i < len(n.Content) && i < v.Len(); i++ {
		sub := -1
		if known {
			sub = p.item(own, i)
		}
		if at := p.offsets.of(n.Content[i]); at >= 2 && n.Style&yaml.FlowStyle == 0 {
			before := p.offsets.text[:at]
			if dash := strings.LastIndexByte(before, '-'); dash >= 0 && strings.TrimSpace(before[dash+1:]) == "" {
				p.markOuter(dash, v.Index(i), sub)
			}
		}
		p.walk(n.Content[i], v.Index(i), sub)
	}
}

// markOuter marks a key or dash: they belong to the path, where that is known, else to what stands behind them.
func (p *printer) markOuter(at int, value reflect.Value, path int) {
	if path >= 0 {
		value = reflect.Value{}
	}
	from, _ := p.scalar(inner(value), path)
	p.marks = append(p.marks, mark{at: at, from: from})
}

func (p *printer) mark(at int, v reflect.Value, path int) {
	from, text := p.scalar(v, path)
	p.marks = append(p.marks, mark{at, from, text})
}

// scalar tells where a printed scalar comes from, and its text if that has a trail: its own, else the path that its container gives it.
func (p *printer) scalar(v reflect.Value, path int) (*trail, string) {
	if v.IsValid() {
		if v.Kind() == reflect.String {
			if t := p.trailOf(v.String()); t != nil && len(t.segments) > 0 {
				return t, v.String()
			}
		}
		if v.Kind() != reflect.Map && (v.Kind() != reflect.Slice || v.Len() == 0) && v.CanInterface() {
			at := box(v.Interface())
			if t := p.boxTrails[at]; t != nil && len(t.segments) > 0 {
				return t, fmt.Sprint(v.Interface())
			}
			if values, ok := p.boxes[at]; ok {
				return carried(0, values), ""
			}
		}
		if path < 0 {
			if id, ok := p.emptyContainer(v); ok {
				path = id
			}
		}
	}
	if path < 0 {
		return nil, ""
	}
	return carried(0, []int{path}), ""
}

func (p *printer) emptyContainer(v reflect.Value) (int, bool) {
	if v.Kind() != reflect.Map || v.Len() > 0 {
		return 0, false
	}
	return p.container(v)
}

// offsets turns the lines and columns of nodes (which count characters) into byte offsets. It remembers the last one: JSON is one long line,
// and nodes come in order.
type offsets struct {
	text  string
	lines []int
	last  struct{ line, column, at int }
}

func offsetsOf(text string) *offsets {
	lines := []int{0}
	for i := range len(text) {
		if text[i] == '\n' {
			lines = append(lines, i+1)
		}
	}
	return &offsets{text: text, lines: lines}
}

func (o *offsets) of(n *yaml.Node) int {
	if n.Line < 1 || n.Line > len(o.lines) {
		return -1
	}
	at, column := o.lines[n.Line-1], 1
	if o.last.line == n.Line && o.last.column <= n.Column {
		at, column = o.last.at, o.last.column
	}
	for ; column < n.Column && at < len(o.text); column++ {
		_, width := utf8.DecodeRuneInString(o.text[at:])
		at += width
	}
	o.last.line, o.last.column, o.last.at = n.Line, column, at
	return at
}
