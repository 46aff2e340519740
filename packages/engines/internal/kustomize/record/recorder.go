package record

import (
	"path"
	"strconv"
	"strings"

	"sigs.k8s.io/kustomize/api/policygate/hooks"
	"sigs.k8s.io/kustomize/api/resource"
	"sigs.k8s.io/kustomize/kyaml/filesys"
	"sigs.k8s.io/kustomize/kyaml/yaml"
	k8syaml "sigs.k8s.io/yaml"
)

// Recorder follows one build.
type Recorder struct {
	hooks.None
	files    filesys.FileSystem
	sources  []source
	interned map[string]mark
	// Kustomizations by folder.
	kustomizations map[string]map[string]any
	// Files by the address of the content that was read.
	contents map[*byte]string
	lastRead string

	plugins map[any]*plugin
	counts  map[counted]int
	// The plugin that gets its configuration, and the one that runs; nil: none, or one that no kustomization's own field configures.
	configuring, transforming *plugin
	// The kustomization whose transformers run, and whether none of them has run yet.
	running string
	fresh   bool

	// The configurations of transformers in files: those that were read last, and those of the kustomization that runs.
	configured, configurations []*yaml.Node
	// How many of them have run.
	outsiders int

	// What is read: the source of the text, lines before it, its documents so far with the lines before the next one.
	reading          mark
	before           int
	documents, lines int
	rendering        string

	tables map[*resource.Resource]*table
	// Rows of a table that is not needed any more.
	spare   []row
	origins map[*resource.Resource]mark
	merged  map[*resource.Resource]*resource.Resource
	// In patches the place of the key for that of a mapping or sequence.
	keys map[mark]mark
	// Labels and annotations by field, key and value, in the order they were read: Kustomize makes their nodes anew.
	metadata    map[[3]string][]mark
	replacement struct{ entry, source mark }
	references  []reference
}

type reference struct {
	field, name *yaml.Node
	before      mark
}

// plugin is a built-in generator or transformer.
type plugin struct {
	root, kind string
	// Index among those of one kind in a kustomization.
	ordinal int
	// The file that its configuration read last.
	file       string
	operations []operation
}

type counted struct {
	target any
	kind   string
}

// New gives a recorder for a build with files.
func New(files filesys.FileSystem) *Recorder {
	return &Recorder{
		files: files, sources: make([]source, 1), interned: map[string]mark{}, kustomizations: map[string]map[string]any{},
		contents: map[*byte]string{}, plugins: map[any]*plugin{}, counts: map[counted]int{},
		tables: map[*resource.Resource]*table{}, origins: map[*resource.Resource]mark{},
		merged: map[*resource.Resource]*resource.Resource{}, keys: map[mark]mark{}, metadata: map[[3]string][]mark{},
	}
}

// Files gives the file system that the build must read.
func (r *Recorder) Files() filesys.FileSystem { return watched{r.files, r} }

type watched struct {
	filesys.FileSystem
	recorder *Recorder
}

func (w watched) ReadFile(name string) ([]byte, error) {
	content, err := w.FileSystem.ReadFile(name)
	if err == nil && len(content) > 0 {
		w.recorder.contents[&content[0]] = name
		w.recorder.lastRead = name
	}
	return content, err
}

// Root is where the repository is mounted in the file system.
const Root = "/repository"

func relative(name string) string {
	if name == Root {
		return "."
	}
	return strings.TrimPrefix(name, Root+"/")
}

// kustomization gives the kustomization of a folder as it is written.
func (r *Recorder) kustomization(root string) map[string]any {
	if known, ok := r.kustomizations[root]; ok {
		return known
	}
	var fields map[string]any
	for _, name := range []string{"kustomization.yaml", "kustomization.yml", "Kustomization"} {
		if text, err := r.files.ReadFile(path.Join(root, name)); err == nil {
			_ = k8syaml.Unmarshal(text, &fields)
			break
		}
	}
	r.kustomizations[root] = fields
	return fields
}

// at gives what a kustomization says at a path; nil when it does not.
func (r *Recorder) at(root string, path ...any) any {
	var value any = r.kustomization(root)
	for _, step := range path {
		switch name := step.(type) {
		case string:
			fields, _ := value.(map[string]any)
			value = fields[name]
		case int:
			items, _ := value.([]any)
			if name >= len(items) {
				return nil
			}
			value = items[name]
		}
	}
	return value
}

func (r *Recorder) text(root string, path ...any) string {
	text, _ := r.at(root, path...).(string)
	return text
}

func (r *Recorder) count(root string, path ...any) int {
	items, _ := r.at(root, path...).([]any)
	return len(items)
}

func stepText(step any) string {
	if index, ok := step.(int); ok {
		return strconv.Itoa(index)
	}
	return step.(string)
}

// Configuring implements hooks.Recorder.
func (r *Recorder) Configuring(target any, root, kind string, configured any) {
	key := counted{target, kind}
	r.configuring = &plugin{root: root, kind: kind, ordinal: r.counts[key]}
	r.counts[key]++
	r.plugins[configured] = r.configuring
	r.lastRead = ""
}

// Configured implements hooks.Recorder.
func (r *Recorder) Configured() {
	if r.configuring != nil {
		r.configuring.file = r.lastRead
		r.configuring = nil
	}
}
