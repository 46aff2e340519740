package rules.pod_security.host_path_test

import data.lib.fixtures

_pod(volumes) := fixtures.pod({"containers": [{"name": "a"}], "volumes": volumes})

_finding(index, volume, host_path) := {
	"path": ["spec", "volumes", index, "hostPath"],
	"params": {"volume": volume, "host_path": host_path},
}

cases["every host path of a pod"] := {
	"input": _pod([
		{"name": "data", "emptyDir": {}},
		{"name": "logs", "hostPath": {"path": "/var/log"}},
		{"name": "root", "hostPath": {"path": "/", "type": "Directory"}},
	]),
	"want": {_finding(1, "logs", "/var/log"), _finding(2, "root", "/")},
}

cases["a template"] := {
	"input": fixtures.deployment({"volumes": [{"name": "logs", "hostPath": {"path": "/var/log"}}], "containers": []}),
	"want": {{
		"path": ["spec", "template", "spec", "volumes", 0, "hostPath"],
		"params": {"volume": "logs", "host_path": "/var/log"},
	}},
}

cases["an empty or incomplete host path is one too"] := {
	"input": _pod([
		{"name": "a", "hostPath": {}},
		{"hostPath": {"path": null}},
		{"name": null, "hostPath": {"type": "Socket"}},
	]),
	"want": {_finding(0, "a", ""), _finding(1, "", ""), _finding(2, "", "")},
}

cases["a host path of a wrong type is reported"] := {
	"input": _pod([{"name": "a", "hostPath": "/etc"}, {"name": "b", "hostPath": false}]),
	"want": {_finding(0, "a", ""), _finding(1, "b", "")},
}

cases["another source beside it does not excuse it"] := {
	"input": _pod([{"name": "a", "hostPath": {"path": "/etc"}, "emptyDir": {}}]),
	"want": {_finding(0, "a", "/etc")},
}

cases["null is no host path"] := {
	"input": _pod([{"name": "a", "hostPath": null}, null, "b", {}]),
	"want": set(),
}

cases["no volumes"] := {
	"input": _pod(null),
	"want": set(),
}

cases["a mount path is not a host path"] := {
	"input": fixtures.pod({
		"containers": [{"name": "a", "volumeMounts": [{"name": "logs", "mountPath": "/var/log"}]}],
		"volumes": [{"name": "logs", "persistentVolumeClaim": {"claimName": "logs"}}],
	}),
	"want": set(),
}
