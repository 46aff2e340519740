package rules.pod_security.allow_privilege_escalation_test

import data.lib.fixtures

_container(name, value) := {"name": name, "securityContext": {"allowPrivilegeEscalation": value}}

_finding(list, index, name) := {
	"path": ["spec", list, index, "securityContext", "allowPrivilegeEscalation"],
	"params": {"container": name},
}

_on(os) := fixtures.pod({"os": os, "containers": [{"name": "a"}]})

cases["only false will do"] := {
	"input": fixtures.pod({"containers": [
		_container("a", true),
		_container("b", false),
		_container("c", null),
		_container("d", "false"),
		{"name": "e", "securityContext": {}},
		{"name": "f", "securityContext": null},
		{"name": "g", "securityContext": "false"},
		{"name": "h"},
	]}),
	"want": {_finding("containers", index, name) |
		some index, name in ["a", "b", "c", "d", "e", "f", "g", "h"]
		name != "b"
	},
}

cases["containers of every list"] := {
	"input": fixtures.pod({
		"containers": [_container("a", false)],
		"initContainers": [{"name": "b"}, {"name": "c", "restartPolicy": "Always"}],
		"ephemeralContainers": [_container("d", true)],
	}),
	"want": {
		_finding("initContainers", 0, "b"),
		_finding("initContainers", 1, "c"),
		_finding("ephemeralContainers", 0, "d"),
	},
}

cases["a pod has no such field"] := {
	"input": fixtures.deployment({
		"securityContext": {"allowPrivilegeEscalation": false},
		"containers": [{"name": "a"}],
	}),
	"want": {{
		"path": ["spec", "template", "spec", "containers", 0, "securityContext", "allowPrivilegeEscalation"],
		"params": {"container": "a"},
	}},
}

cases["windows is excused since 1.25"] := {
	"input": _on({"name": "windows"}),
	"kubernetes_minor": 25,
	"want": set(),
}

cases["windows was not excused in 1.24"] := {
	"input": _on({"name": "windows"}),
	"kubernetes_minor": 24,
	"want": {_finding("containers", 0, "a")},
}

cases["another system is not excused"] := {
	"input": _on({"name": "linux"}),
	"want": {_finding("containers", 0, "a")},
}

cases["a selector for windows nodes does not excuse"] := {
	"input": fixtures.pod({"nodeSelector": {"kubernetes.io/os": "windows"}, "containers": [{"name": "a"}]}),
	"want": {_finding("containers", 0, "a")},
}

cases["where an operator completes the pod, only what is written counts"] := {
	"input": object.union(
		fixtures.pod({"containers": [{"name": "a"}, _container("b", null), _container("c", true), _container("d", false)]}),
		{"pod": {"partial": true}},
	),
	"want": {_finding("containers", 2, "c")},
}
