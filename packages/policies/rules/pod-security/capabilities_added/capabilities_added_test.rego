package rules.pod_security.capabilities_added_test

import data.lib.fixtures

_container(name, add) := {"name": name, "securityContext": {"capabilities": {"add": add}}}

_finding(list, index, item, name, capability) := {
	"path": ["spec", list, index, "securityContext", "capabilities", "add", item],
	"params": {"container": name, "capability": capability},
}

_adding := {"containers": [_container("a", ["CHOWN"])]}

cases["only NET_BIND_SERVICE, written exactly"] := {
	"input": fixtures.pod({"containers": [
		_container("a", ["NET_BIND_SERVICE"]),
		_container("b", ["CHOWN", "NET_BIND_SERVICE", "net_bind_service", "CAP_NET_BIND_SERVICE", null]),
	]}),
	"want": {
		_finding("containers", 1, 0, "b", "CHOWN"),
		_finding("containers", 1, 2, "b", "net_bind_service"),
		_finding("containers", 1, 3, "b", "CAP_NET_BIND_SERVICE"),
		_finding("containers", 1, 4, "b", null),
	},
}

cases["containers of every list"] := {
	"input": fixtures.pod({
		"containers": [_container("a", ["ALL"])],
		"initContainers": [
			_container("b", ["NET_ADMIN"]),
			object.union(_container("c", ["KILL"]), {"restartPolicy": "Always"}),
		],
		"ephemeralContainers": [_container("d", ["SYS_PTRACE"])],
	}),
	"want": {
		_finding("containers", 0, 0, "a", "ALL"),
		_finding("initContainers", 0, 0, "b", "NET_ADMIN"),
		_finding("initContainers", 1, 0, "c", "KILL"),
		_finding("ephemeralContainers", 0, 0, "d", "SYS_PTRACE"),
	},
}

cases["a template"] := {
	"input": fixtures.deployment(_adding),
	"want": {{
		"path": ["spec", "template", "spec", "containers", 0, "securityContext", "capabilities", "add", 0],
		"params": {"container": "a", "capability": "CHOWN"},
	}},
}

cases["nothing added"] := {
	"input": fixtures.pod({"containers": [
		_container("a", []),
		_container("b", null),
		{"name": "c", "securityContext": {"capabilities": null}},
		{"name": "d", "securityContext": null},
		{"name": "e"},
	]}),
	"want": set(),
}

cases["demanded since 1.22"] := {
	"input": fixtures.pod(_adding),
	"kubernetes_minor": 22,
	"want": {_finding("containers", 0, 0, "a", "CHOWN")},
}

cases["not demanded in 1.21"] := {
	"input": fixtures.pod(_adding),
	"kubernetes_minor": 21,
	"want": set(),
}

cases["windows is excused since 1.25"] := {
	"input": fixtures.pod(object.union(_adding, {"os": {"name": "windows"}})),
	"kubernetes_minor": 25,
	"want": set(),
}

cases["windows was not excused in 1.24"] := {
	"input": fixtures.pod(object.union(_adding, {"os": {"name": "windows"}})),
	"kubernetes_minor": 24,
	"want": {_finding("containers", 0, 0, "a", "CHOWN")},
}

cases["a container written wrongly does not hide its neighbour"] := {
	"input": fixtures.pod({"containers": [{"name": "x", "securityContext": []}, _container("a", ["CHOWN"])]}),
	"want": {_finding("containers", 1, 0, "a", "CHOWN")},
}

cases["the allowed set is a parameter"] := {
	"input": fixtures.pod({"containers": [_container("a", ["CHOWN", "NET_BIND_SERVICE"])]}),
	"params": {"allowed": ["CHOWN"]},
	"want": {_finding("containers", 0, 1, "a", "NET_BIND_SERVICE")},
}
