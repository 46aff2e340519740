package rules.pod_security.run_as_user_test

import data.lib.fixtures

_container(name, user) := {"name": name, "securityContext": {"runAsUser": user}}

_in_container(list, index, name) := {
	"path": ["spec", list, index, "securityContext", "runAsUser"],
	"params": {"container": name},
}

_in_pod := {"path": ["spec", "securityContext", "runAsUser"], "params": {}, "variant": "pod"}

_root := {"securityContext": {"runAsUser": 0}, "containers": [_container("a", 0)]}

cases["pod and container"] := {
	"input": fixtures.pod(_root),
	"want": {_in_pod, _in_container("containers", 0, "a")},
}

cases["containers of every list"] := {
	"input": fixtures.pod({
		"securityContext": {"runAsUser": 1000},
		"containers": [_container("a", 0)],
		"initContainers": [_container("b", 0), object.union(_container("c", 0), {"restartPolicy": "Always"})],
		"ephemeralContainers": [_container("d", 0)],
	}),
	"want": {
		_in_container("containers", 0, "a"),
		_in_container("initContainers", 0, "b"),
		_in_container("initContainers", 1, "c"),
		_in_container("ephemeralContainers", 0, "d"),
	},
}

cases["a pod as root fails even if every container overrides it"] := {
	"input": fixtures.deployment({"securityContext": {"runAsUser": 0}, "containers": [_container("a", 1000)]}),
	"want": {{
		"path": ["spec", "template", "spec", "securityContext", "runAsUser"],
		"params": {},
		"variant": "pod",
	}},
}

cases["other users, null and missing"] := {
	"input": fixtures.pod({
		"securityContext": {"runAsUser": null, "runAsGroup": 0, "fsGroup": 0},
		"containers": [
			_container("a", 1),
			_container("b", null),
			{"name": "c", "securityContext": null},
			{"name": "d"},
			{"name": "e", "securityContext": {"runAsNonRoot": false}},
		],
	}),
	"want": set(),
}

cases["a security context of a wrong type hides nothing"] := {
	"input": fixtures.pod({"securityContext": 0, "containers": [_container("a", 0), {"name": "b", "securityContext": 0}]}),
	"want": {_in_container("containers", 0, "a")},
}

cases["demanded since 1.23"] := {
	"input": fixtures.pod(_root),
	"kubernetes_minor": 23,
	"want": {_in_pod, _in_container("containers", 0, "a")},
}

cases["not demanded in 1.22"] := {
	"input": fixtures.pod(_root),
	"kubernetes_minor": 22,
	"want": set(),
}

cases["a user namespace excuses since 1.35"] := {
	"input": fixtures.pod(object.union(_root, {"hostUsers": false})),
	"kubernetes_minor": 35,
	"want": set(),
}

cases["a user namespace did not excuse in 1.34"] := {
	"input": fixtures.pod(object.union(_root, {"hostUsers": false})),
	"kubernetes_minor": 34,
	"want": {_in_pod, _in_container("containers", 0, "a")},
}

cases["the user namespace of the node does not excuse"] := {
	"input": fixtures.pod(object.union(_root, {"hostUsers": true})),
	"kubernetes_minor": 35,
	"want": {_in_pod, _in_container("containers", 0, "a")},
}
