package record

import (
	"fmt"
	"path"
	"sort"
	"strings"

	"sigs.k8s.io/kustomize/kyaml/yaml"
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

// remade gives the mark of labels or annotations whose nodes were made anew, in the patch that ran or in the resource.
func (r *Recorder) remade(node *yaml.Node, what change, same bool) []mark {
	var key [3]string
	switch {
	case len(what.path) < 2 || what.path[0] != "metadata":
		return nil
	case len(what.path) == 2:
		key = [3]string{what.path[1], "", ""}
	case len(what.path) == 3:
		key = [3]string{what.path[1], what.path[2], node.Value}
	}
	known := r.metadata[key]
	if what.by != nil {
		if from := r.patchOf(what.by); from.known() {
			if at, ok := below(known, from); ok {
				return []mark{at}
			}
		}
	} else if at, ok := below(known, what.root); ok && !same {
		return []mark{at}
	}
	if same || len(known) == 0 || node.Kind != yaml.ScalarNode {
		return nil
	}
	return known[len(known)-1:]
}

// patchOf gives the text of a patch.
func (r *Recorder) patchOf(by *plugin) mark {
	field := patchFields[by.kind]
	switch {
	case field == "":
		return mark{}
	case by.file != "":
		return r.file(rolePatch, by.file)
	}
	return r.entry(by.root, field, by.ordinal, "patch")
}

// below gives the first of some marks that stands in the same text at or after another.
func below(marks []mark, from mark) (mark, bool) {
	best := mark{}
	for _, one := range marks {
		if one.source() == from.source() && one.line >= from.line && (!best.known() || one.line < best.line) {
			best = one
		}
	}
	return best, best.known()
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
	case outside:
		if !what.had || what.before.value != node.Value {
			return []mark{r.outside(by, node.Value)}
		}
	case "ReplacementTransformer":
		if r.replacement.entry.known() && !what.had {
			return []mark{r.replacement.entry}
		}
	}
	return nil
}

// outside is the kind of plugins that files named by `transformers` configure.
const outside = "transformers"

// outside gives the longest text of a transformer's configuration that stands in a value, or the place of that configuration.
func (r *Recorder) outside(by *plugin, value string) mark {
	if by.ordinal >= len(r.configurations) {
		return r.whole(by)
	}
	best, length := r.whole(by), 0
	if root := markOf(r.configurations[by.ordinal]); root.known() {
		best = root
	}
	var look func(node *yaml.Node)
	look = func(node *yaml.Node) {
		if node.Kind == yaml.ScalarNode && markOf(node).known() && len(node.Value) > length && strings.Contains(value, node.Value) {
			best, length = markOf(node), len(node.Value)
		}
		for _, pair := range pairs(node) {
			look(pair.value)
		}
		if node.Kind == yaml.SequenceNode {
			for _, item := range node.Content {
				look(item)
			}
		}
	}
	for _, pair := range pairs(r.configurations[by.ordinal]) {
		if name := pair.key.Value; name != "apiVersion" && name != "kind" && name != "metadata" && name != "fieldSpecs" {
			look(pair.value)
		}
	}
	return best
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
		"AnnotationsTransformer": "commonAnnotations", "ReplacementTransformer": "replacements", outside: "transformers",
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
	// each one of a file counts
	for i := range r.count(root, "replacements") {
		own := []mark{r.entry(root, "replacements", i)}
		if file := r.text(root, "replacements", i, "path"); file != "" {
			own = r.items(roleReplacement, path.Join(root, file))
		}
		if index < len(own) {
			r.replacement.entry = own[index]
			if r.at(root, "replacements", i, "sourceValue") != nil {
				r.replacement.source = r.entry(root, "replacements", i, "sourceValue")
			}
			return
		}
		index -= len(own)
	}
}

// items gives the marks of a file's list, or of the file as a whole.
func (r *Recorder) items(role, file string) []mark {
	at := r.file(role, file)
	text, _ := r.files.ReadFile(file)
	list, err := yaml.Parse(string(text))
	if err != nil || list.YNode() == nil || list.YNode().Kind != yaml.SequenceNode {
		return []mark{at}
	}
	var marks []mark
	for _, item := range list.YNode().Content {
		marks = append(marks, mark{at.line + item.Line, item.Column})
	}
	return marks
}

// Replaced implements hooks.Recorder.
func (r *Recorder) Replaced(field *yaml.Node) {
	r.chained(r.replacement.source, r.replacement.entry, markOf(field)).put(field)
}

// Referring implements hooks.Recorder.
func (r *Recorder) Referring(from *yaml.Node, named *yaml.RNode) {
	if name := field(field(named.YNode(), "metadata"), "name"); name != nil {
		r.references = append(r.references, reference{from, name, markOf(from)})
	}
}
