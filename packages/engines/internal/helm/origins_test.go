package helm

import (
	"testing"

	"helm.sh/helm/v4/pkg/chart/v2/loader"
	chartutil "helm.sh/helm/v4/pkg/chart/v2/util"

	"github.com/cloudmart/policy-gate/engines/internal/serve"
)

func TestChartOrigins(t *testing.T) {
	chartYaml := func(name, more string) serve.Content {
		return serve.Content("apiVersion: v2\nname: " + name + "\nversion: 1.0.0\n" + more)
	}
	files := map[string]serve.Content{
		"Chart.yaml": chartYaml("shop", "dependencies:\n- {name: store, version: '*', alias: cache}\n- {name: store, version: '*', alias: queue}\n"+
			"- {name: idle, version: '*', condition: idle.enabled}\n"),
		"values.yaml":                           serve.Content("idle: {enabled: false}\n"),
		"charts/folder/Chart.yaml":              chartYaml("store", "dependencies:\n- {name: inner, version: '*'}\n"),
		"charts/folder/charts/deep/Chart.yaml":  chartYaml("inner", ""),
		"charts/idle/Chart.yaml":                chartYaml("idle", ""),
		"charts/unlisted/Chart.yaml":            chartYaml("unlisted", ""),
		"charts/unlisted/templates/a.yaml":      serve.Content("a: b\n"),
		"charts/_ignored/templates/ignored.txt": serve.Content("x"),
	}
	buffered, err := bufferedFiles(files)
	if err != nil {
		t.Fatal(err)
	}
	loaded, err := loader.LoadFiles(buffered)
	if err != nil {
		t.Fatal(err)
	}
	if err := chartutil.ProcessDependencies(loaded, map[string]any{}); err != nil {
		t.Fatal(err)
	}
	origins, err := chartOrigins(loaded, files)
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, origin := range origins {
		got[origin.Chart] = origin.Folder
	}
	want := map[string]string{
		"shop": "", "shop/charts/unlisted": "charts/unlisted",
		"shop/charts/cache": "charts/folder", "shop/charts/cache/charts/inner": "charts/folder/charts/deep",
		"shop/charts/queue": "charts/folder", "shop/charts/queue/charts/inner": "charts/folder/charts/deep",
	}
	for chart, folder := range want {
		if found, ok := got[chart]; !ok || found != folder {
			t.Errorf("%s: %q (%v), want %q", chart, found, ok, folder)
		}
	}
	if len(got) != len(want) {
		t.Errorf("%d charts, want %d: %v", len(got), len(want), got)
	}
}
