package kustomize

import (
	"path"

	"sigs.k8s.io/kustomize/api/resmap"
)

// objects gives the texts of a build's objects, with the origins where there is one for each.
func objects(result resmap.ResMap, origins []origin) ([]object, error) {
	list := make([]object, 0, result.Size())
	if len(origins) != result.Size() {
		origins = make([]origin, result.Size())
	}
	for i, res := range result.Resources() {
		text, err := res.AsYAML()
		if err != nil {
			return nil, err
		}
		list = append(list, object{YAML: string(text), Origin: origins[i]})
	}
	return list, nil
}

// origins reads the recorded origins of a build, in the order of its objects.
func (j *job) origins(tracked resmap.ResMap) []origin {
	list := make([]origin, 0, tracked.Size())
	for _, res := range tracked.Resources() {
		recorded, err := res.GetOrigin()
		if err != nil || recorded == nil {
			list = append(list, origin{})
			continue
		}
		one := origin{ConfiguredBy: recorded.ConfiguredBy.Kind}
		if recorded.Path != "" {
			one.File = j.relative(recorded.Path)
		}
		if recorded.ConfiguredIn != "" {
			one.ConfiguredIn = j.relative(recorded.ConfiguredIn)
		}
		list = append(list, one)
	}
	return list
}

// relative turns a path that starts at the directory, or an absolute one, into one that starts at the repository's root.
func (j *job) relative(name string) string {
	if path.IsAbs(name) {
		return clean(name)
	}
	return path.Join(j.directory, name)
}
