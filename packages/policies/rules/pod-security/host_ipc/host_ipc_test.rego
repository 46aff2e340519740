package rules.pod_security.host_ipc_test

import data.lib.fixtures

cases["a pod that says so"] := {
	"input": fixtures.pod({"hostIPC": true, "containers": [{"name": "a"}]}),
	"want": {{"path": ["spec", "hostIPC"], "params": {}}},
}

cases["one finding for a template, however many containers"] := {
	"input": fixtures.deployment({"hostIPC": true, "initContainers": [{"name": "a"}], "containers": [{"name": "b"}, {"name": "c"}]}),
	"want": {{"path": ["spec", "template", "spec", "hostIPC"], "params": {}}},
}

cases["false is the default"] := {
	"input": fixtures.pod({"hostIPC": false, "containers": [{"name": "a"}]}),
	"want": set(),
}

cases["null is the default"] := {
	"input": fixtures.pod({"hostIPC": null, "containers": [{"name": "a"}]}),
	"want": set(),
}

cases["missing is the default"] := {
	"input": fixtures.pod({"containers": [{"name": "a"}]}),
	"want": set(),
}

cases["a container has no such field"] := {
	"input": fixtures.pod({
		"securityContext": {"hostIPC": true},
		"containers": [{"name": "a", "hostIPC": true, "securityContext": {"hostIPC": true}}],
	}),
	"want": set(),
}

cases["an empty specification"] := {
	"input": fixtures.pod(null),
	"want": set(),
}
