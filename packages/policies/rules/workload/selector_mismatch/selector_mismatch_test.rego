package rules.workload.selector_mismatch_test

import data.lib.fixtures

workload_of(selector, metadata) := fixtures.workload(
	{
		"apiVersion": "apps/v1",
		"kind": "StatefulSet",
		"metadata": {"name": "order"},
		"spec": {"selector": selector, "template": {"metadata": metadata, "spec": {}}},
	},
	["spec", "template", "spec"],
	["spec", "template", "metadata"],
)

cases["another value and a missing label"] := {
	"input": workload_of({"matchLabels": {"app": "order", "tier": "api", "same": "x"}}, {"labels": {"app": "cart", "same": "x"}}),
	"want": {
		{"path": ["spec", "selector", "matchLabels", "app"], "params": {"key": "app"}},
		{"path": ["spec", "selector", "matchLabels", "tier"], "params": {"key": "tier"}},
	},
}

cases["a template without labels"] := {
	"input": workload_of({"matchLabels": {"app": "order"}}, null),
	"want": {{"path": ["spec", "selector", "matchLabels", "app"], "params": {"key": "app"}}},
}

cases["expressions"] := {
	"input": workload_of(
		{"matchExpressions": [
			{"key": "app", "operator": "In", "values": ["order", "cart"]},
			{"key": "app", "operator": "NotIn", "values": ["order"]},
			{"key": "tier", "operator": "Exists"},
			{"key": "canary", "operator": "DoesNotExist"},
		]},
		{"labels": {"app": "order"}},
	),
	"want": {
		{"path": ["spec", "selector", "matchExpressions", 1], "params": {"key": "app"}, "variant": "expression"},
		{"path": ["spec", "selector", "matchExpressions", 2], "params": {"key": "tier"}, "variant": "expression"},
	},
}

cases["a match"] := {
	"input": workload_of({"matchLabels": {"app": "order"}}, {"labels": {"app": "order", "version": "1"}}),
	"want": set(),
}

cases["a missing selector is the schema's case"] := {
	"input": workload_of(null, {"labels": {"app": "order"}}),
	"want": set(),
}

cases["a Rollout that takes its template from a Deployment"] := {
	"input": fixtures.resource({
		"apiVersion": "argoproj.io/v1alpha1",
		"kind": "Rollout",
		"metadata": {"name": "order"},
		"spec": {"selector": {"matchLabels": {"app": "order"}}, "workloadRef": {"kind": "Deployment", "name": "order"}},
	}),
	"want": set(),
}

cases["a DeploymentConfig has the pairs alone"] := {
	"input": fixtures.workload(
		{
			"apiVersion": "apps.openshift.io/v1",
			"kind": "DeploymentConfig",
			"metadata": {"name": "order"},
			"spec": {"selector": {"app": "order"}, "template": {"metadata": {}, "spec": {}}},
		},
		["spec", "template", "spec"],
		["spec", "template", "metadata"],
	),
	"want": {{"path": ["spec", "selector", "app"], "params": {"key": "app"}}},
}
