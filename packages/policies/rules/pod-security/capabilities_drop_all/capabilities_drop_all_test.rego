package rules.pod_security.capabilities_drop_all_test

import data.lib.fixtures

_container(name, drop) := {"name": name, "securityContext": {"capabilities": {"drop": drop}}}

_finding(list, index, name) := {
	"path": ["spec", list, index, "securityContext", "capabilities", "drop"],
	"params": {"container": name},
}

_bare := {"containers": [{"name": "a"}]}

cases["ALL, alone or among others"] := {
	"input": fixtures.pod({"containers": [_container("a", ["ALL"]), _container("b", ["KILL", "ALL"])]}),
	"want": set(),
}

cases["written exactly"] := {
	"input": fixtures.pod({"containers": [
		_container("a", ["all"]),
		_container("b", ["CAP_ALL"]),
		_container("c", "ALL"),
		_container("d", [["ALL"]]),
	]}),
	"want": {
		_finding("containers", 0, "a"),
		_finding("containers", 1, "b"),
		_finding("containers", 2, "c"),
		_finding("containers", 3, "d"),
	},
}

cases["a list of every name is not ALL"] := {
	"input": fixtures.pod({"containers": [_container("a", ["NET_RAW", "SYS_ADMIN", "CHOWN", "SETUID"])]}),
	"want": {_finding("containers", 0, "a")},
}

cases["missing on every level"] := {
	"input": fixtures.pod({"containers": [
		_container("a", []),
		_container("b", null),
		{"name": "c", "securityContext": {"capabilities": {"add": ["ALL"]}}},
		{"name": "d", "securityContext": {"capabilities": null}},
		{"name": "e", "securityContext": null},
		{"name": "f", "securityContext": "none"},
		{"name": "g"},
	]}),
	"want": {_finding("containers", index, name) | some index, name in ["a", "b", "c", "d", "e", "f", "g"]},
}

cases["containers of every list"] := {
	"input": fixtures.pod({
		"containers": [_container("a", ["ALL"])],
		"initContainers": [{"name": "b"}, {"name": "c", "restartPolicy": "Always"}],
		"ephemeralContainers": [{"name": "d"}],
	}),
	"want": {
		_finding("initContainers", 0, "b"),
		_finding("initContainers", 1, "c"),
		_finding("ephemeralContainers", 0, "d"),
	},
}

cases["a pod has no such field"] := {
	"input": fixtures.deployment({
		"securityContext": {"capabilities": {"drop": ["ALL"]}},
		"containers": [{"name": "a"}],
	}),
	"want": {{
		"path": ["spec", "template", "spec", "containers", 0, "securityContext", "capabilities", "drop"],
		"params": {"container": "a"},
	}},
}

cases["demanded since 1.22"] := {
	"input": fixtures.pod(_bare),
	"kubernetes_minor": 22,
	"want": {_finding("containers", 0, "a")},
}

cases["not demanded in 1.21"] := {
	"input": fixtures.pod(_bare),
	"kubernetes_minor": 21,
	"want": set(),
}

cases["windows is excused since 1.25"] := {
	"input": fixtures.pod(object.union(_bare, {"os": {"name": "windows"}})),
	"kubernetes_minor": 25,
	"want": set(),
}

cases["windows was not excused in 1.24"] := {
	"input": fixtures.pod(object.union(_bare, {"os": {"name": "windows"}})),
	"kubernetes_minor": 24,
	"want": {_finding("containers", 0, "a")},
}

cases["where an operator completes the pod, only what is written counts"] := {
	"input": object.union(
		fixtures.pod({"containers": [{"name": "a"}, _container("b", ["NET_RAW"]), _container("c", ["ALL"])]}),
		{"pod": {"partial": true}},
	),
	"want": {_finding("containers", 1, "b")},
}
