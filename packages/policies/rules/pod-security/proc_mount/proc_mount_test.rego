package rules.pod_security.proc_mount_test

import data.lib.fixtures

_container(name, value) := {"name": name, "securityContext": {"procMount": value}}

_finding(list, index, name, value) := {
	"path": ["spec", list, index, "securityContext", "procMount"],
	"params": {"container": name, "value": value},
}

_every_list := {
	"containers": [_container("a", "Unmasked")],
	"initContainers": [
		_container("b", "Unmasked"),
		object.union(_container("c", "Unmasked"), {"restartPolicy": "Always"}),
	],
	"ephemeralContainers": [_container("d", "Unmasked")],
}

_findings := {
	_finding("containers", 0, "a", "Unmasked"),
	_finding("initContainers", 0, "b", "Unmasked"),
	_finding("initContainers", 1, "c", "Unmasked"),
	_finding("ephemeralContainers", 0, "d", "Unmasked"),
}

cases["containers of every list"] := {
	"input": fixtures.pod(_every_list),
	"want": _findings,
}

cases["a template"] := {
	"input": fixtures.deployment({"containers": [_container("a", "Unmasked")]}),
	"want": {{
		"path": ["spec", "template", "spec", "containers", 0, "securityContext", "procMount"],
		"params": {"container": "a", "value": "Unmasked"},
	}},
}

cases["a user namespace excuses since 1.35"] := {
	"input": fixtures.pod(object.union(_every_list, {"hostUsers": false})),
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

cases["nothing said about the user namespace does not excuse"] := {
	"input": fixtures.pod(object.union(_every_list, {"hostUsers": null})),
	"kubernetes_minor": 35,
	"want": _findings,
}

cases["Default, null and missing"] := {
	"input": fixtures.pod({"containers": [
		_container("a", "Default"),
		_container("b", null),
		{"name": "c", "securityContext": null},
		{"name": "d"},
	]}),
	"want": set(),
}

cases["empty, of another case or of a wrong type"] := {
	"input": fixtures.pod({"containers": [_container("a", ""), _container("b", "default"), _container("c", false)]}),
	"want": {
		_finding("containers", 0, "a", ""),
		_finding("containers", 1, "b", "default"),
		_finding("containers", 2, "c", false),
	},
}

cases["a pod has no such field"] := {
	"input": fixtures.pod({"securityContext": {"procMount": "Unmasked"}, "containers": [{"name": "a"}]}),
	"want": set(),
}
