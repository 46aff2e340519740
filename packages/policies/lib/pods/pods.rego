# METADATA
# title: Pod specifications
# description: |
#   The pod specification of the object under judgement, in any kind that holds one. The host has found it (`input.pod`); a Pod, a
#   Deployment, a CronJob, a Rollout or an operator's kind look the same from here.
package lib.pods

# METADATA
# description: The pod specification; undefined for objects without one.
spec := object.get(input.object, input.pod.path, {})

# METADATA
# description: Labels and annotations of the pods that the object makes; an empty object where it has no template metadata.
metadata := object.get(input.object, input.pod.metadata, {})

# METADATA
# description: |
#   All containers in their order: ordinary, init, sidecar (init with restartPolicy Always) and ephemeral. Each has `type`, `name`,
#   `path` (in the object), `value` (as written) and, where an image is named, `image` (its normalised reference).
containers := [container |
	some fact in input.pod.containers
	container := object.union(fact, {"value": object.get(input.object, fact.path, {})})
]

# METADATA
# description: Containers that run beside each other for the pod's life, i.e. ordinary ones and sidecars.
running := [container | some container in containers; container.type in {"container", "sidecar"}]

# METADATA
# description: All but ephemeral containers, i.e. those a template may set resources for.
permanent := [container | some container in containers; container.type != "ephemeral"]

# METADATA
# description: True for a pod that says it runs on Windows, where the fields of Linux do not apply.
is_windows if spec.os.name == "windows"

# METADATA
# description: True when the pod runs in a user namespace of its own; only a literal false says so.
in_user_namespace if spec.hostUsers == false
