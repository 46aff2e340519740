package gotemplate

import (
	"encoding/json"
	"testing"
)

func ask(t *testing.T, request string) string {
	t.Helper()
	answer, err := Template([]byte(request))
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(answer)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestJobs(t *testing.T) {
	for name, c := range map[string]struct{ request, want string }{
		"go template": {
			`{"jobs":[{"render":{"value":{"{{.a}}":["{{ .b.c | upper }}",1]},"sets":[{"a":"k","b":{"c":"v"}},{"a":1}],"goTemplate":true,"options":["missingkey=error"]}}]}`,
			`{"results":[{"value":[{"value":{"k":["V",1]}},{"error":"failed to execute go template {{ .b.c | upper }}: template: :1:5: executing \"\" at \u003c.b.c\u003e: map has no entry for key \"b\""}]}]}`,
		},
		"fasttemplate": {
			`{"jobs":[{"render":{"value":["{{ path.basename }}-{{n}}-{{x}}"],"sets":[{"path.basename":"k","n":1}]}}]}`,
			`{"results":[{"value":[{"value":["k-{{n}}-{{x}}"]}]}]}`,
		},
		"no parameters": {
			`{"jobs":[{"render":{"value":"{{ .x }}","sets":[{}],"goTemplate":true}}]}`,
			`{"results":[{"value":[{"value":"{{ .x }}"}]}]}`,
		},
		"texts of a map": {
			`{"jobs":[{"render":{"value":"{{ index .metadata.labels \"x\" }}","sets":[{"metadata":{"labels":{"a":"b"}}}],"goTemplate":true,"textMaps":[["metadata","labels"]]}}]}`,
			`{"results":[{"value":[{"value":""}]}]}`,
		},
		"unknown option": {
			`{"jobs":[{"render":{"value":"{{ .x }}","sets":[{"x":"1"}],"goTemplate":true,"options":["missingkey=x"]}}]}`,
			`{"results":[{"value":[{"error":"failed to parse template {{ .x }}: unrecognized option: missingkey=x"}]}]}`,
		},
		"patch": {
			`{"jobs":[{"render":{"value":{"metadata":{"finalizers":["a"]},"spec":{"project":"p","x":{"w":1,"z":2},"l":[1]}},"sets":[{"v":"3"}],"goTemplate":true,"patch":"metadata:\n  finalizers: [b]\nspec:\n  project: other\n  x:\n    w: {{ .v }}\n    z: null\n  l: [2]\n"}}]}`,
			`{"results":[{"value":[{"value":{"metadata":{"finalizers":["b","a"]},"spec":{"l":[2],"project":"p","x":{"w":3}}}}]}]}`,
		},
		"json patch": {
			`{"jobs":[{"render":{"value":{"spec":{"project":"p","a/b":1,"l":[1,2],"m":{"n":1}}},"sets":[{"v":[3,4]}],"goTemplate":true,"patch":"[{\"op\":\"replace\",\"path\":\"/spec/l\",\"value\":{{ toJson .v }}},{\"op\":\"add\",\"path\":\"/spec/l/-\",\"value\":5},{\"op\":\"remove\",\"path\":\"/spec/l/0\"},{\"op\":\"move\",\"from\":\"/spec/a~1b\",\"path\":\"/spec/c\"},{\"op\":\"test\",\"path\":\"/spec/m/n\",\"value\":1}]"}}]}`,
			`{"results":[{"value":[{"value":{"spec":{"c":1,"l":[4,5],"m":{"n":1},"project":"p"}}}]}]}`,
		},
		"json patch of nothing": {
			`{"jobs":[{"render":{"value":{"spec":{}},"sets":[{}],"patch":"[{\"op\":\"replace\",\"path\":\"/spec/l\",\"value\":1}]"}}]}`,
			`{"results":[{"value":[{"error":"templatePatch: replace /spec/l: there is no l"}]}]}`,
		},
		"matrix of texts": {
			`{"jobs":[{"matrix":{"pairs":[{"first":{"a":"1"},"second":{"a":"1","b":2}},{"first":{"a":"1"},"second":{"a":"2"}}]}}]}`,
			`{"results":[{"value":[{"value":{"a":"1","b":"2"}},{"error":"found duplicate key a with different value, a: 1 ,b: 2"}]}]}`,
		},
		"matrix of values": {
			`{"jobs":[{"matrix":{"goTemplate":true,"pairs":[{"first":{"o":{"a":"1","e":""}},"second":{"o":{"a":"2","b":true,"e":"kept"}}}]}}]}`,
			`{"results":[{"value":[{"value":{"o":{"a":"1","b":true,"e":""}}}]}]}`,
		},
		"merge": {
			`{"jobs":[{"merge":{"keys":["s"],"generators":[[{"s":"1","v":"a"},{"s":"2","v":"a"}],[{"s":"2","v":"b"}]]}},{"merge":{"keys":["s"],"generators":[[{"s":"1"},{"s":"1"}]]}}]}`,
			`{"results":[{"value":[{"s":"1","v":"a"},{"s":"2","v":"b"}]},{"error":"the parameters from a generator were not unique by the given mergeKeys, Merge requires all param sets to be unique. Duplicate key was {\"s\":\"1\"}"}]}`,
		},
		"fill": {
			`{"jobs":[{"fill":{"into":{"metadata":{},"spec":{"source":{"path":"own","helm":{"valuesObject":{"a":1}}}}},"from":{"metadata":{"name":"n"},"spec":{"project":"p","source":{"path":"x","repoURL":"u","helm":{"valuesObject":{"b":1},"releaseName":"r"}}}}}}]}`,
			`{"results":[{"value":{"metadata":{"name":"n"},"spec":{"project":"p","source":{"helm":{"releaseName":"r","valuesObject":{"a":1}},"path":"own","repoURL":"u"}}}}]}`,
		},
		"flatten": {
			`{"jobs":[{"flatten":{"sets":[{"a":{"b":[1000000,true,null]},"c":"d"}]}}]}`,
			`{"results":[{"value":[{"a.b.0":"1e+06","a.b.1":"true","a.b.2":"\u003cnil\u003e","c":"d"}]}]}`,
		},
		"expand": {
			`{"jobs":[{"expand":{"texts":["$A-${A}-$$A-${B}."],"variables":{"A":"x"}}}]}`,
			`{"results":[{"value":["x-x-$A-."]}]}`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			if got := ask(t, c.request); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

func TestMatch(t *testing.T) {
	for _, c := range []struct {
		kind, pattern, path string
		want                bool
	}{
		{"directory", "*.yaml", "sub/a.yaml", true},
		{"directory", "{config.json,env-usw2/*}", "env-usw2/a.yaml", true},
		{"directory", "{config.json,env-usw2/*}", "env-use2/a.yaml", false},
		{"path", "apps/*", "apps/a", true},
		{"path", "apps/*", "apps/a/b", false},
		{"path", "*", "apps", true},
		{"files", "apps/*/config.json", "apps/a/b/config.json", true},
		{"files", "apps/**/config.json", "apps/config.json", false},
		{"files", "apps", "apps/a/config.json", true},
		{"files", "apps/a", "apps/ab", false},
		{"files", "apps/[!b]*.json", "apps/a/x.json", true},
		{"files", "apps/[!b]*.json", "apps/b/x.json", false},
		{"values", "envs/**/*.yaml", "envs/a.yaml", true},
		{"values", "envs/**/*.yaml", "envs/x/y/a.yaml", true},
		{"values", "envs/*.yaml", "envs/x/a.yaml", false},
		{"values", "envs/{a,b{1,2}}.yaml", "envs/b2.yaml", true},
		{"values", "envs/{a,b{1,2}}.yaml", "envs/b.yaml", false},
	} {
		found, err := (&matchJob{Kind: c.kind, Pattern: c.pattern, Paths: []string{c.path}}).run()
		if err != nil || (len(found) == 1) != c.want {
			t.Errorf("%s %s %s: %v %v", c.kind, c.pattern, c.path, found, err)
		}
	}
	if _, err := (&matchJob{Kind: "path", Pattern: "["}).run(); err == nil {
		t.Error("an invalid pattern must be an error")
	}
}

func TestNames(t *testing.T) {
	if got := normalize("Feat_A.B/c-"); got != "feat-a.b-c" {
		t.Error(got)
	}
	for _, c := range []struct {
		arguments []any
		want      string
	}{
		{[]any{"a very long branch name, and more of it: it does not end"}, "a-very-long-branch-name-and-more-of-it-it-does-not"},
		{[]any{23, "argo.cd-first-slug-second"}, "argo-cd-first-slug"},
		{[]any{23, false, "argo.cd-first-slug-second"}, "argo-cd-first-slug-seco"},
		{[]any{10, true, "abcdefghijklmno"}, "abcdefghij"},
	} {
		if got, err := slugify(c.arguments...); err != nil || got != c.want {
			t.Errorf("%v: %s %v", c.arguments, got, err)
		}
	}
	if _, err := slugify("x", "y"); err == nil {
		t.Error("a wrong argument must be an error")
	}
}
