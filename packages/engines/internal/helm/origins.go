package helm

import (
	"bytes"
	"path"
	"slices"
	"strings"

	"helm.sh/helm/v4/pkg/chart/loader/archive"
	chart "helm.sh/helm/v4/pkg/chart/v2"

	"github.com/cloudmart/policy-gate/engines/internal/serve"
)

// chartOrigin says where a chart lies in the files of a request.
type chartOrigin struct {
	// Chart is "<chart>[/charts/<subchart>...]", with aliases in the place of names; templates begin with it.
	Chart string `json:"chart"`
	// Folder in the request ("" for the root chart), of a chart in an archive inside of it.
	Folder string `json:"folder"`
	// Archive is the file in the request that holds the chart.
	Archive string `json:"archive,omitempty"`
	// Imports of the chart's dependencies: values that go from a subchart to this one.
	Imports []importedValues `json:"imports,omitempty"`
}

// importedValues are one entry of `import-values`.
type importedValues struct {
	// Dependency is the subchart by its alias, else its name.
	Dependency string `json:"dependency"`
	Child      string `json:"child"`
	Parent     string `json:"parent"`
}

// chartPlace is where a chart was loaded from.
type chartPlace struct {
	folder, archive string
	files           []*archive.BufferedFile
}

// chartOrigins gives the chart and those of its subcharts that are enabled, parents first. Helm forgets where it loaded a subchart from, so
// it is found again by its Chart.yaml.
func chartOrigins(loaded *chart.Chart, files map[string]serve.Content) ([]chartOrigin, error) {
	all, err := bufferedFiles(files)
	if err != nil {
		return nil, err
	}
	var origins []chartOrigin
	var visit func(c *chart.Chart, at chartPlace)
	visit = func(c *chart.Chart, at chartPlace) {
		origins = append(origins, chartOrigin{Chart: c.ChartFullPath(), Folder: at.folder, Archive: at.archive, Imports: imports(c)})
		for _, child := range c.Dependencies() {
			if found, ok := at.find(child); ok {
				visit(child, found)
			}
		}
	}
	visit(loaded, chartPlace{files: all})
	return origins, nil
}

// find gives the place of a subchart in that of its parent.
func (p chartPlace) find(wanted *chart.Chart) (chartPlace, bool) {
	yaml := rawFile(wanted, "Chart.yaml")
	for _, file := range p.files {
		below, ok := strings.CutPrefix(file.Name, "charts/")
		if !ok {
			continue
		}
		folder, rest, _ := strings.Cut(below, "/")
		switch {
		case rest == "Chart.yaml" && bytes.Equal(file.Data, yaml):
			inside := chartPlace{folder: path.Join(p.folder, "charts", folder), archive: p.archive}
			for _, one := range p.files {
				if name, ok := strings.CutPrefix(one.Name, "charts/"+folder+"/"); ok {
					inside.files = append(inside.files, &archive.BufferedFile{Name: name, Data: one.Data})
				}
			}
			return inside, true
		case rest == "" && path.Ext(folder) == ".tgz":
			packed, err := archive.LoadArchiveFiles(bytes.NewReader(file.Data))
			same := func(one *archive.BufferedFile) bool { return one.Name == "Chart.yaml" && bytes.Equal(one.Data, yaml) }
			if err == nil && slices.ContainsFunc(packed, same) {
				from := p.archive
				if from == "" {
					from = path.Join(p.folder, file.Name)
				}
				return chartPlace{folder: path.Join(p.folder, "charts", folder), archive: from, files: packed}, true
			}
		}
	}
	return chartPlace{}, false
}

func rawFile(c *chart.Chart, name string) []byte {
	for _, file := range c.Raw {
		if file.Name == name {
			return file.Data
		}
	}
	return nil
}

// imports gives `import-values` as Helm has rewritten them: "." is the top of the parent's values.
func imports(c *chart.Chart) (all []importedValues) {
	for _, dependency := range c.Metadata.Dependencies {
		for _, entry := range dependency.ImportValues {
			if x, ok := entry.(map[string]string); ok {
				all = append(all, importedValues{dependency.Name, x["child"], strings.TrimPrefix(x["parent"], ".")})
			}
		}
	}
	return all
}
