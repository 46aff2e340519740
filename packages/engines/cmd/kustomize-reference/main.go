// Command kustomize-reference builds directories on disk with Kustomize's own code: `kustomize-reference <helm> <directory>...`. The
// tests of the engine compare with its output, a JSON list of {yaml} or {error}. It is no part of an engine.
package main

import (
	"encoding/json"
	"os"

	"sigs.k8s.io/kustomize/api/krusty"
	"sigs.k8s.io/kustomize/api/types"
	"sigs.k8s.io/kustomize/kyaml/filesys"
)

func main() {
	results := []map[string]string{}
	for _, directory := range os.Args[2:] {
		options := krusty.MakeDefaultOptions()
		options.PluginConfig.HelmConfig = types.HelmConfig{Enabled: true, Command: os.Args[1]}
		resources, err := krusty.MakeKustomizer(options).Run(filesys.MakeFsOnDisk(), directory)
		var text []byte
		if err == nil {
			text, err = resources.AsYaml()
		}
		if err != nil {
			results = append(results, map[string]string{"error": err.Error()})
			continue
		}
		results = append(results, map[string]string{"yaml": string(text)})
	}
	_ = json.NewEncoder(os.Stdout).Encode(results)
}
