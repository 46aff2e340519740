package record

import (
	"encoding/json"
	"strconv"

	"sigs.k8s.io/kustomize/api/resmap"
	"sigs.k8s.io/kustomize/api/resource"
	"sigs.k8s.io/kustomize/kyaml/yaml"
)

// Place is a source as it is answered: a file of the repository, or a field of the kustomization in a folder. Positions are those in the
// file, or in the text that the field holds.
type Place struct {
	Role     string `json:"role"`
	File     string `json:"file,omitempty"`
	Folder   string `json:"folder,omitempty"`
	Path     []any  `json:"path,omitempty"`
	Variable string `json:"variable,omitempty"`
}

// Output is the map of a build as JSON text: `{"sources": [Place], "chains": [[source, line, column, ...]], "objects": [tree]}`. A tree has
// the shape of its object: a scalar is the number of a chain, a mapping `[chain, {field: tree}]`, a sequence `[chain, [tree]]`; chain 0 is
// empty. The chain of a mapping or sequence under a key is that of the key.
type Output struct {
	recorder *Recorder
	places   []Place
	ids      map[int]int
	chains   []byte
	count    int
	known    map[mark]int
	objects  []byte
}

// Finish must be called when the build is done, before anything is read from its resources.
func (r *Recorder) Finish(resources resmap.ResMap) *Output {
	r.followAll(resources, nil)
	for _, one := range r.references {
		r.chained(one.before, markOf(one.field), markOf(one.name)).put(one.field)
	}
	return &Output{recorder: r, ids: map[int]int{}, known: map[mark]int{}}
}

// Origin gives the place that an object began as; nil when it is not known.
func (o *Output) Origin(res *resource.Resource) *Place {
	at := o.recorder.origins[res]
	if !at.known() {
		return nil
	}
	for {
		one := o.recorder.sources[at.source()]
		if one.chain == nil {
			return place(one)
		}
		at = one.chain[len(one.chain)-1]
	}
}

func place(one source) *Place {
	return &Place{Role: one.role, File: one.file, Folder: one.folder, Path: one.path, Variable: one.variable}
}

// Add writes the tree of an object. The variables of a scalar are those that a substitution will put into it.
func (o *Output) Add(res *resource.Resource, variables func(scalar string) []string) {
	if len(o.objects) > 0 {
		o.objects = append(o.objects, ',')
	}
	o.tree(res.YNode(), mark{}, variables)
}

func (o *Output) tree(node *yaml.Node, key mark, variables func(string) []string) {
	if node == nil {
		o.objects = append(o.objects, '0')
		return
	}
	at := markOf(node)
	switch node.Kind {
	case yaml.MappingNode, yaml.SequenceNode:
		if key.known() {
			at = key
		}
		o.objects = append(o.objects, '[')
		o.chain(at)
		if node.Kind == yaml.SequenceNode {
			o.objects = append(o.objects, ",["...)
			for i, item := range node.Content {
				if i > 0 {
					o.objects = append(o.objects, ',')
				}
				o.tree(item, mark{}, variables)
			}
			o.objects = append(o.objects, "]]"...)
			return
		}
		o.objects = append(o.objects, ",{"...)
		for i := 0; i+1 < len(node.Content); i += 2 {
			if i > 0 {
				o.objects = append(o.objects, ',')
			}
			o.objects = appendString(o.objects, node.Content[i].Value)
			o.objects = append(o.objects, ':')
			o.tree(node.Content[i+1], markOf(node.Content[i]), variables)
		}
		o.objects = append(o.objects, "}]"...)
	default:
		if variables != nil {
			at = o.recorder.substituted(at, variables(node.Value))
		}
		o.chain(at)
	}
}

// substituted puts the variables of a scalar in front of its places.
func (r *Recorder) substituted(at mark, variables []string) mark {
	marks := make([]mark, 0, len(variables)+1)
	for _, name := range variables {
		marks = append(marks, r.once(source{role: roleSubstitution, variable: name}, roleSubstitution+"\x00"+name))
	}
	return r.chained(append(marks, at)...)
}

// chain writes the number of a mark's places.
func (o *Output) chain(at mark) {
	id, ok := o.known[at]
	if !ok {
		if at.known() {
			id = o.newChain(at)
		}
		o.known[at] = id
	}
	o.objects = strconv.AppendInt(o.objects, int64(id), 10)
}

func (o *Output) newChain(at mark) int {
	seen := map[mark]bool{}
	start := len(o.chains)
	var write func(at mark, depth int)
	write = func(at mark, depth int) {
		if seen[at] || depth > 100 {
			return
		}
		seen[at] = true
		one := o.recorder.sources[at.source()]
		if one.chain == nil {
			if o.chains[len(o.chains)-1] != '[' {
				o.chains = append(o.chains, ',')
			}
			for _, number := range []int{o.source(at.source(), one), LineOf(at.line), at.column} {
				o.chains = strconv.AppendInt(o.chains, int64(number), 10)
				o.chains = append(o.chains, ',')
			}
			o.chains = o.chains[:len(o.chains)-1]
			return
		}
		for _, next := range one.chain {
			write(next, depth+1)
		}
	}
	o.chains = append(o.chains, ",["...)
	write(at, 0)
	if o.chains[len(o.chains)-1] == '[' {
		o.chains = o.chains[:start]
		return 0
	}
	o.chains = append(o.chains, ']')
	o.count++
	return o.count
}

func (o *Output) source(id int, one source) int {
	known, ok := o.ids[id]
	if !ok {
		known = len(o.places)
		o.places = append(o.places, *place(one))
		o.ids[id] = known
	}
	return known
}

// JSON gives the text.
func (o *Output) JSON() (string, error) {
	places := o.places
	if places == nil {
		places = []Place{}
	}
	sources, err := json.Marshal(places)
	if err != nil {
		return "", err
	}
	text := make([]byte, 0, len(sources)+len(o.chains)+len(o.objects)+64)
	text = append(append(text, `{"sources":`...), sources...)
	text = append(append(text, `,"chains":[[]`...), o.chains...)
	text = append(append(text, `],"objects":[`...), o.objects...)
	return string(append(text, "]}"...)), nil
}

// appendString writes a JSON string.
func appendString(to []byte, text string) []byte {
	for i := 0; i < len(text); i++ {
		if c := text[i]; c < ' ' || c > '~' || c == '"' || c == '\\' {
			quoted, _ := json.Marshal(text)
			return append(to, quoted...)
		}
	}
	to = append(to, '"')
	to = append(to, text...)
	return append(to, '"')
}
