package kustomize

import (
	"bytes"
	"path"

	"sigs.k8s.io/kustomize/api/krusty"
	"sigs.k8s.io/kustomize/api/policygate"
	"sigs.k8s.io/kustomize/api/resmap"
	"sigs.k8s.io/kustomize/api/types"
	"sigs.k8s.io/kustomize/kyaml/filesys"
	"sigs.k8s.io/kustomize/kyaml/yaml"

	"github.com/cloudmart/policy-gate/engines/internal/serve"
)

// job builds one directory.
type job struct {
	files     filesys.FileSystem
	directory string
	charts    map[string]rendered
	// Whether the output must come from a build that records no origins.
	untracked bool
	// Charts whose output is missing.
	needed []neededChart
	// Whether the origins are recorded in this run.
	tracking bool
}

// Kustomize records origins in an annotation, which a kustomization that looks at annotations itself could notice. Where one of these
// words occurs in a file, outputs are taken from a second build without it.
var tellTales = []string{"metadata.annotations", "metadata/annotations", "buildMetadata"}

// noticesTracking looks into all files of a request rather than finding out which of them a build reads.
func noticesTracking(files map[string]serve.Content) bool {
	for _, content := range files {
		for _, word := range tellTales {
			if bytes.Contains(content, []byte(word)) {
				return true
			}
		}
	}
	return false
}

func (j *job) build() built {
	answer := built{Directory: j.directory, Objects: []object{}}
	if fault := j.notRoot(); fault != nil {
		answer.Error = fault
		return answer
	}
	result, err := j.run(true)
	if len(j.needed) > 0 {
		answer.Charts = j.needed
		return answer
	}
	var origins []origin
	if err == nil {
		origins = j.origins(result)
		err = result.RemoveOriginAnnotations()
	}
	if err != nil || j.untracked {
		result, err = j.run(false)
	}
	if err == nil {
		answer.Objects, err = objects(result, origins)
	}
	if err != nil {
		answer.Error = j.fault(err).Shortened()
	}
	return answer
}

// run builds with upstream's own command code. With tracking, the root kustomization asks for origin annotations for the time of the run.
func (j *job) run(tracking bool) (resmap.ResMap, error) {
	j.needed, j.tracking = nil, tracking
	if tracking {
		restore, err := j.addBuildMetadata()
		if err != nil {
			return nil, err
		}
		defer restore()
	}
	policygate.UseRenderer(j)
	policygate.OriginsOnly(tracking)
	options := krusty.MakeDefaultOptions()
	options.PluginConfig.HelmConfig = types.HelmConfig{Enabled: true, Command: "helm"}
	return krusty.MakeKustomizer(options).Run(j.files, path.Join(root, j.directory))
}

// addBuildMetadata writes `buildMetadata: [originAnnotations]` into the root kustomization and gives a function that undoes it.
func (j *job) addBuildMetadata() (func(), error) {
	file := j.kustomization()
	before, err := j.files.ReadFile(file)
	if err != nil {
		return nil, err
	}
	node, err := yaml.Parse(string(before))
	if err != nil {
		return nil, err
	}
	option := yaml.NewListRNode(types.OriginAnnotations)
	if err := node.PipeE(yaml.SetField("buildMetadata", option)); err != nil {
		return nil, err
	}
	text, err := node.String()
	if err != nil {
		return nil, err
	}
	if err := j.files.WriteFile(file, []byte(text)); err != nil {
		return nil, err
	}
	return func() { _ = j.files.WriteFile(file, before) }, nil
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
