package rules.pod_security.capabilities_test

import data.lib.fixtures

_adding(list) := {"containers": [{"name": "a", "securityContext": {"capabilities": {"add": list}}}]}

_finding(index, capability) := {
	"path": ["spec", "containers", 0, "securityContext", "capabilities", "add", index],
	"params": {"container": "a", "capability": capability},
}

cases["the whole default set is allowed"] := {
	"input": fixtures.pod(_adding([
		"AUDIT_WRITE",
		"CHOWN",
		"DAC_OVERRIDE",
		"FOWNER",
		"FSETID",
		"KILL",
		"MKNOD",
		"NET_BIND_SERVICE",
		"SETFCAP",
		"SETGID",
		"SETPCAP",
		"SETUID",
		"SYS_CHROOT",
	])),
	"want": set(),
}

cases["only the capabilities outside the set are reported"] := {
	"input": fixtures.pod(_adding(["CHOWN", "NET_RAW", "KILL", "SYS_ADMIN"])),
	"want": {_finding(1, "NET_RAW"), _finding(3, "SYS_ADMIN")},
}

cases["names are compared as written"] := {
	"input": fixtures.pod(_adding(["ALL", "chown", "CAP_KILL", "", null, 7])),
	"want": {
		_finding(0, "ALL"),
		_finding(1, "chown"),
		_finding(2, "CAP_KILL"),
		_finding(3, ""),
		_finding(4, null),
		_finding(5, 7),
	},
}

cases["init, sidecar and ephemeral containers count"] := {
	"input": fixtures.deployment({
		"containers": [{"name": "a"}],
		"initContainers": [
			{"name": "b", "securityContext": {"capabilities": {"add": ["NET_ADMIN"]}}},
			{"name": "c", "restartPolicy": "Always", "securityContext": {"capabilities": {"add": ["BPF"]}}},
		],
		"ephemeralContainers": [{"name": "d", "securityContext": {"capabilities": {"add": ["SYS_PTRACE"]}}}],
	}),
	"want": {
		{
			"path": ["spec", "template", "spec", "initContainers", 0, "securityContext", "capabilities", "add", 0],
			"params": {"container": "b", "capability": "NET_ADMIN"},
		},
		{
			"path": ["spec", "template", "spec", "initContainers", 1, "securityContext", "capabilities", "add", 0],
			"params": {"container": "c", "capability": "BPF"},
		},
		{
			"path": ["spec", "template", "spec", "ephemeralContainers", 0, "securityContext", "capabilities", "add", 0],
			"params": {"container": "d", "capability": "SYS_PTRACE"},
		},
	},
}

cases["nothing is added, or dropped instead"] := {
	"input": fixtures.pod({"containers": [
		{"name": "a"},
		{"name": "b", "securityContext": null},
		{"name": "c", "securityContext": {"capabilities": null}},
		{"name": "d", "securityContext": {"capabilities": {"add": null, "drop": ["SYS_ADMIN"]}}},
		{"name": "e", "securityContext": {"capabilities": {"add": []}}},
	]}),
	"want": set(),
}

cases["a container written wrongly does not hide its neighbour"] := {
	"input": fixtures.pod({
		"securityContext": "none",
		"containers": [
			{"name": "a", "securityContext": {"capabilities": {"add": ["NET_RAW"]}}},
			{"name": "b", "securityContext": "none"},
			{"name": "c", "securityContext": {"capabilities": ["NET_RAW"]}},
		],
	}),
	"want": {_finding(0, "NET_RAW")},
}

cases["the allowed set is a parameter"] := {
	"input": fixtures.pod(_adding(["NET_RAW", "CHOWN"])),
	"params": {"allowed": ["NET_RAW"]},
	"want": {_finding(1, "CHOWN")},
}
