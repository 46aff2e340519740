# METADATA
# title: Inventory
# description: |
#   The objects of an environment, indexed once. Relation rules look objects up here by ground keys instead of walking `input.objects`
#   inside another walk, which keeps them near linear.
package lib.inventory

import data.lib.labels

# METADATA
# description: |
#   `by_kind[kind][namespace]` is an object from index to resource; `kind` is `Kind` for the core group, else `group/Kind`;
#   `namespace` is the effective one, empty for cluster-scoped objects.
by_kind[resource.selector][resource.ref.namespace][index] := resource if some index, resource in input.objects

# METADATA
# description: Resources of a kind in a namespace, from index to resource; empty where there are none.
of(kind, namespace) := object.get(by_kind, [kind, namespace], {})

# METADATA
# description: Resources of a kind in all namespaces, as a set of `{index, resource}`.
all_of(kind) := {{"index": index, "resource": resource} |
	some namespace
	some index, resource in by_kind[kind][namespace]
}

# METADATA
# description: |
#   `workloads[unit][namespace]` is an object from index to resource: everything with a pod template that runs there.
workloads[resource.unit.id][resource.ref.namespace][index] := resource if {
	some index, resource in input.objects
	is_workload(resource)
}

# METADATA
# description: True for what makes pods by itself; a template or a Tekton Task is run by something else.
is_workload(resource) if {
	resource.pod
	not resource.selector in {
		"PodTemplate", "argoproj.io/AnalysisTemplate", "argoproj.io/ClusterAnalysisTemplate", "tekton.dev/ClusterTask", "tekton.dev/Task",
	}
}

# METADATA
# description: |
#   Labels or annotations (`field`) of a Namespace; several units may render the same one. An empty object where none is rendered.
namespace_metadata(name, field) := object.union_n(array.concat([{}], [values |
	some resource in object.get(_namespaces, name, {})
	values := object.get(resource.object, ["metadata", field], {})
	is_object(values)
]))

# METADATA
# description: True when the Namespace itself is among the objects.
is_rendered(namespace) if _namespaces[namespace]

_namespaces[resource.ref.name][index] := resource if some index, resource in by_kind.Namespace[""]

# METADATA
# description: The pod specification of a workload.
pod_spec(resource) := object.get(resource.object, resource.pod.path, {})

# METADATA
# description: Labels of the pods that a workload makes.
pod_labels(resource) := labels if {
	labels := object.get(resource.object, array.concat(resource.pod.metadata, ["labels"]), {})
	is_object(labels)
} else := {}

# METADATA
# description: Annotations of the pods that a workload makes.
pod_annotations(resource) := annotations if {
	annotations := object.get(resource.object, array.concat(resource.pod.metadata, ["annotations"]), {})
	is_object(annotations)
} else := {}

# METADATA
# description: |
#   A key under which a selector can be indexed: of the pairs of its matchLabels the one that the fewest workloads have, or the empty
#   string for a selector without any. A selector can match a pod only if its anchor is among the pod's `anchors`; so a look-up by anchor
#   leaves few selectors to try, whatever labels all of them share.
anchor(selector) := min({pair | some pair, number in occurrences; number == least}) if {
	pairs := labels.pairs(labels.object_or_empty(selector).matchLabels)
	occurrences := {pair: count(object.get(_labelled, pair, set())) | some pair in pairs}
	least := min({number | some number in occurrences})
} else := ""

# METADATA
# description: The anchors of all selectors that could match a pod with these labels.
anchors(pod_labels) := labels.pairs(pod_labels) | {""}

_labelled[pair] contains index if {
	some index, resource in input.objects
	is_workload(resource)
	some pair in labels.pairs(pod_labels(resource))
}
