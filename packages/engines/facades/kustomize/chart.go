// Package policygate gives Kustomize a generator for `helmCharts` that starts no program. Its module path lies below Kustomize's, so Go
// lets it enter a factory into Kustomize's own internal table; nothing of Kustomize is copied or changed.
package policygate

import (
	"fmt"
	"path/filepath"
	"slices"

	"sigs.k8s.io/kustomize/api/internal/plugins/builtinhelpers"
	"sigs.k8s.io/kustomize/api/konfig"
	"sigs.k8s.io/kustomize/api/policygate/hooks"
	"sigs.k8s.io/kustomize/api/resmap"
	"sigs.k8s.io/kustomize/api/types"
	"sigs.k8s.io/kustomize/kyaml/errors"
	kyaml "sigs.k8s.io/kustomize/kyaml/yaml"
	"sigs.k8s.io/kustomize/kyaml/yaml/merge2"
	"sigs.k8s.io/yaml"
)

// Chart is what Kustomize asks `helm template` for.
type Chart struct {
	// Path is the chart's folder in the file system of the build.
	Path         string   `json:"path"`
	ReleaseName  string   `json:"releaseName,omitempty"`
	NameTemplate string   `json:"nameTemplate,omitempty"`
	Namespace    string   `json:"namespace,omitempty"`
	KubeVersion  string   `json:"kubeVersion,omitempty"`
	APIVersions  []string `json:"apiVersions,omitempty"`
	IncludeCRDs  bool     `json:"includeCrds,omitempty"`
	SkipHooks    bool     `json:"skipHooks,omitempty"`
	SkipTests    bool     `json:"skipTests,omitempty"`
	// Values are the texts of the values files, in order.
	Values []ValuesFile `json:"values"`
}

// ValuesFile is a values file with the name it has in messages.
type ValuesFile struct {
	File string `json:"file"`
	Text string `json:"text"`
}

// Document is one document that the chart gave, with the file of its template.
type Document struct {
	Template string
	Text     string
}

// Renderer gives the documents of a chart; no documents and no error where they are not known yet.
type Renderer interface {
	Exists(folder string) bool
	Render(chart *Chart) ([]Document, error)
}

// UseRenderer makes every later build ask a renderer for `helmCharts`. The build's options must enable Helm.
func UseRenderer(renderer Renderer) {
	builtinhelpers.GeneratorFactories[builtinhelpers.HelmChartInflationGenerator] = func() resmap.GeneratorPlugin {
		return &generator{renderer: renderer}
	}
}

// generator follows Kustomize's HelmChartInflationGenerator: the same fields, defaults, merging of values and marks.
type generator struct {
	renderer Renderer
	helpers  *resmap.PluginHelpers
	types.HelmGlobals
	types.HelmChart
}

func (g *generator) Config(helpers *resmap.PluginHelpers, config []byte) error {
	if !helpers.GeneralConfig().HelmConfig.Enabled {
		return errors.Errorf("must specify --enable-helm")
	}
	g.helpers = helpers
	if err := yaml.Unmarshal(config, g); err != nil {
		return err
	}
	if g.Name == "" {
		return errors.Errorf("chart name cannot be empty")
	}
	if g.ChartHome == "" {
		g.ChartHome = types.HelmDefaultHome
	}
	if g.ValuesFile == "" {
		g.ValuesFile = filepath.Join(g.home(), g.Name, "values.yaml")
	}
	for _, file := range g.AdditionalValuesFiles {
		if _, err := helpers.Loader().Load(file); err != nil {
			return errors.WrapPrefixf(err, "could not load additionalValuesFile")
		}
	}
	if g.ValuesMerge == "" {
		g.ValuesMerge = "override"
	}
	if legal := []string{"merge", "override", "replace"}; !slices.Contains(legal, g.ValuesMerge) {
		return errors.Errorf("valuesMerge must be one of %v", legal)
	}
	return nil
}

func (g *generator) home() string {
	home := g.ChartHome
	if !filepath.IsAbs(home) {
		home = filepath.Join(g.helpers.Loader().Root(), home)
	}
	if g.Version != "" && g.Repo != "" {
		return filepath.Join(home, fmt.Sprintf("%s-%s", g.Name, g.Version))
	}
	return home
}

func (g *generator) Generate() (resmap.ResMap, error) {
	folder := filepath.Join(g.home(), g.Name)
	if !g.renderer.Exists(folder) {
		if g.Repo == "" {
			return nil, errors.Errorf("helmCharts: no chart found at '%s'", folder)
		}
		return nil, errors.Errorf("helmCharts: chart %s of %s would be downloaded; vendor it at '%s'", g.Name, g.Repo, folder)
	}
	values, err := g.values()
	if err != nil {
		return nil, err
	}
	documents, err := g.renderer.Render(&Chart{
		Path: folder, ReleaseName: g.ReleaseName, NameTemplate: g.NameTemplate, Namespace: g.Namespace,
		KubeVersion: g.KubeVersion, APIVersions: g.ApiVersions,
		IncludeCRDs: g.IncludeCRDs, SkipHooks: g.SkipHooks, SkipTests: g.SkipTests, Values: values,
	})
	if err != nil {
		return nil, err
	}
	return g.resources(documents)
}

func (g *generator) values() ([]ValuesFile, error) {
	text, err := g.helpers.Loader().Load(g.ValuesFile)
	if err != nil {
		return nil, err
	}
	if len(g.ValuesInline) > 0 {
		if text, err = g.merged(text); err != nil {
			return nil, err
		}
	}
	files := []ValuesFile{{File: g.ValuesFile, Text: string(text)}}
	for _, name := range g.AdditionalValuesFiles {
		text, err := g.helpers.Loader().Load(name)
		if err != nil {
			return nil, err
		}
		files = append(files, ValuesFile{File: filepath.Join(g.helpers.Loader().Root(), name), Text: string(text)})
	}
	return files, nil
}

// merged puts valuesInline over, under or in place of the values file.
func (g *generator) merged(file []byte) ([]byte, error) {
	if g.ValuesMerge == "replace" {
		return yaml.Marshal(g.ValuesInline)
	}
	fromFile, err := kyaml.Parse(string(file))
	if err != nil {
		return nil, errors.WrapPrefixf(err, "could not parse values file into rnode")
	}
	inline, err := kyaml.FromMap(g.ValuesInline)
	if err != nil {
		return nil, errors.WrapPrefixf(err, "could not parse values inline into rnode")
	}
	over, under := inline, fromFile
	if g.ValuesMerge == "merge" {
		over, under = fromFile, inline
	}
	result, err := merge2.Merge(over, under.Copy(), kyaml.MergeOptions{})
	if err != nil {
		return nil, errors.WrapPrefixf(err, "could not merge values")
	}
	values, err := result.Map()
	if err != nil {
		return nil, errors.WrapPrefixf(err, "could not parse merged values into map")
	}
	return yaml.Marshal(values)
}

func (g *generator) resources(documents []Document) (resmap.ResMap, error) {
	all := resmap.New()
	for _, document := range documents {
		hooks.Active.Rendering(document.Template)
		part, err := g.helpers.ResmapFactory().NewResMapFromBytes([]byte(document.Text))
		if err != nil {
			return nil, errors.WrapPrefixf(err, "output of chart %s", g.Name)
		}
		for _, res := range part.Resources() {
			if err := res.PipeE(kyaml.SetAnnotation(konfig.HelmGeneratedAnnotation, "true")); err != nil {
				return nil, err
			}
		}
		if err := all.AppendAll(part); err != nil {
			return nil, errors.WrapPrefixf(err, "output of chart %s", g.Name)
		}
	}
	return all, nil
}
