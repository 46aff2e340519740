package rules.network.default_deny_ingress_test

import data.lib.fixtures

workload(name, app) := fixtures.deployed({"name": name, "namespace": "shop"}, {"labels": {"app": app}}, {})

order := workload("order", "order")

cart := workload("cart", "cart")

policy(spec) := fixtures.resource({
	"apiVersion": "networking.k8s.io/v1",
	"kind": "NetworkPolicy",
	"metadata": {"name": "a", "namespace": "shop"},
	"spec": spec,
})

deny_all := policy({"podSelector": {}, "policyTypes": ["Ingress"]})

for_order := policy({"podSelector": {"matchLabels": {"app": "order"}}, "ingress": [{"from": [{"podSelector": {}}]}]})

exposed(object_index, name, number) := {
	"object": object_index,
	"path": ["metadata", "name"],
	"params": {"namespace": "shop", "workload": name, "count": number},
}

opened(object_index, name, number, related) := object.union(
	exposed(object_index, name, number),
	{"variant": "opened", "related": related},
)

cases["no policy: once per namespace, on the first workload"] := {
	"input": fixtures.environment([order, cart]),
	"want": {exposed(0, "order", 2)},
}

cases["a default deny"] := {"input": fixtures.environment([order, cart, deny_all]), "want": set()}

cases["a default deny kept in another unit of the environment"] := {
	"input": fixtures.environment([order, fixtures.in_unit(deny_all, "platform")]),
	"want": set(),
}

cases["each unit that deploys into the namespace"] := {
	"input": fixtures.environment([order, fixtures.in_unit(cart, "carts")]),
	"want": {exposed(0, "order", 1), exposed(1, "cart", 1)},
}

cases["a policy in another namespace"] := {
	"input": fixtures.environment([order, fixtures.resource({
		"apiVersion": "networking.k8s.io/v1",
		"kind": "NetworkPolicy",
		"metadata": {"name": "a", "namespace": "web"},
		"spec": {"podSelector": {}},
	})]),
	"want": {exposed(0, "order", 1)},
}

cases["policies that together select every pod"] := {
	"input": fixtures.environment([order, for_order, cart, policy({"podSelector": {"matchExpressions": [{
		"key": "app",
		"operator": "In",
		"values": ["cart"],
	}]}})]),
	"want": set(),
}

cases["policies that leave one out"] := {
	"input": fixtures.environment([order, cart, for_order]),
	"want": {exposed(1, "cart", 1)},
}

cases["a policy for egress only"] := {
	"input": fixtures.environment([order, policy({"podSelector": {}, "policyTypes": ["Egress"]})]),
	"want": {exposed(0, "order", 1)},
}

cases["an allow-all beside the default deny cancels it"] := {
	"input": fixtures.environment([order, cart, deny_all, policy({"podSelector": {}, "ingress": [{}]})]),
	"want": {opened(0, "order", 2, [
		{"object": 2, "path": ["spec", "podSelector"], "note": "isolating"},
		{"object": 3, "path": ["spec", "podSelector"], "note": "isolating"},
		{"object": 3, "path": ["spec", "ingress", 0, "from"], "note": "opening"},
	])},
}

cases["an allow-all for some pods cancels it for them"] := {
	"input": fixtures.environment([order, cart, deny_all, policy({
		"podSelector": {"matchLabels": {"app": "cart"}},
		"ingress": [{"from": [{"namespaceSelector": {}}]}],
	})]),
	"want": {opened(1, "cart", 1, [
		{"object": 2, "path": ["spec", "podSelector"], "note": "isolating"},
		{"object": 3, "path": ["spec", "podSelector"], "note": "isolating"},
		{"object": 3, "path": ["spec", "ingress", 0, "from", 0, "namespaceSelector"], "note": "opening"},
	])},
}

cases["open on some ports only, as a gateway is"] := {
	"input": fixtures.environment([order, deny_all, policy({"podSelector": {}, "ingress": [{"ports": [{"port": 8443}]}]})]),
	"want": set(),
}

clusterwide := fixtures.resource({
	"apiVersion": "cilium.io/v2",
	"kind": "CiliumClusterwideNetworkPolicy",
	"metadata": {"name": "deny"},
	"spec": {"endpointSelector": {}, "ingress": [{}]},
})

cases["Cilium, for the whole cluster"] := {"input": fixtures.environment([order, clusterwide]), "want": set()}

cases["kinds that the cluster does not enforce"] := {
	"input": fixtures.environment([order, clusterwide]),
	"params": {"kinds": ["NetworkPolicy"]},
	"want": {exposed(0, "order", 1)},
}

administrator(kind) := fixtures.resource({
	"apiVersion": "policy.networking.k8s.io/v1alpha1",
	"kind": kind,
	"metadata": {"name": "deny"},
	"spec": {"subject": {"namespaces": {}}, "ingress": [{"action": "Deny", "from": [{"namespaces": {}}]}]},
})

allow_all := policy({"podSelector": {}, "ingress": [{}]})

cases["the administrator's word is final"] := {
	"input": fixtures.environment([order, allow_all, administrator("AdminNetworkPolicy")]),
	"want": set(),
}

cases["the administrator's baseline"] := {
	"input": fixtures.environment([order, administrator("BaselineAdminNetworkPolicy")]),
	"want": set(),
}

cases["the administrator's baseline gives way"] := {
	"input": fixtures.environment([order, allow_all, administrator("BaselineAdminNetworkPolicy")]),
	"want": {opened(0, "order", 1, [
		{"object": 1, "path": ["spec", "podSelector"], "note": "isolating"},
		{"object": 2, "path": ["spec", "subject", "namespaces"], "note": "isolating"},
		{"object": 1, "path": ["spec", "ingress", 0, "from"], "note": "opening"},
	])},
}

cases["a pod on the host's network is out of reach"] := {
	"input": fixtures.environment([fixtures.deployed({"name": "agent", "namespace": "shop"}, {}, {"hostNetwork": true})]),
	"want": set(),
}

cases["policies for some pods, and a pod whose labels an operator sets"] := {
	"input": fixtures.environment([fixtures.partial(order), for_order, fixtures.partial(cart)]),
	"want": set(),
	"unknown": {{"object": 2, "path": ["metadata", "name"], "params": {"namespace": "shop"}}},
}

cases["policies kept elsewhere"] := {
	"input": fixtures.environment([order, cart]),
	"params": {"managedElsewhere": true},
	"want": set(),
	"unknown": {{"object": 0, "path": ["metadata", "name"], "params": {"namespace": "shop"}}},
}

cases["no workload, nothing to say"] := {"input": fixtures.environment([allow_all]), "want": set()}
