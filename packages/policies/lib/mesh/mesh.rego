# METADATA
# title: Service mesh
# description: |
#   Which workloads belong to a mesh: Istio with sidecars or ambient, Linkerd, Consul. A Namespace that is not among the objects may enrol
#   its pods or not, so without it, and without a word in the pod template, membership is unknown.
package lib.mesh

import data.lib.inventory

# METADATA
# description: |
#   `membership[index]` of a workload: `sidecar` or `ambient` (Istio), `linkerd`, `consul`, `none` or `unknown`.
membership[index] := _membership(resource) if {
	some index, resource in input.objects
	inventory.is_workload(resource)
}

# METADATA
# description: True when some object of the environment belongs to a mesh.
in_use if {
	some _, mesh in membership
	not mesh in {"none", "unknown"}
}

in_use if {
	some selector, _ in inventory.by_kind
	group := split(selector, "/")[0]
	group in {"security.istio.io", "networking.istio.io", "policy.linkerd.io", "consul.hashicorp.com"}
}

# METADATA
# description: |
#   Indexes of the workloads with one of these memberships, by unit and namespace. Gateways are left out.
members(memberships) := {unit: {namespace: indexes |
	some namespace, workloads in namespaces
	indexes := {index |
		some index, resource in workloads
		membership[index] in memberships
		not is_gateway(resource)
	}
	count(indexes) > 0
} |
	some unit, namespaces in inventory.workloads
}

# METADATA
# description: True for a mesh gateway, whose callers come from outside the mesh and are authenticated in other ways.
is_gateway(resource) if contains(inventory.pod_labels(resource).istio, "gateway")

is_gateway(resource) if contains(inventory.pod_annotations(resource)["inject.istio.io/templates"], "gateway")

# METADATA
# description: Istio's root namespace, as a rendered MeshConfig says it (IstioOperator, or ConfigMap `istio`), else `istio-system`.
root_namespace := namespace if {
	namespace := min(_root_namespaces)
} else := "istio-system"

_root_namespaces contains namespace if {
	some entry in inventory.all_of("install.istio.io/IstioOperator")
	namespace := entry.resource.object.spec.meshConfig.rootNamespace
}

_root_namespaces contains namespace if {
	some entry in inventory.all_of("ConfigMap")
	entry.resource.ref.name == "istio"
	contains(entry.resource.object.data.mesh, "rootNamespace")
	namespace := yaml.unmarshal(entry.resource.object.data.mesh).rootNamespace
}

# What the pod template and its Namespace say, for the tests below.
_membership(resource) := _decided({
	"labels": inventory.pod_labels(resource),
	"annotations": inventory.pod_annotations(resource),
	"namespace": resource.ref.namespace,
	"namespace_labels": inventory.namespace_metadata(resource.ref.namespace, "labels"),
	"namespace_annotations": inventory.namespace_metadata(resource.ref.namespace, "annotations"),
	"on_host_network": object.get(inventory.pod_spec(resource), "hostNetwork", false),
})

_decided(pod) := "none" if {
	pod.on_host_network == true
} else := "sidecar" if {
	_has_sidecar(pod)
} else := "ambient" if {
	_is_ambient(pod)
} else := "linkerd" if {
	_linkerd(pod) in {"enabled", "ingress"}
} else := "consul" if {
	pod.annotations["consul.hashicorp.com/connect-inject"] == "true"
} else := "none" if {
	_is_opted_out(pod)
} else := "none" if {
	inventory.is_rendered(pod.namespace)
} else := "unknown"

# Istio's webhooks: nothing is injected into a Namespace that says so, then the pod's own word counts before the Namespace's.
_has_sidecar(pod) if {
	_injects(pod) == "true"
	_may_inject(pod)
}

_has_sidecar(pod) if {
	_injects(pod) != "false"
	pod.namespace_labels["istio-injection"] == "enabled"
}

_has_sidecar(pod) if {
	_injects(pod) != "false"
	_may_inject(pod)
	some labels in [pod.labels, pod.namespace_labels]
	object.get(labels, "istio.io/rev", "") != ""
}

_may_inject(pod) if object.get(pod.namespace_labels, "istio-injection", "") != "disabled"

_injects(pod) := object.get(
	pod.labels, "sidecar.istio.io/inject",
	object.get(pod.annotations, "sidecar.istio.io/inject", ""),
)

_is_ambient(pod) if {
	mode := object.get(pod.labels, "istio.io/dataplane-mode", object.get(pod.namespace_labels, "istio.io/dataplane-mode", ""))
	mode == "ambient"
}

_linkerd(pod) := object.get(
	pod.annotations, "linkerd.io/inject",
	object.get(pod.namespace_annotations, "linkerd.io/inject", ""),
)

_is_opted_out(pod) if _injects(pod) == "false"

_is_opted_out(pod) if pod.labels["istio.io/dataplane-mode"] == "none"

_is_opted_out(pod) if pod.annotations["linkerd.io/inject"] == "disabled"

_is_opted_out(pod) if pod.annotations["consul.hashicorp.com/connect-inject"] == "false"
