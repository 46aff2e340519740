package rules.pod_security.seccomp_test

import data.lib.fixtures

_container(name, profile) := {"name": name, "securityContext": {"seccompProfile": profile}}

_in_container(list, index, name, type) := {
	"path": ["spec", list, index, "securityContext", "seccompProfile", "type"],
	"params": {"container": name, "type": type},
}

_in_pod(type) := {
	"path": ["spec", "securityContext", "seccompProfile", "type"],
	"params": {"type": type},
	"variant": "pod",
}

_in_annotation(annotation) := {
	"path": ["metadata", "annotations", annotation],
	"params": {"annotation": annotation},
	"variant": "annotation",
}

cases["pod and container, each for itself"] := {
	"input": fixtures.pod({
		"securityContext": {"seccompProfile": {"type": "Unconfined"}},
		"containers": [_container("a", {"type": "Unconfined"}), {"name": "b"}, _container("c", {"type": "RuntimeDefault"})],
	}),
	"want": {_in_pod("Unconfined"), _in_container("containers", 0, "a", "Unconfined")},
}

cases["a good pod does not excuse a container"] := {
	"input": fixtures.pod({
		"securityContext": {"seccompProfile": {"type": "RuntimeDefault"}},
		"containers": [_container("a", {"type": "Unconfined"})],
	}),
	"want": {_in_container("containers", 0, "a", "Unconfined")},
}

cases["init, sidecar and ephemeral containers count"] := {
	"input": fixtures.pod({
		"containers": [{"name": "a"}],
		"initContainers": [
			_container("b", {"type": "Unconfined"}),
			object.union(_container("c", {"type": "Unconfined"}), {"restartPolicy": "Always"}),
		],
		"ephemeralContainers": [_container("d", {"type": "Unconfined"})],
	}),
	"want": {
		_in_container("initContainers", 0, "b", "Unconfined"),
		_in_container("initContainers", 1, "c", "Unconfined"),
		_in_container("ephemeralContainers", 0, "d", "Unconfined"),
	},
}

cases["allowed types, null and missing"] := {
	"input": fixtures.deployment({
		"securityContext": {"seccompProfile": null},
		"containers": [
			_container("a", {"type": "Localhost", "localhostProfile": "order.json"}),
			_container("b", {"type": "RuntimeDefault"}),
			_container("c", null),
			{"name": "d", "securityContext": null},
			{"name": "e"},
		],
	}),
	"want": set(),
}

cases["a profile without a type, of another case or of a wrong type"] := {
	"input": fixtures.pod({"containers": [
		_container("a", {}),
		_container("b", {"type": "runtime/default"}),
		_container("c", "RuntimeDefault"),
		_container("d", {"type": null}),
	]}),
	"want": {
		_in_container("containers", 0, "a", ""),
		_in_container("containers", 1, "b", "runtime/default"),
		_in_container("containers", 2, "c", ""),
		_in_container("containers", 3, "d", ""),
	},
}

cases["windows is not excused"] := {
	"input": fixtures.pod({"os": {"name": "windows"}, "containers": [_container("a", {"type": "Unconfined"})]}),
	"want": {_in_container("containers", 0, "a", "Unconfined")},
}

cases["annotations that ask for no profile"] := {
	"input": fixtures.pod_with({"containers": [{"name": "a"}]}, {"name": "order", "annotations": {
		"seccomp.security.alpha.kubernetes.io/pod": "unconfined",
		"container.seccomp.security.alpha.kubernetes.io/a": "unconfined",
		"container.seccomp.security.alpha.kubernetes.io/b": "runtime/default",
		"container.seccomp.security.alpha.kubernetes.io/c": null,
		"seccomp.security.alpha.kubernetes.io/other": "unconfined",
		"example.org/seccomp": "unconfined",
	}}),
	"want": {
		_in_annotation("seccomp.security.alpha.kubernetes.io/pod"),
		_in_annotation("container.seccomp.security.alpha.kubernetes.io/a"),
	},
}

cases["annotations with a profile, or none"] := {
	"input": fixtures.pod_with({"containers": [{"name": "a"}]}, {"name": "order", "annotations": {
		"seccomp.security.alpha.kubernetes.io/pod": "localhost/order.json",
		"container.seccomp.security.alpha.kubernetes.io/a": "docker/default",
	}}),
	"want": set(),
}

cases["annotations of a wrong type"] := {
	"input": fixtures.pod_with(
		{"containers": [_container("a", {"type": "Unconfined"})]},
		{"name": "order", "annotations": ["seccomp.security.alpha.kubernetes.io/pod", "unconfined"]},
	),
	"want": {_in_container("containers", 0, "a", "Unconfined")},
}
