package rules.pod_security.windows_host_process_test

import data.lib.fixtures

_container(name, value) := {"name": name, "securityContext": {"windowsOptions": {"hostProcess": value}}}

_in_container(list, index, name) := {
	"path": ["spec", list, index, "securityContext", "windowsOptions", "hostProcess"],
	"params": {"container": name},
}

_in_pod := {
	"path": ["spec", "securityContext", "windowsOptions", "hostProcess"],
	"params": {},
	"variant": "pod",
}

cases["the pod"] := {
	"input": fixtures.pod({"securityContext": {"windowsOptions": {"hostProcess": true}}, "containers": [{"name": "a"}]}),
	"want": {_in_pod},
}

cases["a container that says no does not excuse the pod"] := {
	"input": fixtures.pod({
		"securityContext": {"windowsOptions": {"hostProcess": true}},
		"containers": [_container("a", false)],
	}),
	"want": {_in_pod},
}

cases["containers of every list"] := {
	"input": fixtures.pod({
		"os": {"name": "windows"},
		"securityContext": {"windowsOptions": {"hostProcess": false}},
		"containers": [_container("a", true)],
		"initContainers": [_container("b", true), object.union(_container("c", true), {"restartPolicy": "Always"})],
		"ephemeralContainers": [_container("d", true)],
	}),
	"want": {
		_in_container("containers", 0, "a"),
		_in_container("initContainers", 0, "b"),
		_in_container("initContainers", 1, "c"),
		_in_container("ephemeralContainers", 0, "d"),
	},
}

cases["a template"] := {
	"input": fixtures.deployment({"containers": [_container("a", true)]}),
	"want": {{
		"path": ["spec", "template", "spec", "containers", 0, "securityContext", "windowsOptions", "hostProcess"],
		"params": {"container": "a"},
	}},
}

cases["false, null and missing"] := {
	"input": fixtures.pod({
		"securityContext": {"windowsOptions": {"hostProcess": null}},
		"containers": [
			_container("a", false),
			_container("b", null),
			{"name": "c", "securityContext": {"windowsOptions": null}},
			{"name": "d", "securityContext": {"windowsOptions": {"runAsUserName": "ContainerUser"}}},
			{"name": "e", "securityContext": null},
			{"name": "f"},
		],
	}),
	"want": set(),
}
