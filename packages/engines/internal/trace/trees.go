package trace

import (
	"fmt"
	"strconv"
	"strings"
	"text/template"
	"text/template/parse"
	"unsafe"
)

// Names of the functions that are put into templates.
const (
	printFunction  = "__print"
	testFunction   = "__test"
	chooseFunction = "__choose"
)

// Parsed prepares the trees that the last parse added.
func (r *Recorder) Parsed(all *template.Template, name, text string) {
	from := -1
	for _, one := range all.Templates() {
		if one.Tree == nil || one.Tree.Root == nil || r.trees[one.Tree] {
			continue
		}
		if from < 0 {
			from = len(r.sources)
			s := source{name: name, text: text}
			if name == "" {
				if s.trail = r.trailOf(text); s.trail == nil {
					s.trail = carried(len(text), nil)
				}
			}
			r.sources = append(r.sources, s)
		}
		r.trees[one.Tree] = true
		r.list(one.Tree.Root, from, nil)
	}
}

func (r *Recorder) list(l *parse.ListNode, from int, conditions []int) {
	if l == nil {
		return
	}
	for _, n := range l.Nodes {
		switch x := n.(type) {
		case *parse.TextNode:
			if len(x.Text) > 0 {
				r.texts[unsafe.Pointer(unsafe.SliceData(x.Text))] = r.node(node{source: from, at: int(x.Pos), conditions: conditions})
				r.kept = append(r.kept, x.Text)
			}
		case *parse.ActionNode:
			r.pipe(x.Pipe, from)
			if len(x.Pipe.Decl) == 0 {
				id := r.node(node{source: from, at: r.opening(from, x.Pos), conditions: conditions, static: r.named(x.Pipe, from)})
				follow(x.Pipe, printFunction, id)
			}
		case *parse.IfNode:
			r.branch(&x.BranchNode, from, conditions, true)
		case *parse.WithNode:
			r.branch(&x.BranchNode, from, conditions, true)
		case *parse.RangeNode:
			r.branch(&x.BranchNode, from, conditions, false)
		case *parse.TemplateNode:
			r.pipe(x.Pipe, from)
		}
	}
}

func (r *Recorder) node(n node) int {
	r.nodes = append(r.nodes, n)
	return len(r.nodes) - 1
}

// opening gives the offset of the "{{" before a position inside an action.
func (r *Recorder) opening(from int, at parse.Pos) int {
	text := r.sources[from].text
	return max(strings.LastIndex(text[:min(int(at), len(text))], "{{"), 0)
}

// branch lets a condition tell what it saw; of a range only whether there was anything.
func (r *Recorder) branch(b *parse.BranchNode, from int, conditions []int, deciding bool) {
	r.pipe(b.Pipe, from)
	values := r.named(b.Pipe, from)
	id := len(r.conditions)
	n := r.node(node{source: from, at: r.opening(from, b.Pos), conditions: conditions, static: values, branch: b})
	r.conditions = append(r.conditions, condition{node: n, values: values})
	follow(b.Pipe, testFunction, id)
	if deciding {
		conditions = append(conditions[:len(conditions):len(conditions)], id)
	}
	r.list(b.List, from, conditions)
	r.list(b.ElseList, from, conditions)
}

// follow appends `| function id` to a pipeline.
func follow(p *parse.PipeNode, function string, id int) {
	number := &parse.NumberNode{NodeType: parse.NodeNumber, Pos: p.Pos, IsInt: true, Int64: int64(id), Text: strconv.Itoa(id)}
	call := []parse.Node{parse.NewIdentifier(function).SetPos(p.Pos), number}
	p.Cmds = append(p.Cmds, &parse.CommandNode{NodeType: parse.NodeCommand, Pos: p.Pos, Args: call})
}

// named gives the values that a pipeline names as .Values.a.b.
func (r *Recorder) named(p *parse.PipeNode, from int) (values []int) {
	if p == nil {
		return nil
	}
	root := r.path(-1, "Values")
	if chart, _, ok := strings.Cut(r.sources[from].name, "/templates/"); ok {
		for _, name := range subcharts(chart) {
			root = r.path(root, name)
		}
	}
	chain := func(names []string) {
		if len(names) < 2 || names[0] != "Values" {
			return
		}
		id := root
		for _, name := range names[1:] {
			id = r.path(id, name)
		}
		values = union(values, []int{id})
	}
	for _, command := range p.Cmds {
		for _, argument := range command.Args {
			switch x := argument.(type) {
			case *parse.PipeNode:
				values = union(values, r.named(x, from))
			case *parse.FieldNode:
				chain(x.Ident)
			case *parse.VariableNode:
				if x.Ident[0] == "$" {
					chain(x.Ident[1:])
				}
			}
		}
	}
	return values
}

// pipe gives each string literal an identity of its own, and lets a choice tell what it was between: a value that is nil has no identity.
func (r *Recorder) pipe(p *parse.PipeNode, from int) {
	if p == nil {
		return
	}
	chooses := false
	for _, command := range p.Cmds {
		for _, argument := range command.Args {
			switch x := argument.(type) {
			case *parse.PipeNode:
				r.pipe(x, from)
			case *parse.StringNode:
				x.Text = r.keep(x.Text, r.literal(x, from))
			case *parse.IdentifierNode:
				chooses = chooses || choices[x.Ident]
			}
		}
	}
	if values := r.named(p, from); chooses && len(values) > 0 {
		follow(p, chooseFunction, r.node(node{source: from, static: values}))
	}
}

// choices are the functions that give one of their arguments.
var choices = map[string]bool{"default": true, "coalesce": true, "ternary": true, "or": true}

// choose is called after a choice with what was chosen.
func (r *Recorder) choose(id int, v any) any {
	if v == nil {
		return nil
	}
	return r.chosen(v, r.nodes[id].static)
}

func (r *Recorder) literal(x *parse.StringNode, from int) *trail {
	at, exact := int(x.Pos)+1, len(x.Quoted) == len(x.Text)+2
	through := r.sources[from].trail
	switch {
	case through == nil:
		return &trail{segments: []segment{{end: len(x.Text), source: from, at: at, exact: exact, literal: true}}}
	case exact:
		return through.cut(at, at+len(x.Text))
	}
	return carried(len(x.Text), through.values())
}

// print is called by an action just before it writes.
func (r *Recorder) print(id int, v any) any {
	o := r.outputs[len(r.outputs)-1]
	o.action, o.printing, o.printingLength = id, nil, -1
	if text, ok := v.(string); ok && text != "" {
		if t := r.trailOf(text); t != nil {
			o.printing, o.printingLength = t, len(text)
			return v
		}
	}
	if t := r.boxTrails[box(v)]; t != nil {
		o.printing, o.printingLength = t, len(fmt.Sprint(v))
	} else if values := r.valuesOf(v); len(values) > 0 {
		o.printing = carried(0, values)
	}
	return v
}

// test is called by a condition with what it looks at.
func (r *Recorder) test(id int, v any) any {
	c := &r.conditions[id]
	n := r.nodes[c.node]
	c.values = union(n.static, r.valuesOf(v))
	if isTrue, _ := template.IsTrue(v); !isTrue {
		o := r.outputs[len(r.outputs)-1]
		o.trail.gaps = append(o.trail.gaps, gap{len(o.text), c.node, c.values})
	}
	return v
}

// outcome gives the values that conditions saw when they were last asked.
func (r *Recorder) outcome(conditions []int) (values []int) {
	for _, id := range conditions {
		values = union(values, r.conditions[id].values)
	}
	return values
}
