package kustomize

import (
	"fmt"
	"path"
	"regexp"
	"strconv"

	"sigs.k8s.io/kustomize/api/types"
	"sigs.k8s.io/kustomize/kyaml/yaml"

	"github.com/cloudmart/policy-gate/engines/internal/kustomize/record"
	"github.com/cloudmart/policy-gate/engines/internal/serve"
)

// notRoot refuses directories that are not built alone.
func (j *job) notRoot() *serve.Fault {
	file := j.kustomization()
	if file == "" {
		return nil
	}
	text, err := j.files.ReadFile(file)
	if err != nil {
		return nil
	}
	var head struct {
		Kind string `yaml:"kind"`
	}
	if yaml.Unmarshal(text, &head) == nil && head.Kind == types.ComponentKind {
		return &serve.Fault{Message: "a Component is not built alone, only as part of a kustomization that names it", File: clean(file)}
	}
	return nil
}

var (
	remote = regexp.MustCompile(`no 'git' program on path|network access is not available`)
	// Lines of nodes that carry the recorder's marks.
	markedLine = regexp.MustCompile(`\bline \d{10,19}\b`)
	address    = regexp.MustCompile(`https?://[^\s'"]+`)
)

// fault puts an error into a form for people: one sentence for remote entries, and no paths of the file system in memory.
func (j *job) fault(err error) *serve.Fault {
	message := markedLine.ReplaceAllStringFunc(clean(err.Error()), func(text string) string {
		line, _ := strconv.Atoi(text[len("line "):])
		return "line " + strconv.Itoa(record.LineOf(line))
	})
	fault := &serve.Fault{Message: message}
	if file := j.kustomization(); file != "" {
		fault.File = clean(file)
	}
	if !remote.MatchString(message) {
		return fault
	}
	target := address.FindString(message)
	if target == "" {
		target = j.remoteEntry()
	}
	fault.Message = fmt.Sprintf("remote entry %q needs the network; vendor it into the repository and name its folder instead", target)
	return fault
}

// remoteEntry walks the kustomizations below the directory for the first entry that is neither a file nor a folder.
func (j *job) remoteEntry() string {
	seen := map[string]bool{}
	var walk func(directory string) string
	walk = func(directory string) string {
		if seen[directory] {
			return ""
		}
		seen[directory] = true
		inner := &job{files: j.files, directory: directory}
		text, err := j.files.ReadFile(inner.kustomization())
		if err != nil {
			return ""
		}
		var lists struct {
			Resources      []string `yaml:"resources"`
			Bases          []string `yaml:"bases"`
			Components     []string `yaml:"components"`
			CRDs           []string `yaml:"crds"`
			Configurations []string `yaml:"configurations"`
		}
		if yaml.Unmarshal(text, &lists) != nil {
			return ""
		}
		for _, list := range [][]string{lists.Resources, lists.Bases, lists.Components, lists.CRDs, lists.Configurations} {
			for _, name := range list {
				target := path.Join(root, directory, name)
				switch {
				case j.files.IsDir(target):
					if found := walk(path.Join(directory, name)); found != "" {
						return found
					}
				case !j.files.Exists(target):
					return name
				}
			}
		}
		return ""
	}
	return walk(j.directory)
}
