package rules.pod_security.selinux_test

import data.lib.fixtures

_container(name, options) := {"name": name, "securityContext": {"seLinuxOptions": options}}

_in_container(list, index, name, field, value) := {
	"path": ["spec", list, index, "securityContext", "seLinuxOptions", field],
	"params": {"container": name, "field": field, "value": value},
}

_in_pod(field, value) := {
	"path": ["spec", "securityContext", "seLinuxOptions", field],
	"params": {"field": field, "value": value},
	"variant": "pod",
}

cases["type, user and role of the pod"] := {
	"input": fixtures.pod({
		"securityContext": {"seLinuxOptions": {"type": "spc_t", "user": "system_u", "role": "system_r", "level": "s0:c1,c2"}},
		"containers": [{"name": "a"}],
	}),
	"want": {_in_pod("type", "spc_t"), _in_pod("user", "system_u"), _in_pod("role", "system_r")},
}

cases["containers of every list"] := {
	"input": fixtures.pod({
		"containers": [_container("a", {"type": "spc_t"})],
		"initContainers": [
			_container("b", {"user": "root"}),
			object.union(_container("c", {"role": "unconfined_r"}), {"restartPolicy": "Always"}),
		],
		"ephemeralContainers": [_container("d", {"type": "container_runtime_t"})],
	}),
	"want": {
		_in_container("containers", 0, "a", "type", "spc_t"),
		_in_container("initContainers", 0, "b", "user", "root"),
		_in_container("initContainers", 1, "c", "role", "unconfined_r"),
		_in_container("ephemeralContainers", 0, "d", "type", "container_runtime_t"),
	},
}

cases["types made for containers"] := {
	"input": fixtures.deployment({
		"securityContext": {"seLinuxOptions": {"type": "container_t"}},
		"containers": [
			_container("a", {"type": "container_init_t", "level": "s0:c1"}),
			_container("b", {"type": "container_kvm_t"}),
		],
	}),
	"want": set(),
}

cases["the engine's type is allowed since 1.31"] := {
	"input": fixtures.pod({"containers": [_container("a", {"type": "container_engine_t"})]}),
	"kubernetes_minor": 31,
	"want": set(),
}

cases["the engine's type was not allowed in 1.30"] := {
	"input": fixtures.pod({"containers": [_container("a", {"type": "container_engine_t"})]}),
	"kubernetes_minor": 30,
	"want": {_in_container("containers", 0, "a", "type", "container_engine_t")},
}

cases["a type's name is not a user's or a role's"] := {
	"input": fixtures.pod({"containers": [_container("a", {"user": "container_t", "role": "container_engine_t"})]}),
	"want": {
		_in_container("containers", 0, "a", "user", "container_t"),
		_in_container("containers", 0, "a", "role", "container_engine_t"),
	},
}

cases["empty, null and missing"] := {
	"input": fixtures.pod({
		"securityContext": {"seLinuxOptions": {"type": "", "user": "", "role": ""}},
		"containers": [
			_container("a", {"type": null, "user": null, "role": null}),
			_container("b", {}),
			_container("c", null),
			{"name": "d", "securityContext": null},
			{"name": "e"},
		],
	}),
	"want": set(),
}

cases["a value of a wrong type is reported and hides nothing"] := {
	"input": fixtures.pod({
		"securityContext": {"seLinuxOptions": "spc_t"},
		"containers": [_container("a", {"type": ["container_t"], "user": 7})],
	}),
	"want": {
		_in_container("containers", 0, "a", "type", ["container_t"]),
		_in_container("containers", 0, "a", "user", 7),
	},
}
