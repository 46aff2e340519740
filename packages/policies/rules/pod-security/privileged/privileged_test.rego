package rules.pod_security.privileged_test

import data.lib.fixtures

cases["a privileged container"] := {
	"input": fixtures.pod({"containers": [{"name": "a", "securityContext": {"privileged": true}}]}),
	"want": {{
		"path": ["spec", "containers", 0, "securityContext", "privileged"],
		"params": {"container": "a"},
	}},
}

cases["init, sidecar and ephemeral containers count"] := {
	"input": fixtures.deployment({
		"containers": [{"name": "a", "securityContext": {"privileged": false}}],
		"initContainers": [
			{"name": "b", "securityContext": {"privileged": true}},
			{"name": "c", "restartPolicy": "Always", "securityContext": {"privileged": true}},
		],
		"ephemeralContainers": [{"name": "d", "securityContext": {"privileged": true}}],
	}),
	"want": {
		{
			"path": ["spec", "template", "spec", "initContainers", 0, "securityContext", "privileged"],
			"params": {"container": "b"},
		},
		{
			"path": ["spec", "template", "spec", "initContainers", 1, "securityContext", "privileged"],
			"params": {"container": "c"},
		},
		{
			"path": ["spec", "template", "spec", "ephemeralContainers", 0, "securityContext", "privileged"],
			"params": {"container": "d"},
		},
	},
}

cases["a pod-level privileged does not exist"] := {
	"input": fixtures.pod({"securityContext": {"privileged": true}, "containers": [{"name": "a"}]}),
	"want": set(),
}

cases["false, null, missing, and what is no boolean, which the API server refuses"] := {
	"input": fixtures.pod({"containers": [
		{"name": "a", "securityContext": {"privileged": false}},
		{"name": "b", "securityContext": {"privileged": null}},
		{"name": "c", "securityContext": {}},
		{"name": "d", "securityContext": null},
		{"name": "e"},
		{"name": "f", "securityContext": {"privileged": "true"}},
	]}),
	"want": set(),
}

cases["a container written wrongly does not hide its neighbour"] := {
	"input": fixtures.pod({"containers": [
		{"name": "a", "securityContext": "privileged"},
		{"name": "b", "securityContext": {"privileged": true}},
	]}),
	"want": {{
		"path": ["spec", "containers", 1, "securityContext", "privileged"],
		"params": {"container": "b"},
	}},
}
