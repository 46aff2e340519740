package record

import (
	"fmt"
	"path"
	"sort"
	"strings"

	"sigs.k8s.io/kustomize/kyaml/yaml"
	k8syaml "sigs.k8s.io/yaml"
)

var patchFields = map[string]string{
	"PatchTransformer":               "patches",
	"PatchJson6902Transformer":       "patchesJson6902",
	"PatchStrategicMergeTransformer": "patchesStrategicMerge",
}

var entryRoles = map[string]string{
	"patches": rolePatch, "patchesJson6902": rolePatch, "patchesStrategicMerge": rolePatch,
	"replacements": roleReplacement, "configMapGenerator": roleGenerator, "secretGenerator": roleGenerator, "generators": roleGenerator,
	"generatorOptions": roleGenerator, "helmCharts": roleGenerator, "helmChartInflationGenerator": roleGenerator,
	"namespace": roleTransformer, "namePrefix": roleTransformer, "nameSuffix": roleTransformer, "labels": roleTransformer,
	"commonLabels": roleTransformer, "commonAnnotations": roleTransformer, "replicas": roleTransformer, "images": roleTransformer,
	"imageTags": roleTransformer, "transformers": roleTransformer,
}

// change is a node without a mark.
type change struct {
	// The plugin that ran; nil when none did.
	by *plugin
	// The mark of the resource's first node.
	root mark
	path []string
	// What stood there before.
	before row
	had    bool
}

// set gives the mark of a node that a plugin has set, or that Kustomize made anew as it was.
func (r *Recorder) set(node *yaml.Node, what change) mark {
	same := what.had && what.before.value == node.Value
	var setters []mark
	if what.by != nil {
		setters = r.setters(what.by, node, what)
	}
	if len(setters) == 0 {
		setters = r.remade(node, what, same)
	}
	if len(setters) == 0 && !what.had && what.by != nil {
		setters = []mark{r.whole(what.by)}
	}
	return r.chained(append(setters, what.before.at)...)
}

// remade gives the mark of a label or annotation whose node was made anew, in the patch that ran or in the resource.
func (r *Recorder) remade(node *yaml.Node, what change, same bool) []mark {
	if len(what.path) != 3 || what.path[0] != "metadata" || node.Kind != yaml.ScalarNode {
		return nil
	}
	known := r.metadata[[3]string{what.path[1], what.path[2], node.Value}]
	wanted := what.root
	if what.by != nil {
		wanted = mark{}
		if what.by.file != "" {
			wanted = r.interned[rolePatch+"\x00"+relative(what.by.file)]
		} else if field := patchFields[what.by.kind]; field != "" {
			wanted = r.entry(what.by.root, field, what.by.ordinal, "patch")
		}
	}
	for _, at := range known {
		if at.source() == wanted.source() {
			return []mark{at}
		}
	}
	if same || len(known) == 0 {
		return nil
	}
	return known[len(known)-1:]
}

// setters gives the places that a transformer took a value from; none when it is not what set the field.
func (r *Recorder) setters(by *plugin, node *yaml.Node, what change) []mark {
	name := ""
	if len(what.path) > 0 {
		name = what.path[len(what.path)-1]
	}
	scalar := func(path ...any) []mark {
		if value := r.at(by.root, path...); value != nil && node.Kind == yaml.ScalarNode && fmt.Sprint(value) == node.Value {
			return []mark{r.entry(by.root, path...)}
		}
		return nil
	}
	switch by.kind {
	case "NamespaceTransformer":
		return scalar("namespace")
	case "PrefixTransformer":
		return []mark{r.entry(by.root, "namePrefix")}
	case "SuffixTransformer":
		return []mark{r.entry(by.root, "nameSuffix")}
	case "LabelTransformer":
		if by.ordinal < r.count(by.root, "labels") {
			return scalar("labels", by.ordinal, "pairs", name)
		}
		return scalar("commonLabels", name)
	case "AnnotationsTransformer":
		return scalar("commonAnnotations", name)
	case "ReplicaCountTransformer":
		return scalar("replicas", by.ordinal, "count")
	case "ImageTagTransformer":
		return r.imageParts(by, node.Value, what.before.value)
	case "ReplacementTransformer":
		if r.replacement.entry.known() && !what.had {
			return []mark{r.replacement.entry}
		}
	}
	return nil
}

// whole gives the place of a plugin's entry.
func (r *Recorder) whole(of *plugin) mark {
	if field, ok := patchFields[of.kind]; ok && of.kind != "PatchStrategicMergeTransformer" {
		return r.entry(of.root, field, of.ordinal)
	}
	switch of.kind {
	case "LabelTransformer":
		if of.ordinal < r.count(of.root, "labels") {
			return r.entry(of.root, "labels", of.ordinal)
		}
		return r.entry(of.root, "commonLabels")
	case "ImageTagTransformer":
		field, index := r.image(of)
		return r.entry(of.root, field, index)
	case "ReplicaCountTransformer":
		return r.entry(of.root, "replicas", of.ordinal)
	}
	fields := map[string]string{
		"PatchStrategicMergeTransformer": "patchesStrategicMerge", "NamespaceTransformer": "namespace",
		"AnnotationsTransformer": "commonAnnotations", "ReplacementTransformer": "replacements", "transformers": "transformers",
	}
	if field, ok := fields[of.kind]; ok {
		return r.entry(of.root, field)
	}
	return mark{}
}

// image gives the field and index of an entry; those of the old name come after the others.
func (r *Recorder) image(of *plugin) (string, int) {
	if count := r.count(of.root, "images"); of.ordinal >= count && r.count(of.root, "imageTags") > 0 {
		return "imageTags", of.ordinal - count
	}
	return "images", of.ordinal
}

// imageParts gives the fields of an entry that stand in an image, those that changed it first.
func (r *Recorder) imageParts(of *plugin, image, before string) []mark {
	field, index := r.image(of)
	type part struct {
		at      mark
		changed bool
	}
	var parts []part
	for _, name := range []string{"digest", "newTag", "tagSuffix", "newName"} {
		if text := fmt.Sprint(r.at(of.root, field, index, name)); text != "" && strings.Contains(image, text) {
			parts = append(parts, part{r.entry(of.root, field, index, name), !strings.Contains(before, text)})
		}
	}
	sort.SliceStable(parts, func(i, j int) bool { return parts[i].changed && !parts[j].changed })
	marks := make([]mark, 0, len(parts))
	for _, one := range parts {
		marks = append(marks, one.at)
	}
	return marks
}

// Replacing implements hooks.Recorder.
func (r *Recorder) Replacing(index int, source *yaml.Node) {
	r.replacement.source = markOf(source)
	r.replacement.entry = mark{}
	if r.transforming == nil {
		return
	}
	root := r.transforming.root
	// a file of several counts as several
	for i := range r.count(root, "replacements") {
		of := 1
		if file := r.text(root, "replacements", i, "path"); file != "" {
			var list []any
			if text, err := r.files.ReadFile(path.Join(root, file)); err == nil && k8syaml.Unmarshal(text, &list) == nil {
				of = len(list)
			}
		}
		if index >= of {
			index -= of
			continue
		}
		r.replacement.entry = r.entry(root, "replacements", i)
		if r.at(root, "replacements", i, "sourceValue") != nil {
			r.replacement.source = r.entry(root, "replacements", i, "sourceValue")
		}
		return
	}
}

// Replaced implements hooks.Recorder.
func (r *Recorder) Replaced(field *yaml.Node) {
	r.chained(r.replacement.source, r.replacement.entry, markOf(field)).put(field)
}

// Referring implements hooks.Recorder.
func (r *Recorder) Referring(from *yaml.Node, named *yaml.RNode) {
	if name := field(field(named.YNode(), "metadata"), "name"); name != nil {
		r.references = append(r.references, reference{from, name})
	}
}
