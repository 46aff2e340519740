package main

deny contains sprintf("%s/%s: container %s is privileged", [input.kind, name, container.name]) if {
	some container in containers
	container.securityContext.privileged
}

deny contains sprintf("%s/%s: container %s may gain privileges", [input.kind, name, container.name]) if {
	some container in containers
	not container.securityContext.allowPrivilegeEscalation == false
}

deny contains sprintf("%s/%s: container %s may run as root", [input.kind, name, container.name]) if {
	some container in containers
	not container.securityContext.runAsNonRoot
	not pod_spec.securityContext.runAsNonRoot
}

deny contains sprintf("%s/%s: container %s can write to its file system", [input.kind, name, container.name]) if {
	some container in containers
	not container.securityContext.readOnlyRootFilesystem
}

deny contains sprintf("%s/%s: container %s keeps capabilities", [input.kind, name, container.name]) if {
	some container in containers
	not drops_all(container)
}

deny contains sprintf("%s/%s: container %s adds %s", [input.kind, name, container.name, capability]) if {
	some container in containers
	some capability in container.securityContext.capabilities.add
	capability != "NET_BIND_SERVICE"
}

deny contains sprintf("%s/%s: container %s has no %s for %s", [input.kind, name, container.name, field, resource]) if {
	some container in containers
	some field, resource in {"requests": "cpu", "limits": "memory"}
	not container.resources[field][resource]
}

deny contains sprintf("%s/%s: container %s has no readiness probe", [input.kind, name, container.name]) if {
	input.kind in {"Deployment", "StatefulSet"}
	some container in pod_spec.containers
	not container.readinessProbe
}

deny contains sprintf("%s/%s: container %s has no liveness probe", [input.kind, name, container.name]) if {
	input.kind in {"Deployment", "StatefulSet"}
	some container in pod_spec.containers
	not container.livenessProbe
}

drops_all(container) if "ALL" in container.securityContext.capabilities.drop
