// Package hooks is what Kustomize's own code calls while it builds; build/kustomize-anchors.ts puts the calls there. In a build from
// unchanged modules nothing calls it.
package hooks

import "sigs.k8s.io/kustomize/kyaml/yaml"

// Recorder follows one build without changing what it gives. Parameters of type any are of Kustomize's own types, which import this package.
type Recorder interface {
	// Configuring is told that a built-in plugin (resmap.Configurable) of a kustomization gets its configuration; target is the same for all
	// plugins of one kustomization, root its folder. Configured ends it.
	Configuring(target any, root, kind string, plugin any)
	Configured()
	// Reading is told that a text becomes nodes, Document gives each of its documents with the ones before it, and Read ends it.
	Reading(text []byte)
	Document(node *yaml.Node, before []string)
	Read()
	// Unlisted gives the items that a list became.
	Unlisted(list *yaml.RNode, items []*yaml.RNode)
	// Rendering is told that the next text to be read comes from a file of a chart.
	Rendering(file string)
	// Generated gives the result (resmap.ResMap) of a generator (resmap.Generator) of the kustomization in root.
	Generated(root string, generator, result any)
	// Merging is told that a generated resource (*resource.Resource) takes the place of another.
	Merging(from, into any)
	// Running is told that the transformers of the kustomization in root come next.
	Running(root string)
	// Transforming and Transformed stand around each transformer (resmap.Transformer), with all resources (resmap.ResMap).
	Transforming(transformer, resources any)
	Transformed(resources any)
	// JSONPatched gives the nodes of a resource before and after a JSON patch.
	JSONPatched(before, after *yaml.Node)
	// Replacing names an entry of `replacements` by its index, with its source, and Replaced a field that is about to be set to it.
	Replacing(index int, source *yaml.Node)
	Replaced(field *yaml.Node)
	// Referring is told that the name of a resource is about to be written into a field that refers to it.
	Referring(field *yaml.Node, named *yaml.RNode)
}

// Active is the recorder of the next build.
var Active Recorder = None{}

// None records nothing.
type None struct{}

func (None) Configuring(any, string, string, any) {}
func (None) Configured()                          {}
func (None) Reading([]byte)                       {}
func (None) Document(*yaml.Node, []string)        {}
func (None) Read()                                {}
func (None) Unlisted(*yaml.RNode, []*yaml.RNode)  {}
func (None) Rendering(string)                     {}
func (None) Generated(string, any, any)           {}
func (None) Merging(any, any)                     {}
func (None) Running(string)                       {}
func (None) Transforming(any, any)                {}
func (None) Transformed(any)                      {}
func (None) JSONPatched(_, _ *yaml.Node)          {}
func (None) Replacing(int, *yaml.Node)            {}
func (None) Replaced(*yaml.Node)                  {}
func (None) Referring(*yaml.Node, *yaml.RNode)    {}
