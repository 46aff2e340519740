# METADATA
# title: Linkerd's policies
# description: Whether Linkerd refuses what no policy allows.
# related_resources:
#   - https://linkerd.io/2/reference/authorization-policy/
package lib.linkerd

import data.lib.inventory
import data.lib.labels

# METADATA
# description: |
#   True for a workload whose default is to deny, by the annotation of its pods or of its Namespace, or whose declared ports all belong to
#   a Server, which refuses what no policy for it allows.
denies(workload) if {
	object.get(
		inventory.pod_annotations(workload), _default_policy,
		object.get(inventory.namespace_metadata(workload.ref.namespace, "annotations"), _default_policy, ""),
	) == "deny"
}

denies(workload) if {
	ports := _declared_ports(workload)
	count(ports) > 0
	served := _served_ports(workload)
	every port in ports {
		count(port & served) > 0
	}
}

_default_policy := "config.linkerd.io/default-inbound-policy"

# Each port by number and name, as a Server may say either.
_declared_ports(workload) := {{value | some field in ["containerPort", "name"]; value := port[field]} |
	some fact in workload.pod.containers
	fact.type in {"container", "sidecar"}
	some port in object.get(workload.object, array.concat(fact.path, ["ports"]), [])
}

_served_ports(workload) := {server.object.spec.port |
	pod_labels := inventory.pod_labels(workload)
	some anchor in inventory.anchors(pod_labels)
	some server in _servers[workload.ref.namespace][anchor]
	labels.matches(server.object.spec.podSelector, pod_labels)
}

_servers[entry.resource.ref.namespace][anchor][entry.index] := entry.resource if {
	some entry in inventory.all_of("policy.linkerd.io/Server")
	object.get(entry.resource.object.spec, "accessPolicy", "deny") == "deny"
	anchor := inventory.anchor(entry.resource.object.spec.podSelector)
}
