package lib.linkerd_test

import data.lib.fixtures
import data.lib.linkerd

namespace(annotations) := fixtures.resource({
	"apiVersion": "v1",
	"kind": "Namespace",
	"metadata": {"name": "shop", "annotations": annotations},
})

workload(annotations, ports) := fixtures.deployed(
	{"name": "order", "namespace": "shop"},
	{"labels": {"app": "order"}, "annotations": annotations},
	{"containers": [{"name": "order", "ports": ports}]},
)

server(app, port, more) := fixtures.resource({
	"apiVersion": "policy.linkerd.io/v1beta3",
	"kind": "Server",
	"metadata": {"name": "order", "namespace": "shop"},
	"spec": object.union({"podSelector": {"matchLabels": {"app": app}}, "port": port}, more),
})

key := "config.linkerd.io/default-inbound-policy"

ports := [{"name": "http", "containerPort": 8080}, {"name": "admin", "containerPort": 9090}]

served := workload({}, ports)

denied contains name if {
	some name, objects in {
		"by the Namespace": [workload({}, []), namespace({key: "deny"})],
		"by the pod": [workload({key: "deny"}, []), namespace({})],
		"the pod says otherwise": [workload({key: "all-authenticated"}, []), namespace({key: "deny"})],
		"a Server for each port": [served, server("order", "http", {}), server("order", 9090, {})],
		"a Server for one port": [served, server("order", "http", {})],
		"Servers of another workload": [served, server("cart", "http", {}), server("cart", 9090, {})],
		"a Server that lets everybody in": [
			served, server("order", "http", {}),
			server("order", 9090, {"accessPolicy": "all-unauthenticated"}),
		],
		"no ports declared": [workload({}, []), server("order", "http", {})],
	}
	linkerd.denies(objects[0]) with input as fixtures.environment(objects)
}

cases["who is refused by default"] := {"got": denied, "want": {"by the Namespace", "by the pod", "a Server for each port"}}
