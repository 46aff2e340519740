package rules.pod_security.host_network_test

import data.lib.fixtures

cases["a pod that says so"] := {
	"input": fixtures.pod({"hostNetwork": true, "containers": [{"name": "a"}]}),
	"want": {{"path": ["spec", "hostNetwork"], "params": {}}},
}

cases["one finding for a template, however many containers"] := {
	"input": fixtures.deployment({"hostNetwork": true, "initContainers": [{"name": "a"}], "containers": [{"name": "b"}, {"name": "c"}]}),
	"want": {{"path": ["spec", "template", "spec", "hostNetwork"], "params": {}}},
}

cases["false is the default"] := {
	"input": fixtures.pod({"hostNetwork": false, "containers": [{"name": "a"}]}),
	"want": set(),
}

cases["null is the default"] := {
	"input": fixtures.pod({"hostNetwork": null, "containers": [{"name": "a"}]}),
	"want": set(),
}

cases["missing is the default"] := {
	"input": fixtures.pod({"containers": [{"name": "a"}]}),
	"want": set(),
}

cases["a container has no such field"] := {
	"input": fixtures.pod({
		"securityContext": {"hostNetwork": true},
		"containers": [{"name": "a", "hostNetwork": true, "securityContext": {"hostNetwork": true}}],
	}),
	"want": set(),
}

cases["an empty specification"] := {
	"input": fixtures.pod(null),
	"want": set(),
}
