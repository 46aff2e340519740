package trace

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"text/template"

	"github.com/Masterminds/sprig/v3"
	"sigs.k8s.io/yaml"
)

// render renders one template as Helm's engine does, with the calls that recording.go makes.
func render(t *testing.T, text string, values map[string]any) (*Recorder, string) {
	t.Helper()
	r := New()
	all := template.New("all").Option("missingkey=zero")
	functions := sprig.TxtFuncMap()
	functions["toYaml"] = func(v any) string {
		data, _ := yaml.Marshal(v)
		return strings.TrimSuffix(string(data), "\n")
	}
	functions["fromYaml"] = func(text string) map[string]any {
		v := map[string]any{}
		_ = yaml.Unmarshal([]byte(text), &v)
		return v
	}
	functions["include"] = func(name string, data any) (string, error) {
		out := r.Open()
		err := all.ExecuteTemplate(out, name, data)
		return r.Close(out), err
	}
	all.Funcs(r.Functions(functions))
	top := map[string]any{"Values": values}
	r.Begin([]Seen{{Chart: "shop", Top: top}})
	const name = "shop/templates/a.yaml"
	if _, err := all.New(name).Parse(text); err != nil {
		t.Fatal(err)
	}
	r.Parsed(all, name, text)
	out := r.Open()
	if err := all.ExecuteTemplate(out, name, top); err != nil {
		t.Fatal(err)
	}
	return r, r.CloseFilled(out)
}

// describe gives the trail of a text, one segment a line: text, exact offset or action, values, values asked instead.
func describe(r *Recorder, text string) string {
	var lines []string
	for _, s := range r.trailOf(text).segments {
		line := fmt.Sprintf("%q", text[s.start:s.end])
		if s.exact {
			line += fmt.Sprintf(" =%q", r.sources[s.source].text[s.at:s.at+s.end-s.start])
		}
		if len(s.values) > 0 {
			line += " " + r.describePaths(s.values)
		}
		if len(s.instead) > 0 {
			line += " instead of " + r.describePaths(s.instead)
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

func (r *Recorder) describePaths(ids []int) string {
	var all []string
	for _, id := range ids {
		var steps []string
		for ; id >= 0; id = r.paths[id].parent {
			n := r.paths[id]
			step := n.key
			if n.index >= 0 {
				step = fmt.Sprint(n.index)
			} else if n.index == keyStep {
				step = "(key)"
			}
			steps = append(steps, step)
		}
		slices.Reverse(steps)
		all = append(all, strings.TrimPrefix(strings.Join(steps, "."), "Values."))
	}
	return strings.Join(all, "+")
}

func TestTrails(t *testing.T) {
	values := func() map[string]any {
		return map[string]any{
			"a": "one", "b": "two", "empty": "", "port": int64(80), "on": true,
			"single": map[string]any{"y": "why"},
			"map":    map[string]any{"x": "ex", "list": []any{"p", "q"}},
		}
	}
	for _, test := range []struct{ name, template, output, trail string }{
		{"text and a value", `k: {{ .Values.a }}!`, "k: one!", "\"k: \" =\"k: \"\n\"one\" a\n\"!\" =\"!\""},
		{"a number", `{{ .Values.port }}`, "80", `"80" port`},
		{"a number through int", `{{ .Values.port | int }}`, "80", `"80" port`},
		{"a literal", `{{ "lit" }}`, "lit", `"lit" ="lit"`},
		{"a default", `{{ .Values.empty | default "d1" }}`, "d1", `"d1" ="d1" instead of empty`},
		{"a default of nothing", `{{ .Values.none | default "d1" }}`, "d1", `"d1" ="d1" instead of none`},
		{"a default that is not taken", `{{ .Values.a | default "d1" }}`, "one", `"one" a`},
		{"printf", `{{ printf "%s/%s" .Values.a .Values.b }}`, "one/two", "\"one\" a\n\"/\"\n\"two\" b"},
		{"quote", `{{ .Values.a | quote }}`, `"one"`, "\"\\\"\"\n\"one\" a\n\"\\\"\""},
		{"upper", `{{ .Values.a | upper }}`, "ONE", `"ONE" a`},
		{"a hash", `{{ .Values.a | sha1sum | trunc 4 }}`, "fe05", `"fe05" a`},
		{"a variable", `{{ $v := .Values.a }}{{ $v }}`, "one", `"one" a`},
		{"range", `{{ range $k, $v := .Values.map.list }}{{ $v }}{{ end }}`, "pq", "\"p\" map.list.0\n\"q\" map.list.1"},
		{"a key", `{{ range $k, $v := .Values.single }}{{ $k }}{{ end }}`, "y", `"y" single.y.(key)`},
		{"with", `{{ with .Values.map }}{{ .x }}{{ end }}`, "ex", `"ex" map.x`},
		{"dict", `{{ $d := dict "k" .Values.b }}{{ $d.k }}`, "two", `"two" b`},
		{"include", `{{ define "n" }}[{{ . }}]{{ end }}{{ include "n" .Values.a }}`, "[one]", "\"[\" =\"[\"\n\"one\" a\n\"]\" =\"]\""},
		{"toYaml", `{{ .Values.map | toYaml | nindent 2 }}`, "\n  list:\n  - p\n  - q\n  x: ex",
			"\"\\n  \"\n\"list:\" map.list\n\"\\n  \"\n\"- p\" map.list.0\n\"\\n  \"\n\"- q\" map.list.1\n\"\\n  \"\n\"x: ex\" map.x"},
		{"a number's default", `{{ .Values.none | default 80 }}`, "80", `"80" instead of none`},
		{"YAML of a template", `{{ define "y" }}p: http
q: 80{{ end }}{{ include "y" . | fromYaml | toYaml }}`, "p: http\nq: 80", "\"p: \"\n\"http\" =\"http\"\n\"\\n\"\n\"q: \"\n\"80\" =\"80\""},
		{"no value", `{{ .Values.none }}x`, "x", `"x" ="x"`},
	} {
		r, output := render(t, test.template, values())
		if output != test.output {
			t.Errorf("%s: output %q, want %q", test.name, output, test.output)
		} else if got := describe(r, output); got != test.trail {
			t.Errorf("%s:\n%s\nwant\n%s", test.name, got, test.trail)
		}
	}
}

func TestGaps(t *testing.T) {
	r, output := render(t, "a: 1\n{{ if .Values.x }}b: {{ .Values.x }}{{ end }}\nc: {{ .Values.e }}\n", map[string]any{"e": ""})
	gaps := r.trailOf(output).gaps
	if len(gaps) != 2 {
		t.Fatalf("%d gaps in %q", len(gaps), output)
	}
	b := bodyOf(r.nodes[gaps[0].node].branch)
	if gaps[0].at != 5 || r.describePaths(gaps[0].values) != "x" || !b.prints || !slices.Equal(b.keys, []bodyKey{{"b", 0}}) {
		t.Errorf("condition: %+v %+v", gaps[0], b)
	}
	if output[:gaps[1].at] != "a: 1\n\nc: " || r.describePaths(gaps[1].values) != "e" {
		t.Errorf("action: %+v", gaps[1])
	}
}

func TestUnits(t *testing.T) {
	u := unitsOf("aß🚀b")
	for at, want := range map[int]int{0: 0, 1: 1, 3: 2, 7: 4, 8: 5} {
		if got := u.of(at); got != want {
			t.Errorf("byte %d: %d, want %d", at, got, want)
		}
	}
}

func TestDocumentsOfAFile(t *testing.T) {
	r, output := render(t, "x: {{ .Values.a }}\n---\ny: {{ .Values.a }}\n", map[string]any{"a": "one"})
	second := output[strings.Index(output, "y:"):]
	answer := r.Answer()
	answer.Add(second, output)
	answer.Add("y: one\n", output)
	made := answer.Map()
	if got := made.Documents[0].Segments; len(got) != 27 || got[0] != 0 || got[1] != 3 {
		t.Errorf("segments %v", got)
	}
	if got := made.Documents[1].Segments; len(got) != 0 {
		t.Errorf("text from elsewhere has segments %v", got)
	}
}
