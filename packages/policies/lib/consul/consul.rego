# METADATA
# title: Consul's intentions
# description: Whether Consul refuses what no intention allows.
# related_resources:
#   - https://developer.hashicorp.com/consul/docs/reference/config-entry/service-intentions
package lib.consul

import data.lib.inventory
import data.lib.services

# METADATA
# description: True for a workload whose service, or every service, is denied to all sources that no intention names.
denies(workload) if {
	some name in (_names(workload) | {"*"})
	_denied[name]
}

# The service is named by annotation, else by the Kubernetes Services of the pods, else like the workload.
_names(workload) := {inventory.pod_annotations(workload)["consul.hashicorp.com/connect-service"]}

_names(workload) := names if {
	not inventory.pod_annotations(workload)["consul.hashicorp.com/connect-service"]
	names := {service.ref.name | some service in services.of(workload)}
	count(names) > 0
}

_names(workload) := {workload.ref.name} if {
	not inventory.pod_annotations(workload)["consul.hashicorp.com/connect-service"]
	count(services.of(workload)) == 0
}

_denied[name] if {
	some entry in inventory.all_of("consul.hashicorp.com/ServiceIntentions")
	name := entry.resource.object.spec.destination.name
	some source in entry.resource.object.spec.sources
	source.name == "*"
	source.action == "deny"
}
