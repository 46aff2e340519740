package record

import (
	"encoding/json"
	"fmt"
	"math/rand"
	"strconv"
	"testing"

	jsonpatch "gopkg.in/evanphx/json-patch.v4"
	"sigs.k8s.io/kustomize/kyaml/yaml"
)

// Values are the lines that they stand on, so a tree of marks that went through a patch must say what the values say.
func TestMarksGoThroughPatchesAsValuesDo(t *testing.T) {
	random := rand.New(rand.NewSource(7))
	applied := 0
	for range 6000 {
		line := 0
		document := node(random, &line, 3)
		tree := shadowOf(document)
		values := text(t, document)
		var operations []string
		for range 1 + random.Intn(4) {
			one := randomOperation(random, document, &line)
			patched, err := apply(values, one)
			if err != nil {
				continue
			}
			values = patched
			tree.apply(one)
			applied++
			operations = append(operations, fmt.Sprint(one.op, one.path, one.from))
		}
		if found := text(t, tree.node()); found != text(t, parse(t, values)) {
			t.Fatalf("%v\nof %s\nmarks %s\nvalues %s", operations, text(t, document), found, values)
		}
	}
	if applied < 3000 {
		t.Fatalf("only %d operations fitted", applied)
	}
}

// node gives a random tree.
func node(random *rand.Rand, line *int, depth int) *yaml.Node {
	*line++
	one := &yaml.Node{Kind: yaml.ScalarNode, Tag: yaml.NodeTagInt, Value: strconv.Itoa(*line), Line: *line, Column: 1}
	if depth == 0 || depth < 3 && random.Intn(3) == 0 {
		return one
	}
	one.Kind, one.Tag, one.Value = yaml.MappingNode, "", ""
	if depth < 3 && random.Intn(2) == 0 {
		one.Kind = yaml.SequenceNode
	}
	for i := range 1 + random.Intn(3) {
		if one.Kind == yaml.MappingNode {
			one.Content = append(one.Content, &yaml.Node{Kind: yaml.ScalarNode, Value: fmt.Sprintf("k%d", i)})
		}
		one.Content = append(one.Content, node(random, line, depth-1))
	}
	return one
}

func randomOperation(random *rand.Rand, document *yaml.Node, line *int) operation {
	one := operation{op: []string{"add", "replace", "remove", "move", "copy"}[random.Intn(5)], path: randomPath(random)}
	if one.op == "add" || one.op == "replace" {
		one.value = node(random, line, random.Intn(2))
	} else if one.op != "remove" {
		one.from = randomPath(random)
	}
	return one
}

func randomPath(random *rand.Rand) []string {
	path := []string{fmt.Sprintf("k%d", random.Intn(4))}
	for range random.Intn(3) {
		path = append(path, []string{"k0", "k1", "k2", "0", "1", "2", "-"}[random.Intn(7)])
	}
	return path
}

func apply(values string, one operation) (string, error) {
	pointer := func(path []string) string {
		out := ""
		for _, step := range path {
			out += "/" + step
		}
		return out
	}
	fields := map[string]any{"op": one.op, "path": pointer(one.path)}
	if one.from != nil {
		fields["from"] = pointer(one.from)
	}
	if one.value != nil {
		fields["value"] = json.RawMessage(jsonOf(one.value))
	}
	data, err := json.Marshal([]any{fields})
	if err != nil {
		return "", err
	}
	patch, err := jsonpatch.DecodePatch(data)
	if err != nil {
		return "", err
	}
	out, err := patch.Apply([]byte(values))
	return string(out), err
}

func jsonOf(node *yaml.Node) string {
	var value any
	_ = node.Decode(&value)
	data, _ := json.Marshal(value)
	return string(data)
}

func text(t *testing.T, node *yaml.Node) string {
	t.Helper()
	var value any
	if err := json.Unmarshal([]byte(jsonOf(node)), &value); err != nil {
		t.Fatal(err)
	}
	data, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func parse(t *testing.T, text string) *yaml.Node {
	t.Helper()
	document, err := yaml.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return document.YNode()
}

// node turns marks into values.
func (s *shadow) node() *yaml.Node {
	switch {
	case s.fields != nil:
		one := &yaml.Node{Kind: yaml.MappingNode}
		for name, child := range s.fields {
			one.Content = append(one.Content, &yaml.Node{Kind: yaml.ScalarNode, Tag: yaml.NodeTagString, Value: name}, child.node())
		}
		return one
	case s.items != nil:
		one := &yaml.Node{Kind: yaml.SequenceNode}
		for _, child := range s.items {
			one.Content = append(one.Content, child.node())
		}
		return one
	}
	if s.at.line == 0 {
		return &yaml.Node{Kind: yaml.ScalarNode, Tag: yaml.NodeTagNull, Value: "null"}
	}
	return &yaml.Node{Kind: yaml.ScalarNode, Tag: yaml.NodeTagInt, Value: strconv.Itoa(s.at.line)}
}
