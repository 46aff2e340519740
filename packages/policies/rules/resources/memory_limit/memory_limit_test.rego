package rules.resources.memory_limit_test

import data.lib.fixtures

limited := {"limits": {"memory": "128Mi"}}

finding_in(list, index, name) := {
	"path": ["spec", list, index, "resources", "limits", "memory"],
	"params": {"container": name},
}

cases["nothing, null and requests only"] := {
	"input": fixtures.pod({"containers": [
		{"name": "a"},
		{"name": "b", "resources": {"limits": null}},
		{"name": "c", "resources": {"requests": {"memory": "64Mi"}, "limits": {"cpu": "1"}}},
		{"name": "d", "resources": limited},
	]}),
	"want": {finding_in("containers", 0, "a"), finding_in("containers", 1, "b"), finding_in("containers", 2, "c")},
}

cases["init containers and sidecars count, ephemeral containers cannot have limits"] := {
	"input": fixtures.pod({
		"containers": [{"name": "a", "resources": limited}],
		"initContainers": [{"name": "b"}, {"name": "c", "restartPolicy": "Always"}],
		"ephemeralContainers": [{"name": "d"}],
	}),
	"want": {finding_in("initContainers", 0, "b"), finding_in("initContainers", 1, "c")},
}

pod_level := fixtures.pod({"resources": limited, "containers": [{"name": "a"}]})

cases["a limit of the pod"] := {"input": pod_level, "want": set()}

cases["a limit of the pod before 1.34"] := {
	"input": pod_level,
	"kubernetes_minor": 33,
	"want": {finding_in("containers", 0, "a")},
}

cases["an operator sets the limits of its pods"] := {
	"input": fixtures.partial(fixtures.pod({"containers": [{"name": "a"}]})),
	"want": set(),
}
