package rules.pod_security.run_as_non_root_test

import data.lib.fixtures

_container(name, value) := {"name": name, "securityContext": {"runAsNonRoot": value}}

_path(list, index) := ["spec", list, index, "securityContext", "runAsNonRoot"]

_missing(list, index, name) := {"path": _path(list, index), "params": {"container": name}}

_overrides(list, index, name, value) := {
	"path": _path(list, index),
	"params": {"container": name, "value": value},
	"variant": "overrides",
}

_in_pod(value) := {
	"path": ["spec", "securityContext", "runAsNonRoot"],
	"params": {"value": value},
	"variant": "pod",
}

_every_list := {
	"containers": [{"name": "a"}],
	"initContainers": [{"name": "b"}, {"name": "c", "restartPolicy": "Always"}],
	"ephemeralContainers": [{"name": "d"}],
}

_findings := {
	_missing("containers", 0, "a"),
	_missing("initContainers", 0, "b"),
	_missing("initContainers", 1, "c"),
	_missing("ephemeralContainers", 0, "d"),
}

cases["missing in containers of every list"] := {
	"input": fixtures.pod(_every_list),
	"want": _findings,
}

cases["the pod answers for all containers"] := {
	"input": fixtures.pod(object.union(_every_list, {"securityContext": {"runAsNonRoot": true}})),
	"want": set(),
}

cases["the containers answer for themselves"] := {
	"input": fixtures.deployment({"containers": [_container("a", true), _container("b", null), _container("c", true)]}),
	"want": {{
		"path": ["spec", "template", "spec", "containers", 1, "securityContext", "runAsNonRoot"],
		"params": {"container": "b"},
	}},
}

cases["a container overrides the pod"] := {
	"input": fixtures.pod({
		"securityContext": {"runAsNonRoot": true},
		"containers": [_container("a", false), _container("b", null), {"name": "c", "securityContext": {}}],
	}),
	"want": {_overrides("containers", 0, "a", false)},
}

cases["a pod that says no fails even if every container says yes"] := {
	"input": fixtures.pod({"securityContext": {"runAsNonRoot": false}, "containers": [_container("a", true)]}),
	"want": {_in_pod(false)},
}

cases["a pod that says no speaks for containers that say nothing"] := {
	"input": fixtures.pod({
		"securityContext": {"runAsNonRoot": false},
		"containers": [{"name": "a"}, _container("b", false)],
	}),
	"want": {_in_pod(false), _overrides("containers", 1, "b", false)},
}

cases["a user that is not root does not help"] := {
	"input": fixtures.pod({
		"securityContext": {"runAsUser": 1000, "runAsNonRoot": null},
		"containers": [{"name": "a", "securityContext": {"runAsUser": 1000}}],
	}),
	"want": {_missing("containers", 0, "a")},
}

cases["a value of a wrong type is not true"] := {
	"input": fixtures.pod({
		"securityContext": {"runAsNonRoot": "true"},
		"containers": [_container("a", "true"), _container("b", 1), {"name": "c"}],
	}),
	"want": {_in_pod("true"), _overrides("containers", 0, "a", "true"), _overrides("containers", 1, "b", 1)},
}

cases["a security context of a wrong type"] := {
	"input": fixtures.pod({"securityContext": true, "containers": [{"name": "a", "securityContext": true}]}),
	"want": {_missing("containers", 0, "a")},
}

cases["a user namespace excuses missing values since 1.35"] := {
	"input": fixtures.pod(object.union(_every_list, {"hostUsers": false})),
	"kubernetes_minor": 35,
	"want": set(),
}

cases["a user namespace excuses written values since 1.35"] := {
	"input": fixtures.pod({
		"hostUsers": false,
		"securityContext": {"runAsNonRoot": false},
		"containers": [_container("a", false)],
	}),
	"kubernetes_minor": 35,
	"want": set(),
}

cases["a user namespace did not excuse in 1.34"] := {
	"input": fixtures.pod(object.union(_every_list, {"hostUsers": false})),
	"kubernetes_minor": 34,
	"want": _findings,
}

cases["the user namespace of the node does not excuse"] := {
	"input": fixtures.pod(object.union(_every_list, {"hostUsers": true})),
	"kubernetes_minor": 35,
	"want": _findings,
}

cases["windows is not excused"] := {
	"input": fixtures.pod(object.union(_every_list, {"os": {"name": "windows"}})),
	"want": _findings,
}

cases["where an operator completes the pod, only what is written counts"] := {
	"input": object.union(
		fixtures.pod({"containers": [{"name": "a"}, _container("b", false), _container("c", true)]}),
		{"pod": {"partial": true}},
	),
	"want": {_overrides("containers", 1, "b", false)},
}
