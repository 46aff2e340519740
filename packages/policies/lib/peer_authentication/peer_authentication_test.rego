package lib.peer_authentication_test

import data.lib.fixtures
import data.lib.peer_authentication as peers

policy(namespace, spec) := fixtures.resource({
	"apiVersion": "security.istio.io/v1",
	"kind": "PeerAuthentication",
	"metadata": {"name": "a", "namespace": namespace},
	"spec": spec,
})

with_mode(mode) := {"mtls": {"mode": mode}}

for_order(spec) := object.union({"selector": {"matchLabels": {"app": "order"}}}, spec)

order := fixtures.deployed({"name": "order", "namespace": "shop"}, {"labels": {"app": "order"}}, {})

strict_mesh := policy("istio-system", with_mode("STRICT"))

by(mode, index) := {"mode": mode, "policy": index, "others": set()}

outcomes(objects) := found if {
	found := peers.outcomes(order) with input as fixtures.environment(array.concat([order], objects))
}

cases["no policy"] := {"got": outcomes([]), "want": {by("PERMISSIVE", null)}}

cases["the mesh"] := {"got": outcomes([strict_mesh]), "want": {by("STRICT", 1)}}

cases["the namespace before the mesh"] := {
	"got": outcomes([strict_mesh, policy("shop", with_mode("PERMISSIVE"))]),
	"want": {by("PERMISSIVE", 2)},
}

cases["the workload before the namespace"] := {
	"got": outcomes([policy("shop", with_mode("STRICT")), policy("shop", for_order(with_mode("DISABLE")))]),
	"want": {by("DISABLE", 2)},
}

cases["what says nothing inherits"] := {
	"got": outcomes([strict_mesh, policy("shop", with_mode("UNSET")), policy("shop", for_order({}))]),
	"want": {by("STRICT", 1)},
}

cases["other pods and other namespaces"] := {
	"got": outcomes([
		policy("shop", object.union({"selector": {"matchLabels": {"app": "cart"}}}, with_mode("STRICT"))),
		policy("web", with_mode("STRICT")),
		policy("istio-system", for_order(with_mode("STRICT"))),
	]),
	"want": {by("PERMISSIVE", null)},
}

cases["an empty selector selects the namespace"] := {
	"got": outcomes([policy("shop", object.union({"selector": {"matchLabels": {}}}, with_mode("STRICT")))]),
	"want": {by("STRICT", 1)},
}

cases["several on one level"] := {
	"got": outcomes([policy("shop", with_mode("STRICT")), policy("shop", with_mode("PERMISSIVE"))]),
	"want": {
		{"mode": "STRICT", "policy": 1, "others": {2}},
		{"mode": "PERMISSIVE", "policy": 2, "others": {1}},
	},
}

cases["several on one level, one of which inherits"] := {
	"got": outcomes([policy("shop", with_mode("STRICT")), policy("shop", {})]),
	"want": {{"mode": "STRICT", "policy": 1, "others": {2}}, by("PERMISSIVE", null)},
}

cases["modes of ports"] := {
	"got": peers.port_modes(policy("shop", {"portLevelMtls": {
		"8080": {"mode": "DISABLE"},
		"8081": {"mode": "UNSET"},
		"8082": {},
		"8083": null,
	}})),
	"want": {"8080": "DISABLE"},
}

scope := found if {
	found := peers.scope with input as fixtures.environment([
		order,
		strict_mesh,
		policy("shop", {}),
		policy("shop", for_order({})),
		policy("web", {}),
	])
}

cases["what policies are about"] := {"got": scope, "want": {1: {0}, 2: {0}, 3: {0}}}
