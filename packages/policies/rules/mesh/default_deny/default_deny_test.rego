package rules.mesh.default_deny_test

import data.lib.fixtures

namespace_of(labels, annotations) := fixtures.resource({
	"apiVersion": "v1",
	"kind": "Namespace",
	"metadata": {"name": "shop", "labels": labels, "annotations": annotations},
})

shop := namespace_of({"istio-injection": "enabled"}, {})

workload(name, labels) := fixtures.deployed(
	{"name": name, "namespace": "shop"},
	{"labels": object.union({"app": name}, labels)},
	{},
)

order := workload("order", {})

cart := workload("cart", {})

policy(namespace, spec) := fixtures.resource({
	"apiVersion": "security.istio.io/v1",
	"kind": "AuthorizationPolicy",
	"metadata": {"name": "a", "namespace": namespace},
	"spec": spec,
})

for_app(app, rules) := {"selector": {"matchLabels": {"app": app}}, "rules": rules}

from_cart := [{"from": [{"source": {"principals": ["cluster.local/ns/shop/sa/cart"]}}]}]

uncovered(index, name) := {
	"object": index,
	"path": ["metadata", "name"],
	"params": {"workload": name, "namespace": "shop"},
	"related": [],
}

whole(index, name) := object.union(uncovered(index, name), {"variant": "namespace"})

opened(index, name, places) := object.union(uncovered(index, name), {"variant": "opened", "related": places})

cases["no policy: once per namespace"] := {
	"input": fixtures.environment([shop, order, cart]),
	"want": {whole(1, "order")},
}

cases["each unit in the namespace"] := {
	"input": fixtures.environment([shop, order, fixtures.in_unit(cart, "carts")]),
	"want": {whole(1, "order"), whole(2, "cart")},
}

cases["deny all in the namespace"] := {"input": fixtures.environment([shop, order, cart, policy("shop", {})]), "want": set()}

cases["deny all in the root namespace, kept in another unit"] := {
	"input": fixtures.environment([shop, order, fixtures.in_unit(policy("istio-system", {}), "platform")]),
	"want": set(),
}

cases["a policy that names callers, for one of two"] := {
	"input": fixtures.environment([shop, order, cart, policy("shop", for_app("order", from_cart))]),
	"want": {uncovered(2, "cart")},
}

cases["actions that are no default deny"] := {
	"input": fixtures.environment([
		shop, order, policy("shop", {"action": "DENY", "rules": from_cart}),
		policy("shop", {"action": "AUDIT"}), policy("shop", {"action": "CUSTOM"}),
	]),
	"want": {whole(1, "order")},
}

cases["a policy of another namespace"] := {
	"input": fixtures.environment([shop, order, policy("web", {})]),
	"want": {whole(1, "order")},
}

cases["an allow-all cancels the default deny"] := {
	"input": fixtures.environment([shop, order, cart, policy("shop", {}), policy("shop", for_app("order", [{}]))]),
	"want": {opened(1, "order", [{"object": 4, "path": ["spec", "rules", 0, "from"], "note": "opening"}])},
}

cases["an allow-all for the whole namespace"] := {
	"input": fixtures.environment([shop, order, cart, policy("shop", {"rules": [{"from": [{"source": {"principals": ["*"]}}]}]})]),
	"want": {opened(1, "order", [{
		"object": 3,
		"path": ["spec", "rules", 0, "from", 0, "source", "principals", 0],
		"note": "opening",
	}])},
}

cases["ambient"] := {
	"input": fixtures.environment([namespace_of({"istio.io/dataplane-mode": "ambient"}, {}), order]),
	"want": {whole(1, "order")},
}

cases["gateways are judged by their routes"] := {
	"input": fixtures.environment([shop, workload("gateway", {"istio": "ingressgateway"})]),
	"want": set(),
}

cases["outside the mesh it is another rule's case"] := {
	"input": fixtures.environment([namespace_of({}, {}), order]),
	"want": set(),
}

linkerd(annotations) := namespace_of({}, object.union({"linkerd.io/inject": "enabled"}, annotations))

cases["Linkerd without a policy"] := {"input": fixtures.environment([linkerd({}), order]), "want": {whole(1, "order")}}

cases["Linkerd with default deny"] := {
	"input": fixtures.environment([linkerd({"config.linkerd.io/default-inbound-policy": "deny"}), order]),
	"want": set(),
}

cases["Istio's policy says nothing to Linkerd"] := {
	"input": fixtures.environment([linkerd({}), order, policy("shop", {"rules": [{}]})]),
	"want": {whole(1, "order")},
}

consul := fixtures.deployed(
	{"name": "order", "namespace": "shop"},
	{"annotations": {"consul.hashicorp.com/connect-inject": "true"}},
	{},
)

intention := fixtures.resource({
	"apiVersion": "consul.hashicorp.com/v1alpha1",
	"kind": "ServiceIntentions",
	"metadata": {"name": "deny", "namespace": "consul"},
	"spec": {"destination": {"name": "*"}, "sources": [{"name": "*", "action": "deny"}]},
})

cases["Consul without an intention"] := {"input": fixtures.environment([consul]), "want": {whole(0, "order")}}

cases["Consul with an intention that denies all"] := {"input": fixtures.environment([consul, intention]), "want": set()}

cases["membership unknown, no mesh in sight"] := {"input": fixtures.environment([order]), "want": set()}

cases["membership unknown, a mesh in use"] := {
	"input": fixtures.environment([order, cart, policy("web", {})]),
	"want": set(),
	"unknown": {{"object": 0, "path": ["metadata", "name"], "params": {"namespace": "shop"}}},
}

cases["membership unknown, but covered"] := {"input": fixtures.environment([order, policy("shop", {})]), "want": set()}
