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
		recorder := record.New(j.files)
		var result resmap.ResMap
		result, err = j.run(recorder)
		if len(j.needed) > 0 {
			answer.Charts = j.needed
			return answer
		}
		if err == nil {
			answer.Objects, answer.Trace, err = j.objects(result, recorder.Finish(result))
		}
	}
	if err != nil {
		answer.Objects, answer.Trace = []object{}, ""
		answer.Error = j.fault(err).Shortened()
	}
	return answer
}

// run builds with upstream's own command code, followed by a recorder.
func (j *job) run(recorder *record.Recorder) (resmap.ResMap, error) {
	policygate.UseRenderer(j)
	hooks.Active = recorder
	defer func() { hooks.Active = hooks.None{} }()
	options := krusty.MakeDefaultOptions()
	options.PluginConfig.HelmConfig = types.HelmConfig{Enabled: true, Command: "helm"}
	return krusty.MakeKustomizer(options).Run(recorder.Files(), path.Join(root, j.directory))
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
