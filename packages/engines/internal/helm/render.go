package helm

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"text/template"

	"github.com/Masterminds/sprig/v3"
	"helm.sh/helm/v4/pkg/chart/common"
	"helm.sh/helm/v4/pkg/chart/common/util"
	chart "helm.sh/helm/v4/pkg/chart/v2"
	"helm.sh/helm/v4/pkg/chart/v2/loader"
	chartutil "helm.sh/helm/v4/pkg/chart/v2/util"
	"helm.sh/helm/v4/pkg/engine"
	release "helm.sh/helm/v4/pkg/release/v1"
	releaseutil "helm.sh/helm/v4/pkg/release/v1/util"

	"github.com/cloudmart/policy-gate/engines/internal/serve"
)

type request struct {
	// Files of the chart, by path relative to it.
	Files map[string]serve.Content `json:"files"`
	overrides
	// ReleaseName is "release-name" when empty, as for `helm template`; NameTemplate makes one instead.
	ReleaseName  string `json:"releaseName"`
	NameTemplate string `json:"nameTemplate"`
	Namespace    string `json:"namespace"`
	IsUpgrade    bool   `json:"isUpgrade"`
	// KubeVersion, and APIVersions beside the known ones, that templates see.
	KubeVersion string   `json:"kubeVersion"`
	APIVersions []string `json:"apiVersions"`
	IncludeCRDs bool     `json:"includeCrds"`
	SkipSchema  bool     `json:"skipSchema"`
}

type document struct {
	// Template is the chart's path of the file that gave the document: "<chart>[/charts/<subchart>...]/templates/<file>".
	Template string `json:"template"`
	// Text is what `helm template` prints below the document's "# Source" comment. Only a CRD file may hold several documents.
	Text string `json:"text"`
	// Hook lists the events of a hook; Test tells that one of them is "test".
	Hook []release.HookEvent `json:"hook,omitempty"`
	Test bool                `json:"test,omitempty"`
	CRD  bool                `json:"crd,omitempty"`
}

type answer struct {
	Chart     map[string]string `json:"chart"`
	Documents []document        `json:"documents"`
}

// render does what `helm template` does, in its order: CRDs, objects in order of installation, hooks.
func render(data []byte) (any, error) {
	var r request
	if err := json.Unmarshal(data, &r); err != nil {
		return nil, err
	}
	made, err := r.template()
	if err != nil {
		return nil, err
	}
	return made.answer, nil
}

// rendered is the answer beside what it was made from.
type rendered struct {
	answer
	chart *chart.Chart
	// files are the texts that the documents are parts of, by template.
	files map[string]string
}

func (r *request) template() (*rendered, error) {
	files, err := bufferedFiles(r.Files)
	if err != nil {
		return nil, err
	}
	loaded, err := loader.LoadFiles(files)
	if err != nil {
		return nil, err
	}
	if err := installable(loaded); err != nil {
		return nil, err
	}
	values, err := r.merge()
	if err != nil {
		return nil, err
	}
	name, err := r.name()
	if err != nil {
		return nil, err
	}
	if err := chartutil.ProcessDependencies(loaded, values); err != nil {
		return nil, fmt.Errorf("chart dependencies processing failed: %w", err)
	}
	known, err := r.capabilities()
	if err != nil {
		return nil, err
	}
	options := common.ReleaseOptions{Name: name, Namespace: r.Namespace, Revision: 1, IsInstall: !r.IsUpgrade, IsUpgrade: r.IsUpgrade}
	if options.Namespace == "" {
		options.Namespace = "default"
	}
	scope, err := util.ToRenderValuesWithSchemaValidation(loaded, values, options, known, r.SkipSchema)
	if err != nil {
		return nil, err
	}
	if constraint := loaded.Metadata.KubeVersion; constraint != "" && !chartutil.IsCompatibleRange(constraint, known.KubeVersion.String()) {
		return nil, fmt.Errorf("chart requires kubeVersion: %s which is incompatible with Kubernetes %s", constraint, known.KubeVersion.Version)
	}
	texts, err := engine.Render(loaded, scope)
	if err != nil {
		return nil, templateFault(err)
	}
	for file := range texts {
		if strings.HasSuffix(file, "NOTES.txt") {
			delete(texts, file)
		}
	}
	hooks, manifests, err := releaseutil.SortManifests(texts, nil, releaseutil.InstallOrder)
	if err != nil {
		return nil, templateFault(err)
	}
	about := map[string]string{"name": loaded.Name(), "version": loaded.Metadata.Version, "appVersion": loaded.AppVersion()}
	return &rendered{answer{Chart: about, Documents: r.documents(loaded, manifests, hooks)}, loaded, texts}, nil
}

func (r *request) documents(loaded *chart.Chart, manifests []releaseutil.Manifest, hooks []*release.Hook) []document {
	documents := []document{}
	if r.IncludeCRDs {
		for _, crd := range loaded.CRDObjects() {
			documents = append(documents, document{Template: crd.Filename, Text: string(crd.File.Data), CRD: true})
		}
	}
	for _, manifest := range manifests {
		documents = append(documents, document{Template: manifest.Name, Text: manifest.Content})
	}
	for _, hook := range hooks {
		test := slices.Contains(hook.Events, release.HookTest)
		documents = append(documents, document{Template: hook.Path, Text: hook.Manifest, Hook: hook.Events, Test: test})
	}
	return documents
}

// installable refuses what `helm template` refuses: library charts, and charts whose dependencies are not in charts/.
func installable(loaded *chart.Chart) error {
	if kind := loaded.Metadata.Type; kind != "" && kind != "application" {
		return fmt.Errorf("%s charts are not installable", kind)
	}
	var missing []string
	for _, wanted := range loaded.Metadata.Dependencies {
		found := slices.ContainsFunc(loaded.Dependencies(), func(d *chart.Chart) bool { return d.Name() == wanted.Name })
		if !found {
			missing = append(missing, wanted.Name)
		}
	}
	if len(missing) > 0 {
		return fmt.Errorf("dependencies are named in Chart.yaml but missing in charts/ (run 'helm dependency build'): %s", strings.Join(missing, ", "))
	}
	return nil
}

func (r *request) name() (string, error) {
	name := r.ReleaseName
	switch {
	case name != "" && r.NameTemplate != "":
		return "", errors.New("cannot set a name template and also specify a release name")
	case r.NameTemplate != "":
		parsed, err := template.New("name-template").Funcs(sprig.TxtFuncMap()).Parse(r.NameTemplate)
		if err != nil {
			return "", err
		}
		var text strings.Builder
		if err := parsed.Execute(&text, nil); err != nil {
			return "", err
		}
		name = text.String()
	case name == "":
		name = "release-name"
	}
	if err := chartutil.ValidateReleaseName(name); err != nil {
		return "", fmt.Errorf("release name %q: %w", name, err)
	}
	return name, nil
}

func (r *request) capabilities() (*common.Capabilities, error) {
	known := common.DefaultCapabilities.Copy()
	if r.KubeVersion != "" {
		version, err := common.ParseKubeVersion(r.KubeVersion)
		if err != nil {
			return nil, fmt.Errorf("invalid kube version '%s': %w", r.KubeVersion, err)
		}
		known.KubeVersion = *version
	}
	known.APIVersions = append(slices.Clone(known.APIVersions), r.APIVersions...)
	return known, nil
}
