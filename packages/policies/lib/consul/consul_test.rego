package lib.consul_test

import data.lib.consul
import data.lib.fixtures

workload(annotations) := fixtures.deployed(
	{"name": "order", "namespace": "shop"},
	{"labels": {"app": "order"}, "annotations": annotations},
	{},
)

service := fixtures.resource({
	"apiVersion": "v1",
	"kind": "Service",
	"metadata": {"name": "orders", "namespace": "shop"},
	"spec": {"selector": {"app": "order"}},
})

intention(destination, sources) := fixtures.resource({
	"apiVersion": "consul.hashicorp.com/v1alpha1",
	"kind": "ServiceIntentions",
	"metadata": {"name": "a", "namespace": "shop"},
	"spec": {"destination": {"name": destination}, "sources": sources},
})

deny_all := [{"name": "cart", "action": "allow"}, {"name": "*", "action": "deny"}]

key := "consul.hashicorp.com/connect-service"

denied contains name if {
	some name, objects in {
		"every service": [workload({}), intention("*", deny_all)],
		"the workload's name": [workload({}), intention("order", deny_all)],
		"the Service's name": [workload({}), service, intention("orders", deny_all)],
		"the annotation": [workload({key: "sales"}), service, intention("sales", deny_all)],
		"the workload's name, but the Service has another": [workload({}), service, intention("order", deny_all)],
		"another service": [workload({}), intention("cart", deny_all)],
		"only some sources": [workload({}), intention("order", [{"name": "cart", "action": "deny"}])],
		"allowed": [workload({}), intention("order", [{"name": "*", "action": "allow"}])],
		"nothing": [workload({})],
	}
	consul.denies(objects[0]) with input as fixtures.environment(objects)
}

cases["who is refused by default"] := {
	"got": denied,
	"want": {"every service", "the workload's name", "the Service's name", "the annotation"},
}
