package rules.pod_security.host_ports_test

import data.lib.fixtures

cases["every host port of a container"] := {
	"input": fixtures.pod({"containers": [{"name": "a", "ports": [
		{"containerPort": 80, "hostPort": 80},
		{"containerPort": 81},
		{"containerPort": 443, "hostPort": 8443, "protocol": "UDP"},
	]}]}),
	"want": {
		{"path": ["spec", "containers", 0, "ports", 0, "hostPort"], "params": {"container": "a", "port": 80}},
		{"path": ["spec", "containers", 0, "ports", 2, "hostPort"], "params": {"container": "a", "port": 8443}},
	},
}

cases["init, sidecar and ephemeral containers count"] := {
	"input": fixtures.deployment({
		"containers": [{"name": "a"}],
		"initContainers": [
			{"name": "b", "ports": [{"hostPort": 1}]},
			{"name": "c", "restartPolicy": "Always", "ports": [{"hostPort": 2}]},
		],
		"ephemeralContainers": [{"name": "d", "ports": [{"hostPort": 3}]}],
	}),
	"want": {
		{
			"path": ["spec", "template", "spec", "initContainers", 0, "ports", 0, "hostPort"],
			"params": {"container": "b", "port": 1},
		},
		{
			"path": ["spec", "template", "spec", "initContainers", 1, "ports", 0, "hostPort"],
			"params": {"container": "c", "port": 2},
		},
		{
			"path": ["spec", "template", "spec", "ephemeralContainers", 0, "ports", 0, "hostPort"],
			"params": {"container": "d", "port": 3},
		},
	},
}

cases["0, null and missing are no host port"] := {
	"input": fixtures.pod({"containers": [
		{"name": "a", "ports": [{"hostPort": 0}, {"hostPort": null}, {}, null]},
		{"name": "b", "ports": null},
		{"name": "c"},
	]}),
	"want": set(),
}

cases["what the API server fills in for the host network is not written here"] := {
	"input": fixtures.pod({"hostNetwork": true, "containers": [{"name": "a", "ports": [{"containerPort": 80}]}]}),
	"want": set(),
}

cases["a port of a wrong type is reported"] := {
	"input": fixtures.pod({"containers": [{"name": "a", "ports": [{"hostPort": "80"}]}]}),
	"want": {{"path": ["spec", "containers", 0, "ports", 0, "hostPort"], "params": {"container": "a", "port": "80"}}},
}
