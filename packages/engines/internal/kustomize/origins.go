package kustomize

import (
	"path"
	"strings"

	"sigs.k8s.io/kustomize/api/resmap"
	"sigs.k8s.io/kustomize/api/resource"

	"github.com/cloudmart/policy-gate/engines/internal/kustomize/record"
)

// objects gives the objects of a build, after the substitution of variables, and the map of their fields.
func (j *job) objects(result resmap.ResMap, trace *record.Output) ([]object, string, error) {
	list := make([]object, 0, result.Size())
	for _, res := range result.Resources() {
		if j.substitution.concerns(res) {
			trace.Add(res, j.substitution.used)
			if err := j.substitution.apply(res); err != nil {
				return nil, "", err
			}
		} else {
			trace.Add(res, nil)
		}
		text, err := res.AsYAML()
		if err != nil {
			return nil, "", err
		}
		list = append(list, object{YAML: string(text), Origin: j.origin(res, trace)})
	}
	text, err := trace.JSON()
	return list, text, err
}

func (j *job) origin(res *resource.Resource, trace *record.Output) origin {
	place := trace.Origin(res)
	switch {
	case place == nil:
		return origin{}
	case place.File != "":
		return origin{File: place.File}
	}
	inner := &job{files: j.files, directory: place.Folder}
	return origin{ConfiguredIn: clean(inner.kustomization()), ConfiguredBy: generatorKinds[place.Path[0].(string)]}
}

var generatorKinds = map[string]string{
	"configMapGenerator": "ConfigMapGenerator", "secretGenerator": "SecretGenerator", "helmCharts": "HelmChartInflationGenerator",
}

// relative turns a path that starts at the directory, or an absolute one, into one that starts at the repository's root.
func (j *job) relative(name string) string {
	if path.IsAbs(name) {
		return clean(name)
	}
	return path.Join(j.directory, name)
}

// clean cuts the mount point out of a text.
func clean(text string) string {
	text = strings.ReplaceAll(text, root+"/", "")
	return strings.ReplaceAll(text, root, ".")
}
