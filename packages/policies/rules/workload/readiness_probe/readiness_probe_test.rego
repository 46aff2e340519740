package rules.workload.readiness_probe_test

import data.lib.fixtures

missing := {
	"path": ["spec", "template", "spec", "containers", 0, "readinessProbe"],
	"params": {"container": "a"},
}

cases["no probe"] := {"input": fixtures.deployment({"containers": [{"name": "a"}]}), "want": {missing}}

cases["a probe without content (null)"] := {
	"input": fixtures.deployment({"containers": [{"name": "a", "readinessProbe": null}]}),
	"want": {missing},
}

cases["a liveness probe is no substitute"] := {
	"input": fixtures.deployment({"containers": [{"name": "a", "livenessProbe": {"tcpSocket": {"port": 80}}}]}),
	"want": {missing},
}

cases["a probe"] := {
	"input": fixtures.deployment({"containers": [{"name": "a", "readinessProbe": {"tcpSocket": {"port": 80}}}]}),
	"want": set(),
}

cases["init containers, sidecars and ephemeral containers need none"] := {
	"input": fixtures.deployment({
		"containers": [{"name": "a", "readinessProbe": {"tcpSocket": {"port": 80}}}],
		"initContainers": [{"name": "b"}, {"name": "c", "restartPolicy": "Always"}],
		"ephemeralContainers": [{"name": "d"}],
	}),
	"want": set(),
}

cases["an operator's pod may get its probe from the operator"] := {
	"input": fixtures.partial(fixtures.deployment({"containers": [{"name": "a"}]})),
	"want": set(),
}
