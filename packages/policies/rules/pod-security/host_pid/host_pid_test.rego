package rules.pod_security.host_pid_test

import data.lib.fixtures

cases["a pod that says so"] := {
	"input": fixtures.pod({"hostPID": true, "containers": [{"name": "a"}]}),
	"want": {{"path": ["spec", "hostPID"], "params": {}}},
}

cases["one finding for a template, however many containers"] := {
	"input": fixtures.deployment({"hostPID": true, "initContainers": [{"name": "a"}], "containers": [{"name": "b"}, {"name": "c"}]}),
	"want": {{"path": ["spec", "template", "spec", "hostPID"], "params": {}}},
}

cases["false is the default"] := {
	"input": fixtures.pod({"hostPID": false, "containers": [{"name": "a"}]}),
	"want": set(),
}

cases["null is the default"] := {
	"input": fixtures.pod({"hostPID": null, "containers": [{"name": "a"}]}),
	"want": set(),
}

cases["missing is the default"] := {
	"input": fixtures.pod({"containers": [{"name": "a"}]}),
	"want": set(),
}

cases["a container has no such field"] := {
	"input": fixtures.pod({
		"securityContext": {"hostPID": true},
		"containers": [{"name": "a", "hostPID": true, "securityContext": {"hostPID": true}}],
	}),
	"want": set(),
}

cases["an empty specification"] := {
	"input": fixtures.pod(null),
	"want": set(),
}
