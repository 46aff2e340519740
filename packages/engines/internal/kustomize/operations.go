// Package kustomize is the Kustomize engine: `kustomize build` over files in memory, behind JSON requests.
package kustomize

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"path"

	"sigs.k8s.io/kustomize/kyaml/filesys"

	"github.com/cloudmart/policy-gate/engines/internal/kustomize/record"
	"github.com/cloudmart/policy-gate/engines/internal/serve"
)

// Operations of the engine.
var Operations = map[string]serve.Operation{"kustomize.build": buildAll}

// root is where the repository is mounted in the file system in memory; it is cut from messages and paths.
const root = record.Root

type request struct {
	// Files by path relative to the repository's root.
	Files map[string]serve.Content `json:"files"`
	// Directories to build, each a kustomization root; "." is the repository's root.
	Directories []string `json:"directories"`
	// Charts holds the output of charts that an earlier answer asked for, by id.
	Charts map[string]rendered `json:"charts"`
	// Edits holds kustomizations that are built in place of those in a directory, by directory.
	Edits map[string]json.RawMessage `json:"edits"`
	// Substitutions by directory.
	Substitutions map[string]*substitution `json:"substitutions"`
}

// rendered is the result of rendering one chart: its documents or why there are none.
type rendered struct {
	Documents []struct {
		// Template is relative to the repository's root.
		Template string `json:"template"`
		Text     string `json:"text"`
	} `json:"documents"`
	Error string `json:"error"`
}

// origin tells where an object comes from. Paths are relative to the repository's root.
type origin struct {
	// File that holds the object: a resource, or a chart's template.
	File string `json:"file,omitempty"`
	// ConfiguredIn is the file that configures a generator, and ConfiguredBy the generator's kind.
	ConfiguredIn string `json:"configuredIn,omitempty"`
	ConfiguredBy string `json:"configuredBy,omitempty"`
}

type object struct {
	YAML   string `json:"yaml"`
	Origin origin `json:"origin"`
}

// built is the answer for one directory: an error, the charts that must be rendered first, or objects in the order of the output.
type built struct {
	Directory string        `json:"directory"`
	Error     *serve.Fault  `json:"error,omitempty"`
	Charts    []neededChart `json:"charts,omitempty"`
	// Objects of the build; their texts, joined by "---\n", are what `kustomize build` prints.
	Objects []object `json:"objects"`
	// Trace tells where the fields of the objects come from: JSON text in the form of record.Output.
	Trace string `json:"trace,omitempty"`
}

func buildAll(data []byte) (any, error) {
	var r request
	if err := json.Unmarshal(data, &r); err != nil {
		return nil, err
	}
	files := filesys.MakeFsInMemory()
	if err := files.MkdirAll(root); err != nil {
		return nil, err
	}
	for name, content := range r.Files {
		if !fs.ValidPath(name) {
			return nil, fmt.Errorf("%q is not a path inside a repository", name)
		}
		if err := files.WriteFile(path.Join(root, name), content); err != nil {
			return nil, err
		}
	}
	answers := make([]built, 0, len(r.Directories))
	for _, directory := range r.Directories {
		if !fs.ValidPath(directory) {
			return nil, fmt.Errorf("%q is not a path inside a repository", directory)
		}
		one := &job{files: files, directory: directory, charts: r.Charts, edit: r.Edits[directory], substitution: r.Substitutions[directory]}
		answers = append(answers, one.build())
	}
	return map[string]any{"builds": answers}, nil
}
