# METADATA
# title: Services
# description: Which Services lead to a workload.
package lib.services

import data.lib.inventory
import data.lib.labels

# METADATA
# description: The Services that select the pods of a workload, from index to resource.
of(workload) := {index: service |
	pod_labels := inventory.pod_labels(workload)
	some anchor in inventory.anchors(pod_labels)
	some index, service in _by_anchor[workload.ref.namespace][anchor]
	labels.matches({"matchLabels": service.object.spec.selector}, pod_labels)
}

# A Service without a selector has its endpoints from elsewhere.
_by_anchor[entry.resource.ref.namespace][anchor][entry.index] := entry.resource if {
	some entry in inventory.all_of("Service")
	count(entry.resource.object.spec.selector) > 0
	anchor := inventory.anchor({"matchLabels": entry.resource.object.spec.selector})
}
