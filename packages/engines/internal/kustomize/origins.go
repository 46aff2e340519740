package kustomize

import (
	"path"
	"strings"

	"sigs.k8s.io/kustomize/api/resmap"

	"github.com/cloudmart/policy-gate/engines/internal/kustomize/record"
)

// objects gives the objects of a build, after the substitution of variables, and the map of their fields; no map without a recorder.
func (j *job) objects(result resmap.ResMap, trace *record.Output) ([]object, string, error) {
	list := make([]object, 0, result.Size())
	for _, res := range result.Resources() {
		one := object{}
		concerned := j.substitution.concerns(res)
		if trace != nil {
			one.Origin = j.origin(trace.Origin(res))
			if concerned {
				trace.Add(res, j.substitution.used)
			} else {
				trace.Add(res, nil)
			}
		}
		if concerned {
			if err := j.substitution.apply(res); err != nil {
				return nil, "", err
			}
		}
		text, err := res.AsYAML()
		if err != nil {
			return nil, "", err
		}
		one.YAML = string(text)
		list = append(list, one)
	}
	if trace == nil {
		return list, "", nil
	}
	text, err := trace.JSON()
	return list, text, err
}

func (j *job) origin(place *record.Place) origin {
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
