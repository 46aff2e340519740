package kustomize

import (
	"path"

	"sigs.k8s.io/kustomize/api/krusty"
	"sigs.k8s.io/kustomize/api/policygate"
	"sigs.k8s.io/kustomize/api/policygate/hooks"
	"sigs.k8s.io/kustomize/api/resmap"
	"sigs.k8s.io/kustomize/api/types"
	"sigs.k8s.io/kustomize/kyaml/filesys"

	"github.com/cloudmart/policy-gate/engines/internal/kustomize/record"
)

// job builds one directory.
type job struct {
	files     filesys.FileSystem
	directory string
	charts    map[string]rendered
	// The kustomization that is built in place of the one in the directory; empty: that one.
	edit         []byte
	substitution *substitution
	// Charts whose output is missing.
	needed []neededChart
}

func (j *job) build() built {
	answer := built{Directory: j.directory, Objects: []object{}}
	restore, err := j.editDirectory()
	if err == nil {
		defer restore()
		if fault := j.notRoot(); fault != nil {
			answer.Error = fault
			return answer
		}
		answer.Objects, answer.Trace, err = j.recorded()
		if len(j.needed) > 0 {
			answer.Objects, answer.Charts = []object{}, j.needed
			return answer
		}
	}
	if err != nil {
		answer.Objects, answer.Trace = []object{}, ""
		answer.Error = j.fault(err).Shortened()
	}
	return answer
}

// recorded builds with a recorder. What is judged must not depend on it: should it panic, the build is done again without one.
func (j *job) recorded() (list []object, trace string, err error) {
	defer func() {
		if recover() != nil {
			var result resmap.ResMap
			if result, err = j.run(j.files, hooks.None{}); err == nil {
				list, trace, err = j.objects(result, nil)
			}
		}
	}()
	recorder := record.New(j.files)
	result, err := j.run(recorder.Files(), recorder)
	if err != nil || len(j.needed) > 0 {
		return nil, "", err
	}
	return j.objects(result, recorder.Finish(result))
}

// run builds with upstream's own command code, followed by a recorder.
func (j *job) run(files filesys.FileSystem, recorder hooks.Recorder) (resmap.ResMap, error) {
	policygate.UseRenderer(j)
	j.needed = nil
	hooks.Active = recorder
	defer func() { hooks.Active = hooks.None{} }()
	options := krusty.MakeDefaultOptions()
	options.PluginConfig.HelmConfig = types.HelmConfig{Enabled: true, Command: "helm"}
	return krusty.MakeKustomizer(options).Run(files, path.Join(root, j.directory))
}

// editDirectory puts the edited kustomization in place of the directory's own, and gives a function that undoes it: other directories may
// use this one as it is.
func (j *job) editDirectory() (func(), error) {
	if len(j.edit) == 0 {
		return func() {}, nil
	}
	file := j.kustomization()
	if file == "" {
		file = path.Join(root, j.directory, "kustomization.yaml")
		return func() { _ = j.files.RemoveAll(file) }, j.files.WriteFile(file, j.edit)
	}
	before, err := j.files.ReadFile(file)
	if err != nil {
		return nil, err
	}
	return func() { _ = j.files.WriteFile(file, before) }, j.files.WriteFile(file, j.edit)
}

// kustomization gives the path of the directory's kustomization file, empty when there is none.
func (j *job) kustomization() string {
	for _, name := range []string{"kustomization.yaml", "kustomization.yml", "Kustomization"} {
		if file := path.Join(root, j.directory, name); j.files.Exists(file) {
			return file
		}
	}
	return ""
}
