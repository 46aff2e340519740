package rules.pod_security.host_probes_test

import data.lib.fixtures

_finding(list, index, handler, action, host) := {
	"path": array.concat(["spec", list, index], array.concat(handler, [action, "host"])),
	"params": {"container": "a", "handler": concat(".", handler), "host": host},
}

_all := {
	"name": "a",
	"livenessProbe": {"httpGet": {"host": "10.0.0.1", "port": 80}},
	"readinessProbe": {"tcpSocket": {"host": "10.0.0.2", "port": 80}},
	"startupProbe": {"httpGet": {"host": "localhost"}, "tcpSocket": {"host": "127.0.0.1"}},
	"lifecycle": {
		"postStart": {"httpGet": {"host": "10.0.0.3"}},
		"preStop": {"tcpSocket": {"host": "10.0.0.4"}},
	},
}

_findings(list) := {
	_finding(list, 0, ["livenessProbe"], "httpGet", "10.0.0.1"),
	_finding(list, 0, ["readinessProbe"], "tcpSocket", "10.0.0.2"),
	_finding(list, 0, ["startupProbe"], "httpGet", "localhost"),
	_finding(list, 0, ["startupProbe"], "tcpSocket", "127.0.0.1"),
	_finding(list, 0, ["lifecycle", "postStart"], "httpGet", "10.0.0.3"),
	_finding(list, 0, ["lifecycle", "preStop"], "tcpSocket", "10.0.0.4"),
}

cases["every probe and handler"] := {
	"input": fixtures.pod({"containers": [_all]}),
	"want": _findings("containers"),
}

cases["init containers count"] := {
	"input": fixtures.pod({"initContainers": [_all]}),
	"want": _findings("initContainers"),
}

cases["sidecar containers count"] := {
	"input": fixtures.pod({"initContainers": [object.union(_all, {"restartPolicy": "Always"})]}),
	"want": _findings("initContainers"),
}

cases["ephemeral containers count"] := {
	"input": fixtures.pod({"ephemeralContainers": [_all]}),
	"want": _findings("ephemeralContainers"),
}

cases["a template"] := {
	"input": fixtures.deployment({"containers": [{"name": "a", "livenessProbe": {"httpGet": {"host": "db"}}}]}),
	"want": {{
		"path": ["spec", "template", "spec", "containers", 0, "livenessProbe", "httpGet", "host"],
		"params": {"container": "a", "handler": "livenessProbe", "host": "db"},
	}},
}

cases["below 1.34 it is allowed"] := {
	"input": fixtures.pod({"containers": [_all]}),
	"kubernetes_minor": 33,
	"want": set(),
}

cases["empty, null and missing hosts"] := {
	"input": fixtures.pod({"containers": [
		{"name": "a", "livenessProbe": {"httpGet": {"host": ""}}, "readinessProbe": {"tcpSocket": {"host": null}}},
		{"name": "b", "startupProbe": {"httpGet": {"port": 80}}, "lifecycle": {"postStart": {"exec": {"command": ["true"]}}}},
		{"name": "c", "livenessProbe": null, "readinessProbe": {"httpGet": null}, "lifecycle": null},
		{"name": "d", "lifecycle": {"preStop": null}},
	]}),
	"want": set(),
}

cases["other fields named host"] := {
	"input": fixtures.pod({"containers": [{
		"name": "a",
		"livenessProbe": {"host": "db", "httpGet": {"httpHeaders": [{"name": "Host", "value": "shop.example"}]}},
		"readinessProbe": {"grpc": {"port": 9000, "host": "db"}},
	}]}),
	"want": set(),
}

cases["a handler written wrongly does not hide its neighbour"] := {
	"input": fixtures.pod({"containers": [{"name": "a", "livenessProbe": "http", "readinessProbe": {"httpGet": {"host": 7}}}]}),
	"want": {_finding("containers", 0, ["readinessProbe"], "httpGet", 7)},
}
