# METADATA
# description: |
#   Twenty ordinary rules in the form that conftest calls, for the benchmark: what a team writes that starts with policies.
package main

pod_spec := input.spec if input.kind == "Pod"

pod_spec := input.spec.template.spec if input.kind in {"Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "Job"}

pod_spec := input.spec.jobTemplate.spec.template.spec if input.kind == "CronJob"

containers contains container if some container in pod_spec.containers

containers contains container if some container in pod_spec.initContainers

name := object.get(input, ["metadata", "name"], "without a name")

deny contains sprintf("%s/%s uses the network of its node", [input.kind, name]) if pod_spec.hostNetwork

deny contains sprintf("%s/%s sees the processes of its node", [input.kind, name]) if pod_spec.hostPID

deny contains sprintf("%s/%s shares memory with its node", [input.kind, name]) if pod_spec.hostIPC

deny contains sprintf("%s/%s mounts %s of its node", [input.kind, name, volume.hostPath.path]) if {
	some volume in pod_spec.volumes
	volume.hostPath
}

deny contains sprintf("%s/%s mounts a token for the API server", [input.kind, name]) if {
	pod_spec
	not pod_spec.automountServiceAccountToken == false
}

deny contains sprintf("%s/%s runs on the default service account", [input.kind, name]) if {
	pod_spec
	object.get(pod_spec, "serviceAccountName", "default") == "default"
}
