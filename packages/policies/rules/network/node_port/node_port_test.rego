package rules.network.node_port_test

import data.lib.fixtures

service(spec) := fixtures.resource({
	"apiVersion": "v1",
	"kind": "Service",
	"metadata": {"name": "order"},
	"spec": spec,
})

cases["a NodePort"] := {
	"input": service({"type": "NodePort", "ports": [{"port": 80}]}),
	"want": {{"path": ["spec", "type"], "params": {}}},
}

cases["no type means ClusterIP"] := {"input": service({"ports": [{"port": 80}]}), "want": set()}

cases["other types are other rules' case"] := {"input": service({"type": "LoadBalancer"}), "want": set()}

cases["no specification"] := {"input": service(null), "want": set()}
