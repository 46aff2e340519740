package trace

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"text/template/parse"
)

// body is what a condition would write: keys that stand in its text, and whether it prints the value that the condition looks at.
type body struct {
	keys   []bodyKey
	prints bool
}

type bodyKey struct {
	name string
	// column is the 0-based one in the template.
	column int
}

var writtenKey = regexp.MustCompile(`(?m)^([ \t]*(?:- )*)["']?([\w./-]+)["']?:(?:[ \t]|\r?$)`)

// bodyOf looks into the body of an if, with or range.
func bodyOf(b *parse.BranchNode) body {
	var made body
	visitBody(b.List, func(n parse.Node) {
		switch x := n.(type) {
		case *parse.TextNode:
			for _, match := range writtenKey.FindAllSubmatch(x.Text, -1) {
				made.keys = append(made.keys, bodyKey{string(match[2]), len(match[1])})
			}
		case *parse.ActionNode:
			made.prints = made.prints || shares(b, x.Pipe)
		}
	})
	slices.SortFunc(made.keys, func(a, b bodyKey) int { return cmp.Or(cmp.Compare(a.name, b.name), a.column-b.column) })
	made.keys = slices.Compact(made.keys)
	return made
}

func visitBody(l *parse.ListNode, visit func(parse.Node)) {
	if l == nil {
		return
	}
	for _, n := range l.Nodes {
		visit(n)
		switch x := n.(type) {
		case *parse.IfNode:
			visitBody(x.List, visit)
			visitBody(x.ElseList, visit)
		case *parse.WithNode:
			visitBody(x.List, visit)
			visitBody(x.ElseList, visit)
		case *parse.RangeNode:
			visitBody(x.List, visit)
		}
	}
}

// shares tells whether an action prints what the condition looks at: the dot of a with or range, a variable, or a field.
func shares(condition *parse.BranchNode, action *parse.PipeNode) bool {
	named := map[string]bool{".": condition.NodeType != parse.NodeIf}
	for _, declared := range condition.Pipe.Decl {
		named[strings.TrimPrefix(declared.String(), "$")] = true
	}
	visitArguments(condition.Pipe, func(name string) { named[name] = true })
	found := false
	visitArguments(action, func(name string) { found = found || named[name] })
	return found
}

// visitArguments gives the dots, fields and variables of a pipeline; fields of the root are the same with and without a dollar sign.
func visitArguments(p *parse.PipeNode, visit func(name string)) {
	for _, command := range p.Cmds {
		for _, argument := range command.Args {
			switch x := argument.(type) {
			case *parse.PipeNode:
				visitArguments(x, visit)
			case *parse.DotNode, *parse.FieldNode, *parse.VariableNode:
				visit(strings.TrimPrefix(x.String(), "$"))
			}
		}
	}
}
