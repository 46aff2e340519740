package rules.identity.wildcard_role_test

import data.lib.fixtures

role(rules) := role_with({"name": "deployer"}, rules)

role_with(metadata, rules) := fixtures.resource({
	"apiVersion": "rbac.authorization.k8s.io/v1",
	"kind": "ClusterRole",
	"metadata": metadata,
	"rules": rules,
})

everything := {"apiGroups": ["*"], "resources": ["*"], "verbs": ["*"]}

cases["everything is critical"] := {
	"input": role([everything]),
	"want": {{"path": ["rules", 0], "params": {"number": 1}, "variant": "everything", "severity": "critical"}},
}

cases["all verbs on a resource"] := {
	"input": role([
		{"apiGroups": [""], "resources": ["pods"], "verbs": ["get"]},
		{"apiGroups": ["apps"], "resources": ["deployments"], "verbs": ["get", "*"]},
	]),
	"want": {{"path": ["rules", 1, "verbs", 1], "params": {"number": 2, "fields": "verbs"}}},
}

cases["all resources of a built-in group"] := {
	"input": role([{"apiGroups": ["apps"], "resources": ["*"], "verbs": ["get"]}]),
	"want": {{"path": ["rules", 0, "resources", 0], "params": {"number": 1, "fields": "resources"}}},
}

cases["all resources of all groups, read only"] := {
	"input": role([{"apiGroups": ["*"], "resources": ["*"], "verbs": ["get", "list"]}]),
	"want": {{"path": ["rules", 0, "resources", 0], "params": {"number": 1, "fields": "apiGroups, resources"}}},
}

cases["a group wildcard beside a named resource"] := {
	"input": role([{"apiGroups": ["*"], "resources": ["deployments"], "verbs": ["get"]}]),
	"want": set(),
}

cases["all resources of an own group"] := {
	"input": role([{"apiGroups": ["shop.example"], "resources": ["*"], "verbs": ["*"]}]),
	"want": {{
		"path": ["rules", 0, "resources", 0],
		"params": {"number": 1, "group": "shop.example"},
		"variant": "own_group",
		"severity": "medium",
	}},
}

cases["a group of Kubernetes itself is not an own one"] := {
	"input": role([{"apiGroups": ["networking.k8s.io"], "resources": ["*"], "verbs": ["get"]}]),
	"want": {{"path": ["rules", 0, "resources", 0], "params": {"number": 1, "fields": "resources"}}},
}

cases["all URLs, all verbs: one finding"] := {
	"input": role([{"nonResourceURLs": ["/metrics", "*"], "verbs": ["*"]}]),
	"want": {{"path": ["rules", 0, "nonResourceURLs", 1], "params": {"number": 1}, "variant": "urls"}},
}

cases["all URLs, reading only"] := {"input": role([{"nonResourceURLs": ["*"], "verbs": ["get"]}]), "want": set()}

cases["all verbs on one URL"] := {
	"input": role([{"nonResourceURLs": ["/metrics"], "verbs": ["*"]}]),
	"want": {{"path": ["rules", 0, "verbs", 0], "params": {"number": 1, "fields": "verbs"}}},
}

cases["an aggregated role without rules"] := {"input": role(null), "want": set()}

cases["a default role rendered unchanged"] := {
	"input": role_with(
		{"name": "system:controller:generic-garbage-collector", "labels": {"kubernetes.io/bootstrapping": "rbac-defaults"}},
		[everything],
	),
	"want": set(),
}

cases["the label alone excuses nothing"] := {
	"input": role_with({"name": "deployer", "labels": {"kubernetes.io/bootstrapping": "rbac-defaults"}}, [everything]),
	"want": {{"path": ["rules", 0], "params": {"number": 1}, "variant": "everything", "severity": "critical"}},
}
