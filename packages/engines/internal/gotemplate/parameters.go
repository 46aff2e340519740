package gotemplate

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"

	"dario.cat/mergo"
)

// matrixJob combines the parameters of a matrix generator: each pair is one set of the first generator and one that the second gave for it.
type matrixJob struct {
	GoTemplate bool `json:"goTemplate"`
	Pairs      []struct {
		First  map[string]any `json:"first"`
		Second map[string]any `json:"second"`
	} `json:"pairs"`
}

func (j *matrixJob) run() []result {
	results := make([]result, len(j.Pairs))
	for i, pair := range j.Pairs {
		if j.GoTemplate {
			combined := map[string]any{}
			err := mergo.Merge(&combined, pair.Second, mergo.WithOverride)
			if err == nil {
				err = mergo.Merge(&combined, pair.First, mergo.WithOverride)
			}
			results[i] = answer(combined, err)
			continue
		}
		combined, second := texts(pair.First), texts(pair.Second)
		var err error
		for _, key := range slices.Sorted(maps.Keys(second)) {
			if value, ok := combined[key]; ok && value != second[key] && err == nil {
				err = fmt.Errorf("found duplicate key %s with different value, a: %s ,b: %s", key, value, second[key])
			}
			combined[key] = second[key]
		}
		results[i] = answer(combined, err)
	}
	return results
}

// mergeJob merges the parameters of a merge generator: sets of later generators override those of the first with the same merge keys.
type mergeJob struct {
	GoTemplate bool               `json:"goTemplate"`
	Keys       []string           `json:"keys"`
	Generators [][]map[string]any `json:"generators"`
}

// run gives the merged sets in the order of the first generator's.
func (j *mergeJob) run() (any, error) {
	if len(j.Keys) == 0 {
		return nil, errors.New("no merge keys were specified, Merge requires at least one")
	}
	base, order, err := j.byKey(j.Generators[0])
	if err != nil {
		return nil, err
	}
	for _, sets := range j.Generators[1:] {
		overrides, _, err := j.byKey(sets)
		if err != nil {
			return nil, err
		}
		for _, key := range order {
			override, ok := overrides[key]
			if !ok {
				continue
			}
			set := base[key]
			if j.GoTemplate {
				if err := mergo.Merge(&set, override, mergo.WithOverride); err != nil {
					return nil, err
				}
			} else {
				set = map[string]any{}
				for name, value := range texts(base[key]) {
					set[name] = value
				}
				for name, value := range texts(override) {
					set[name] = value
				}
			}
			base[key] = set
		}
	}
	merged := make([]map[string]any, len(order))
	for i, key := range order {
		merged[i] = base[key]
	}
	return merged, nil
}

func (j *mergeJob) byKey(sets []map[string]any) (map[string]map[string]any, []string, error) {
	known, order := map[string]map[string]any{}, []string{}
	for _, set := range sets {
		parts := map[string]any{}
		for _, key := range j.Keys {
			parts[key] = set[key]
		}
		text, err := json.Marshal(parts)
		if err != nil {
			return nil, nil, err
		}
		key := string(text)
		if _, ok := known[key]; ok {
			return nil, nil, fmt.Errorf("the parameters from a generator were not unique by the given mergeKeys, Merge requires all param sets to be unique. Duplicate key was %s", key)
		}
		known[key] = set
		order = append(order, key)
	}
	return known, order, nil
}

// fillJob lays a generator's own template over that of the ApplicationSet: what it leaves empty comes from there.
type fillJob struct {
	Into map[string]any `json:"into"`
	From map[string]any `json:"from"`
}

func (j *fillJob) run() (any, error) {
	if j.Into == nil {
		return j.From, nil
	}
	// to Argo CD the values of a chart are bytes: one side's or the other's
	if helm := j.helm(j.Into); helm["valuesObject"] != nil {
		delete(j.helm(j.From), "valuesObject")
	}
	return j.Into, mergo.Merge(&j.Into, j.From)
}

func (j *fillJob) helm(template map[string]any) map[string]any {
	for _, key := range []string{"spec", "source", "helm"} {
		template, _ = template[key].(map[string]any)
	}
	return template
}

// flattenJob makes parameters flat: `a.b.0` for nested ones, each a text.
type flattenJob struct {
	Sets []map[string]any `json:"sets"`
}

func (j *flattenJob) run() []map[string]string {
	flat := make([]map[string]string, len(j.Sets))
	for i, set := range j.Sets {
		flat[i] = map[string]string{}
		for key, value := range set {
			flatten(flat[i], key, value)
		}
	}
	return flat
}

func flatten(flat map[string]string, path string, value any) {
	switch value := value.(type) {
	case map[string]any:
		for key, item := range value {
			flatten(flat, path+"."+key, item)
		}
	case []any:
		for i, item := range value {
			flatten(flat, path+"."+strconv.Itoa(i), item)
		}
	default:
		flat[path] = fmt.Sprintf("%v", value)
	}
}

func texts(set map[string]any) map[string]string {
	all := make(map[string]string, len(set))
	for key, value := range set {
		all[key] = fmt.Sprintf("%v", value)
	}
	return all
}
