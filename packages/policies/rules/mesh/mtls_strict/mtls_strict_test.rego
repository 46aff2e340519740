package rules.mesh.mtls_strict_test

import data.lib.fixtures

namespace_of(name, labels, annotations) := fixtures.resource({
	"apiVersion": "v1",
	"kind": "Namespace",
	"metadata": {"name": name, "labels": labels, "annotations": annotations},
})

shop := namespace_of("shop", {"istio-injection": "enabled"}, {})

workload(name, labels) := fixtures.deployed(
	{"name": name, "namespace": "shop"},
	{"labels": object.union({"app": name}, labels)},
	{},
)

order := workload("order", {})

cart := workload("cart", {})

policy(namespace, spec) := fixtures.resource({
	"apiVersion": "security.istio.io/v1",
	"kind": "PeerAuthentication",
	"metadata": {"name": "default", "namespace": namespace},
	"spec": spec,
})

with_mode(mode) := {"mtls": {"mode": mode}}

for_app(app, spec) := object.union({"selector": {"matchLabels": {"app": app}}}, spec)

strict_mesh := policy("istio-system", with_mode("STRICT"))

at_workload(index, name, variant, mode, related) := {
	"object": index,
	"path": ["metadata", "name"],
	"params": {"workload": name, "namespace": "shop", "mode": mode},
	"variant": variant,
	"related": related,
}

missing(index, name) := at_workload(index, name, "missing", "PERMISSIVE", [])

at_policy(index, mode, related) := {
	"object": index,
	"path": ["spec", "mtls", "mode"],
	"params": {"mode": mode},
	"related": related,
}

accepts(index) := {"object": index, "path": ["metadata", "name"], "note": "accepts"}

uncertain(index) := {"object": index, "path": ["metadata", "name"], "params": {"namespace": "shop"}}

cases["no policy at all: once per namespace"] := {
	"input": fixtures.environment([shop, order, cart]),
	"want": {missing(1, "order")},
}

cases["each unit in the namespace"] := {
	"input": fixtures.environment([shop, order, fixtures.in_unit(cart, "carts")]),
	"want": {missing(1, "order"), missing(2, "cart")},
}

cases["STRICT for the mesh, kept in another unit"] := {
	"input": fixtures.environment([shop, order, fixtures.in_unit(strict_mesh, "platform")]),
	"want": set(),
}

cases["STRICT for the namespace"] := {
	"input": fixtures.environment([shop, order, cart, policy("shop", with_mode("STRICT"))]),
	"want": set(),
}

cases["STRICT for one workload: the others are named each"] := {
	"input": fixtures.environment([shop, order, cart, workload("user", {}), policy("shop", for_app("order", with_mode("STRICT")))]),
	"want": {missing(2, "cart"), missing(3, "user")},
}

cases["the namespace turns it off"] := {
	"input": fixtures.environment([shop, order, cart, strict_mesh, policy("shop", with_mode("DISABLE"))]),
	"want": {at_policy(4, "DISABLE", [accepts(1)])},
}

cases["one workload turns it off"] := {
	"input": fixtures.environment([shop, order, cart, strict_mesh, policy("shop", for_app("cart", with_mode("PERMISSIVE")))]),
	"want": {at_policy(4, "PERMISSIVE", [accepts(2)])},
}

cases["a permissive namespace that all its workloads override"] := {
	"input": fixtures.environment([
		shop, order, policy("shop", with_mode("PERMISSIVE")),
		policy("shop", for_app("order", with_mode("STRICT"))),
	]),
	"want": set(),
}

cases["a permissive policy for pods that are not here"] := {
	"input": fixtures.environment([policy("shop", with_mode("PERMISSIVE"))]),
	"want": {at_policy(0, "PERMISSIVE", [])},
}

cases["the mesh is permissive: at the workloads, the policy beside"] := {
	"input": fixtures.environment([shop, order, cart, policy("istio-system", with_mode("PERMISSIVE"))]),
	"want": {at_workload(1, "order", "mesh_wide", "PERMISSIVE", [{
		"object": 3,
		"path": ["spec", "mtls", "mode"],
		"note": "deciding",
	}])},
}

cases["the mesh is permissive, nothing runs here"] := {
	"input": fixtures.environment([policy("istio-system", with_mode("PERMISSIVE"))]),
	"want": {at_policy(0, "PERMISSIVE", [])},
}

cases["UNSET and missing modes inherit"] := {
	"input": fixtures.environment([shop, order, strict_mesh, policy("shop", with_mode("UNSET")), policy("shop", for_app("order", {}))]),
	"want": set(),
}

cases["two policies of one level that disagree"] := {
	"input": fixtures.environment([shop, order, policy("shop", with_mode("STRICT")), policy("shop", with_mode("PERMISSIVE"))]),
	"want": {object.union(
		at_policy(3, "PERMISSIVE", [accepts(1), {"object": 2, "path": ["spec"], "note": "beside"}]),
		{"variant": "contested"},
	)},
}

ports := policy("shop", for_app("order", {
	"mtls": {"mode": "STRICT"},
	"portLevelMtls": {"8080": {"mode": "DISABLE"}, "9090": {"mode": "PERMISSIVE"}, "8443": {"mode": "STRICT"}, "1": {"mode": "UNSET"}},
}))

port_at(index, port, mode) := {
	"object": index,
	"path": ["spec", "portLevelMtls", port, "mode"],
	"params": {"port": port, "mode": mode},
	"variant": "port",
}

cases["single ports"] := {
	"input": fixtures.environment([shop, order, ports]),
	"want": {port_at(2, "8080", "DISABLE"), port_at(2, "9090", "PERMISSIVE")},
}

cases["a port that may"] := {
	"input": fixtures.environment([shop, order, ports]),
	"params": {"ports": [9090]},
	"want": {port_at(2, "8080", "DISABLE")},
}

cases["ports without a selector are ignored by Istio"] := {
	"input": fixtures.environment([shop, order, policy("shop", {
		"mtls": {"mode": "STRICT"},
		"portLevelMtls": {"8080": {"mode": "DISABLE"}},
	})]),
	"want": {{"object": 2, "path": ["spec", "portLevelMtls"], "params": {}, "variant": "ignored_ports", "severity": "low"}},
}

cases["ambient accepts plain text beside its tunnel"] := {
	"input": fixtures.environment([namespace_of("shop", {"istio.io/dataplane-mode": "ambient"}, {}), order]),
	"want": {missing(1, "order")},
}

cases["Linkerd and Consul encrypt by default"] := {
	"input": fixtures.environment([
		namespace_of("shop", {}, {"linkerd.io/inject": "enabled"}),
		order,
		fixtures.deployed(
			{"name": "cart", "namespace": "web"},
			{"annotations": {"consul.hashicorp.com/connect-inject": "true"}},
			{},
		),
	]),
	"want": set(),
}

cases["outside the mesh it is another rule's case"] := {
	"input": fixtures.environment([shop, workload("order", {"sidecar.istio.io/inject": "false"})]),
	"want": set(),
}

cases["a gateway's listeners decide for it"] := {
	"input": fixtures.environment([shop, workload("gateway", {"istio": "ingressgateway"})]),
	"want": set(),
}

cases["no mesh"] := {"input": fixtures.environment([namespace_of("shop", {}, {}), order]), "want": set()}

cases["membership unknown, no mesh in sight"] := {"input": fixtures.environment([order]), "want": set()}

elsewhere := policy("web", with_mode("STRICT"))

cases["membership unknown, a mesh in use"] := {
	"input": fixtures.environment([order, cart, elsewhere]),
	"want": set(),
	"unknown": {uncertain(0)},
}

cases["membership unknown, but strict whatever it is"] := {"input": fixtures.environment([order, strict_mesh]), "want": set()}

cases["membership unknown, but permissive for whoever it is"] := {
	"input": fixtures.environment([order, policy("shop", with_mode("PERMISSIVE"))]),
	"want": {at_policy(1, "PERMISSIVE", [accepts(0)])},
}

cases["membership declared by parameter"] := {
	"input": fixtures.environment([order, elsewhere]),
	"params": {"mesh": "istio"},
	"want": {missing(0, "order")},
}

cases["another mesh declared by parameter"] := {
	"input": fixtures.environment([shop, order]),
	"params": {"mesh": "linkerd"},
	"want": set(),
}

cases["the mesh is strict by a policy elsewhere"] := {
	"input": fixtures.environment([shop, order, cart, policy("shop", for_app("cart", with_mode("PERMISSIVE")))]),
	"params": {"assumeMeshStrict": true},
	"want": {at_policy(3, "PERMISSIVE", [accepts(2)])},
}

cases["another root namespace"] := {
	"input": fixtures.environment([
		shop, order, policy("mesh-root", with_mode("STRICT")),
		fixtures.resource({
			"apiVersion": "install.istio.io/v1alpha1",
			"kind": "IstioOperator",
			"metadata": {"name": "istio"},
			"spec": {"meshConfig": {"rootNamespace": "mesh-root"}},
		}),
	]),
	"want": set(),
}
