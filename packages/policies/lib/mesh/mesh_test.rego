package lib.mesh_test

import data.lib.fixtures
import data.lib.mesh

namespace(labels, annotations) := fixtures.resource({
	"apiVersion": "v1",
	"kind": "Namespace",
	"metadata": {"name": "shop", "labels": labels, "annotations": annotations},
})

workload(metadata, spec) := fixtures.deployed({"name": "order", "namespace": "shop"}, metadata, spec)

plain := workload({}, {})

labelled(labels) := workload({"labels": labels}, {})

annotated(annotations) := workload({"annotations": annotations}, {})

enrolled := namespace({"istio-injection": "enabled"}, {})

ambient := namespace({"istio.io/dataplane-mode": "ambient"}, {})

bare := namespace({}, {})

situations := {
	"the Namespace injects": [plain, enrolled],
	"the Namespace names a revision": [plain, namespace({"istio.io/rev": "stable"}, null)],
	"the pod declines": [labelled({"sidecar.istio.io/inject": "false"}), enrolled],
	"the pod declines by annotation": [annotated({"sidecar.istio.io/inject": "false"}), enrolled],
	"the pod asks": [labelled({"sidecar.istio.io/inject": "true"}), bare],
	"the pod asks, no Namespace": [labelled({"sidecar.istio.io/inject": "true"})],
	"the pod asks, the Namespace forbids": [labelled({"sidecar.istio.io/inject": "true"}), namespace({"istio-injection": "disabled"}, {})],
	"the pod names a revision": [labelled({"istio.io/rev": "canary"}), bare],
	"the Namespace is ambient": [plain, ambient],
	"the pod is ambient": [labelled({"istio.io/dataplane-mode": "ambient"})],
	"the pod leaves ambient": [labelled({"istio.io/dataplane-mode": "none"}), ambient],
	"Linkerd, by the Namespace": [plain, namespace({}, {"linkerd.io/inject": "enabled"})],
	"Linkerd, declined by the pod": [annotated({"linkerd.io/inject": "disabled"}), namespace({}, {"linkerd.io/inject": "enabled"})],
	"Linkerd, by the pod": [annotated({"linkerd.io/inject": "ingress"})],
	"Consul": [annotated({"consul.hashicorp.com/connect-inject": "true"})],
	"Consul, declined": [annotated({"consul.hashicorp.com/connect-inject": "false"})],
	"nobody says anything": [plain, bare],
	"no Namespace": [plain],
	"on the host's network": [workload({}, {"hostNetwork": true}), enrolled],
}

membership[name] := found if {
	some name, objects in situations
	found := mesh.membership[0] with input as fixtures.environment(objects)
}

cases["membership"] := {"got": membership, "want": {
	"the Namespace injects": "sidecar",
	"the Namespace names a revision": "sidecar",
	"the pod declines": "none",
	"the pod declines by annotation": "none",
	"the pod asks": "sidecar",
	"the pod asks, no Namespace": "sidecar",
	"the pod asks, the Namespace forbids": "none",
	"the pod names a revision": "sidecar",
	"the Namespace is ambient": "ambient",
	"the pod is ambient": "ambient",
	"the pod leaves ambient": "none",
	"Linkerd, by the Namespace": "linkerd",
	"Linkerd, declined by the pod": "none",
	"Linkerd, by the pod": "linkerd",
	"Consul": "consul",
	"Consul, declined": "none",
	"nobody says anything": "none",
	"no Namespace": "unknown",
	"on the host's network": "none",
}}

policy := fixtures.resource({"apiVersion": "security.istio.io/v1", "kind": "PeerAuthentication", "metadata": {"name": "a"}})

used contains name if {
	some name, objects in {"a member": [plain, enrolled], "a policy": [policy], "neither": [plain, bare], "unknown": [plain]}
	mesh.in_use with input as fixtures.environment(objects)
}

cases["whether a mesh is in use"] := {"got": used, "want": {"a member", "a policy"}}

cases["gateways"] := {
	"got": [mesh.is_gateway(resource) |
		some resource in [
			labelled({"istio": "ingressgateway"}),
			annotated({"inject.istio.io/templates": "gateway"}),
			labelled({"app": "gateway"}),
			plain,
		]
	],
	"want": [true, true],
}

operator := fixtures.resource({
	"apiVersion": "install.istio.io/v1alpha1",
	"kind": "IstioOperator",
	"metadata": {"name": "istio"},
	"spec": {"meshConfig": {"rootNamespace": "mesh"}},
})

config := fixtures.resource({
	"apiVersion": "v1",
	"kind": "ConfigMap",
	"metadata": {"name": "istio"},
	"data": {"mesh": "accessLogFile: /dev/stdout\nrootNamespace: root\n"},
})

roots[name] := found if {
	some name, objects in {"default": [plain], "operator": [operator], "map": [config]}
	found := mesh.root_namespace with input as fixtures.environment(objects)
}

cases["the root namespace"] := {"got": roots, "want": {"default": "istio-system", "operator": "mesh", "map": "root"}}

members := found if {
	found := mesh.members({"sidecar"}) with input as fixtures.environment([
		enrolled,
		plain,
		fixtures.in_unit(plain, "orders"),
		labelled({"sidecar.istio.io/inject": "false"}),
		labelled({"istio": "ingressgateway"}),
		fixtures.deployed({"name": "web", "namespace": "web"}, {}, {}),
	])
}

cases["members by unit and namespace"] := {"got": members, "want": {"unit": {"shop": {1}}, "orders": {"shop": {2}}}}
