package rules.pod_security.apparmor_test

import data.lib.fixtures

_context(profile) := {"securityContext": {"appArmorProfile": profile}}

_container(name, profile) := object.union({"name": name}, _context(profile))

_in_container(list, index, name, type) := {
	"path": ["spec", list, index, "securityContext", "appArmorProfile", "type"],
	"params": {"container": name, "type": type},
}

_in_pod(type) := {
	"path": ["spec", "securityContext", "appArmorProfile", "type"],
	"params": {"type": type},
	"variant": "pod",
}

_annotated(annotations) := fixtures.pod_with({"containers": [{"name": "a"}]}, {"name": "order", "annotations": annotations})

_in_annotation(annotation, profile) := {
	"path": ["metadata", "annotations", annotation],
	"params": {"annotation": annotation, "profile": profile},
	"variant": "annotation",
}

cases["pod and container, each for itself"] := {
	"input": fixtures.pod(object.union(
		_context({"type": "Unconfined"}),
		{"containers": [_container("a", {"type": "Unconfined"}), {"name": "b"}, _container("c", {"type": "RuntimeDefault"})]},
	)),
	"want": {_in_pod("Unconfined"), _in_container("containers", 0, "a", "Unconfined")},
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
	"input": fixtures.pod(object.union(
		_context({"type": "RuntimeDefault"}),
		{"containers": [
			_container("a", {"type": "Localhost", "localhostProfile": "order"}),
			_container("b", null),
			{"name": "c", "securityContext": null},
			{"name": "d"},
		]},
	)),
	"want": set(),
}

cases["a profile without a type, of another case or of a wrong type"] := {
	"input": fixtures.pod({"containers": [
		_container("a", {}),
		_container("b", {"type": "runtimeDefault"}),
		_container("c", "RuntimeDefault"),
	]}),
	"want": {
		_in_container("containers", 0, "a", ""),
		_in_container("containers", 1, "b", "runtimeDefault"),
		_in_container("containers", 2, "c", ""),
	},
}

cases["annotations"] := {
	"input": _annotated({
		"container.apparmor.security.beta.kubernetes.io/a": "unconfined",
		"container.apparmor.security.beta.kubernetes.io/gone": "localhost",
		"container.apparmor.security.beta.kubernetes.io/b": "runtime/default",
		"container.apparmor.security.beta.kubernetes.io/c": "localhost/order",
		"container.apparmor.security.beta.kubernetes.io/d": "",
		"container.apparmor.security.beta.kubernetes.io/e": null,
		"container.apparmor.security.beta.kubernetes.io/f": true,
		"example.org/a": "unconfined",
	}),
	"want": {
		_in_annotation("container.apparmor.security.beta.kubernetes.io/a", "unconfined"),
		_in_annotation("container.apparmor.security.beta.kubernetes.io/gone", "localhost"),
		_in_annotation("container.apparmor.security.beta.kubernetes.io/f", true),
	},
}

cases["no annotations"] := {
	"input": _annotated(null),
	"want": set(),
}

cases["annotations of a template stand in the template"] := {
	"input": fixtures.workload(
		{
			"apiVersion": "apps/v1",
			"kind": "Deployment",
			"metadata": {"name": "order", "annotations": {"container.apparmor.security.beta.kubernetes.io/a": "unconfined"}},
			"spec": {"template": {
				"metadata": {"annotations": {"container.apparmor.security.beta.kubernetes.io/a": "unconfined"}},
				"spec": {"containers": [{"name": "a"}]},
			}},
		},
		["spec", "template", "spec"],
		["spec", "template", "metadata"],
	),
	"want": {{
		"path": ["spec", "template", "metadata", "annotations", "container.apparmor.security.beta.kubernetes.io/a"],
		"params": {"annotation": "container.apparmor.security.beta.kubernetes.io/a", "profile": "unconfined"},
		"variant": "annotation",
	}},
}
