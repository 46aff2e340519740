package lib.services_test

import data.lib.fixtures
import data.lib.services

service(namespace, selector) := fixtures.resource({
	"apiVersion": "v1",
	"kind": "Service",
	"metadata": {"name": "a", "namespace": namespace},
	"spec": {"selector": selector},
})

order := fixtures.deployed({"name": "order", "namespace": "shop"}, {"labels": {"app": "order", "tier": "api"}}, {})

found := {index | some index, _ in leading} if {
	leading := services.of(order) with input as fixtures.environment([
		order,
		service("shop", {"app": "order"}),
		service("shop", {"app": "order", "tier": "api"}),
		service("shop", {"app": "order", "tier": "web"}),
		service("shop", {"app": "cart"}),
		service("shop", {}),
		service("shop", null),
		service("web", {"app": "order"}),
	])
}

cases["Services that lead to a workload"] := {"got": found, "want": {1, 2}}
