package lib.authorization_test

import data.lib.authorization
import data.lib.fixtures

object_of(api_version, kind, metadata, spec) := fixtures.resource({
	"apiVersion": api_version,
	"kind": kind,
	"metadata": metadata,
	"spec": spec,
})

policy(namespace, spec) := object_of("security.istio.io/v1", "AuthorizationPolicy", {"name": "a", "namespace": namespace}, spec)

from_source(source) := {"from": [{"source": source}]}

# Reasons of a policy with this one rule, by the path below the rule.
reasons(rule) := {[array.slice(place.path, 3, count(place.path)), place.reason] |
	some place in authorization.broad({"spec": {"rules": [rule]}})
}

cases["rules without a source"] := {
	"got": [reasons({}), reasons(null), reasons({"to": [{"operation": {"methods": ["GET"]}}]}), reasons({"from": []}), reasons(from_source({}))],
	"want": [
		{[["from"], "anyone"]}, {[["from"], "anyone"]}, {[["from"], "anyone"]}, {[["from"], "anyone"]},
		{[["from", 0, "source"], "anyone"]},
	],
}

cases["sources that everybody has"] := {
	"got": [
		reasons(from_source({"principals": ["*"]})),
		reasons(from_source({"requestPrincipals": ["a/b", "*"]})),
		reasons(from_source({"ipBlocks": ["0.0.0.0/0"]})),
		reasons(from_source({"principals": ["*"], "namespaces": ["*"]})),
	],
	"want": [
		{[["from", 0, "source", "principals", 0], "anything"]},
		{[["from", 0, "source", "requestPrincipals", 1], "anything"]},
		{[["from", 0, "source", "ipBlocks", 0], "anything"]},
		{[["from", 0, "source", "principals", 0], "anything"], [["from", 0, "source", "namespaces", 0], "anything"]},
	],
}

cases["sources that only say who is kept out"] := {
	"got": [
		reasons(from_source({"notNamespaces": ["web"]})),
		reasons(from_source({"notPrincipals": ["a"], "notIpBlocks": ["10.0.0.0/8"], "principals": ["*"]})),
	],
	"want": [
		{[["from", 0, "source", "notNamespaces"], "others"]},
		{[["from", 0, "source", "notIpBlocks"], "others"]},
	],
}

cases["sources that name somebody, and conditions that do"] := {
	"got": [
		reasons(from_source({"principals": ["cluster.local/ns/shop/sa/cart"]})),
		reasons(from_source({"principals": ["*"], "namespaces": ["shop"]})),
		reasons(from_source({"namespaces": ["shop"], "notPrincipals": ["a"]})),
		reasons({"when": [{"key": "request.auth.claims[group]", "values": ["admin"]}]}),
		reasons({"when": [{"key": "source.namespace", "values": ["shop"]}]}),
		reasons(object.union(from_source({"principals": ["*"]}), {"when": [{"key": "request.auth.claims[group]", "values": ["admin"]}]})),
	],
	"want": [set(), set(), set(), set(), set(), set()],
}

cases["conditions about something else"] := {
	"got": [
		reasons({"when": [{"key": "request.headers[x]", "values": ["a"]}]}),
		reasons({"when": [{"key": "source.ip", "values": ["0.0.0.0/0"]}]}),
		reasons({"when": [{"key": "request.auth.claims[group]", "notValues": ["guest"]}]}),
	],
	"want": [{[["from"], "anyone"]}, {[["from"], "anyone"]}, {[["from"], "anyone"]}],
}

cases["other actions allow nobody"] := {
	"got": [authorization.broad({"spec": {"action": action, "rules": [{}]}}) | some action in ["DENY", "AUDIT", "CUSTOM"]],
	"want": [set(), set(), set()],
}

cases["gateways"] := {
	"got": [count(authorization.broad({"spec": object.union(target, {"rules": [rule]})})) |
		some target in [{"selector": {"matchLabels": {"istio": "ingressgateway"}}}, {"targetRefs": [{"kind": "Gateway", "name": "edge"}]}]
		some rule in [{}, {"to": [{"operation": {"hosts": ["shop.example"]}}]}, from_source({"principals": ["*"]})]
	],
	"want": [0, 0, 1, 0, 0, 1],
}

order := fixtures.deployed(
	{"name": "order", "namespace": "shop"},
	{"labels": {"app": "order", "istio.io/use-waypoint": "way"}},
	{},
)

service := fixtures.resource({
	"apiVersion": "v1",
	"kind": "Service",
	"metadata": {"name": "orders", "namespace": "shop"},
	"spec": {"selector": {"app": "order"}},
})

targeted(namespace, kind, name) := policy(namespace, {"targetRefs": [{"kind": kind, "name": name}]})

allowing := found if {
	found := authorization.allowing(order) with input as fixtures.environment([
		order, service,
		policy("shop", {}),
		policy("shop", {"selector": {"matchLabels": {"app": "order"}}}),
		policy("shop", {"selector": {"matchLabels": {"app": "cart"}}}),
		policy("web", {}),
		policy("istio-system", {}),
		policy("istio-system", {"selector": {"matchLabels": {"app": "order"}}}),
		policy("shop", {"action": "DENY"}),
		targeted("shop", "Service", "orders"),
		targeted("shop", "Service", "carts"),
		targeted("shop", "Gateway", "way"),
		targeted("web", "Gateway", "way"),
		targeted("istio-system", "GatewayClass", "istio-waypoint"),
	])
}

cases["policies about a workload"] := {"got": allowing, "want": {2, 3, 6, 7, 9, 11, 13}}

places := {index | some index, _ in found} if {
	found := authorization.open_places with input as fixtures.environment([policy("shop", {}), policy("shop", {"rules": [{}]})])
}

cases["policies that let everybody in"] := {"got": places, "want": {1}}
