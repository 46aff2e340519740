package lib.inventory_test

import data.lib.fixtures
import data.lib.inventory

objects := [
	fixtures.resource({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "shop", "labels": {"a": "1"}}}),
	fixtures.resource({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "shop", "labels": {"b": "2"}}}),
	fixtures.resource({"apiVersion": "v1", "kind": "Service", "metadata": {"name": "order", "namespace": "shop"}}),
	fixtures.in_unit(
		fixtures.deployed(
			{"name": "order", "namespace": "shop"},
			{"labels": {"app": "order"}, "annotations": {"x": "y"}},
			{"hostNetwork": true},
		),
		"services",
	),
	fixtures.deployed({"name": "cart"}, null, {}),
	fixtures.resource({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "bare", "labels": null}}),
]

environment := fixtures.environment(objects)

indexes(resources) := {index | some index, _ in resources}

of_kind[name] := found if {
	some name, key in {"there": ["Service", "shop"], "other namespace": ["Service", "web"], "other kind": ["apps/Deployment", "bank"]}
	found := indexes(inventory.of(key[0], key[1])) with input as environment
}

cases["a kind in a namespace"] := {
	"got": of_kind,
	"want": {"there": {2}, "other namespace": set(), "other kind": set()},
}

all_deployments := {entry.index | some entry in found} if found := inventory.all_of("apps/Deployment") with input as environment

cases["a kind in all namespaces"] := {"got": all_deployments, "want": {3, 4}}

workloads := found if found := inventory.workloads with input as environment

cases["workloads by unit and namespace"] := {
	"got": [indexes(workloads.services.shop), indexes(workloads.unit[""]), count(workloads.unit)],
	"want": [{3}, {4}, 1],
}

namespace_labels[name] := found if {
	some name in {"shop", "bare", "web"}
	found := inventory.namespace_metadata(name, "labels") with input as environment
}

cases["labels of a Namespace that two units render"] := {
	"got": namespace_labels,
	"want": {"shop": {"a": "1", "b": "2"}, "bare": {}, "web": {}},
}

rendered contains name if {
	some name in {"shop", "bare", "web"}
	inventory.is_rendered(name) with input as environment
}

cases["rendered Namespaces"] := {"got": rendered, "want": {"shop", "bare"}}

cases["what is in a pod"] := {
	"got": [
		inventory.pod_spec(objects[3]), inventory.pod_labels(objects[3]), inventory.pod_annotations(objects[3]),
		inventory.pod_labels(objects[4]), inventory.pod_annotations(objects[4]),
	],
	"want": [{"hostNetwork": true}, {"app": "order"}, {"x": "y"}, {}, {}],
}

anchor(selector) := found if {
	found := inventory.anchor(selector) with input as fixtures.environment([
		fixtures.deployed({"name": "order"}, {"labels": {"release": "shop", "app": "order"}}, {}),
		fixtures.deployed({"name": "cart"}, {"labels": {"release": "shop", "app": "cart"}}, {}),
	])
}

cases["the anchor of a selector is its rarest pair"] := {
	"got": [
		anchor({"matchLabels": {"app": "order", "release": "shop"}}), anchor({"matchLabels": {"release": "shop"}}),
		anchor({"matchLabels": {"zone": "a", "app": "order"}}), anchor({"matchExpressions": [{"key": "app", "operator": "Exists"}]}),
		anchor({}), anchor(null),
	],
	"want": ["app=order", "release=shop", "zone=a", "", "", ""],
}

cases["the anchors of a pod"] := {
	"got": inventory.anchors({"app": "order", "tier": "api"}),
	"want": {"", "app=order", "tier=api"},
}

template(api_version, kind) := fixtures.workload(
	{"apiVersion": api_version, "kind": kind, "metadata": {"name": "a"}, "spec": {"template": {"spec": {}}}},
	["spec", "template", "spec"],
	["spec", "template", "metadata"],
)

cases["what makes pods by itself"] := {
	"got": {resource.selector |
		some resource in [
			template("batch/v1", "Job"), template("v1", "PodTemplate"), template("argoproj.io/v1alpha1", "AnalysisTemplate"),
			template("tekton.dev/v1", "Task"), template("tekton.dev/v1", "TaskRun"), objects[2],
		]
		inventory.is_workload(resource)
	},
	"want": {"batch/Job", "tekton.dev/TaskRun"},
}
