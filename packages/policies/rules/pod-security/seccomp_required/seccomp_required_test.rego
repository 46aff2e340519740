package rules.pod_security.seccomp_required_test

import data.lib.fixtures

_container(name, profile) := {"name": name, "securityContext": {"seccompProfile": profile}}

_path(list, index) := ["spec", list, index, "securityContext", "seccompProfile", "type"]

_missing(list, index, name) := {"path": _path(list, index), "params": {"container": name}}

_overrides(list, index, name, type) := {
	"path": _path(list, index),
	"params": {"container": name, "type": type},
	"variant": "overrides",
}

_in_pod(type) := {
	"path": ["spec", "securityContext", "seccompProfile", "type"],
	"params": {"type": type},
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
	"input": fixtures.pod(object.union(_every_list, {"securityContext": {"seccompProfile": {"type": "RuntimeDefault"}}})),
	"want": set(),
}

cases["the containers answer for themselves"] := {
	"input": fixtures.deployment({"containers": [
		_container("a", {"type": "RuntimeDefault"}),
		_container("b", {"type": "Localhost", "localhostProfile": "order.json"}),
		_container("c", null),
	]}),
	"want": {{
		"path": ["spec", "template", "spec", "containers", 2, "securityContext", "seccompProfile", "type"],
		"params": {"container": "c"},
	}},
}

cases["a container overrides the pod"] := {
	"input": fixtures.pod({
		"securityContext": {"seccompProfile": {"type": "Localhost"}},
		"containers": [_container("a", {"type": "Unconfined"}), _container("b", null), _container("c", {})],
	}),
	"want": {_overrides("containers", 0, "a", "Unconfined"), _overrides("containers", 2, "c", "")},
}

cases["a pod without the filter fails even if every container has one"] := {
	"input": fixtures.pod({
		"securityContext": {"seccompProfile": {"type": "Unconfined"}},
		"containers": [_container("a", {"type": "RuntimeDefault"})],
	}),
	"want": {_in_pod("Unconfined")},
}

cases["a pod without the filter speaks for containers that say nothing"] := {
	"input": fixtures.pod({
		"securityContext": {"seccompProfile": {}},
		"containers": [{"name": "a"}, _container("b", {"type": "Unconfined"})],
	}),
	"want": {_in_pod(""), _overrides("containers", 1, "b", "Unconfined")},
}

cases["of another case or of a wrong type"] := {
	"input": fixtures.pod({"containers": [
		_container("a", {"type": "runtimeDefault"}),
		_container("b", "RuntimeDefault"),
		{"name": "c", "securityContext": "RuntimeDefault"},
	]}),
	"want": {
		_overrides("containers", 0, "a", "runtimeDefault"),
		_overrides("containers", 1, "b", ""),
		_missing("containers", 2, "c"),
	},
}

cases["annotations do not help"] := {
	"input": fixtures.pod_with({"containers": [{"name": "a"}]}, {"name": "order", "annotations": {
		"seccomp.security.alpha.kubernetes.io/pod": "runtime/default",
		"container.seccomp.security.alpha.kubernetes.io/a": "runtime/default",
	}}),
	"want": {_missing("containers", 0, "a")},
}

cases["windows is excused from missing profiles since 1.25"] := {
	"input": fixtures.pod(object.union(_every_list, {"os": {"name": "windows"}})),
	"kubernetes_minor": 25,
	"want": set(),
}

cases["windows is excused from written profiles since 1.25"] := {
	"input": fixtures.pod({
		"os": {"name": "windows"},
		"securityContext": {"seccompProfile": {"type": "Unconfined"}},
		"containers": [_container("a", {"type": "Unconfined"})],
	}),
	"kubernetes_minor": 25,
	"want": set(),
}

cases["windows was not excused in 1.24"] := {
	"input": fixtures.pod(object.union(_every_list, {"os": {"name": "windows"}})),
	"kubernetes_minor": 24,
	"want": _findings,
}

cases["a user namespace does not excuse"] := {
	"input": fixtures.pod(object.union(_every_list, {"hostUsers": false})),
	"kubernetes_minor": 35,
	"want": _findings,
}

cases["where an operator completes the pod, only what is written counts"] := {
	"input": object.union(
		fixtures.pod({"containers": [{"name": "a"}, _container("b", {"type": "Unconfined"})]}),
		{"pod": {"partial": true}},
	),
	"want": {_overrides("containers", 1, "b", "Unconfined")},
}
