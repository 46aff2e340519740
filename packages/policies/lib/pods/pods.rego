# METADATA
# title: Pod specifications
# description: |
#   The pod specification of the object under judgement, in any kind that holds one. The host has found it (`input.pod`); a Pod, a
#   Deployment, a CronJob, a Rollout or an operator's kind look the same from here.
package lib.pods

import data.lib.kubernetes

# METADATA
# description: The pod specification; undefined for objects without one.
spec := _object(object.get(input.object, input.pod.path, {}))

# METADATA
# description: Labels and annotations of the pods that the object makes; an empty object where it has no template metadata.
metadata := _object(object.get(input.object, input.pod.metadata, {}))

# METADATA
# description: |
#   All containers in their order: ordinary, init, sidecar (init with restartPolicy Always) and ephemeral. Each has `type`, `name`,
#   `path` (in the object), `value` (as written) and, where an image is named, `image` (its normalised reference).
containers := [container |
	some fact in input.pod.containers
	container := object.union(fact, {"value": _object(object.get(input.object, fact.path, {}))})
]

# METADATA
# description: Containers that run beside each other for the pod's life, i.e. ordinary ones and sidecars.
running := [container | some container in containers; container.type in {"container", "sidecar"}]

# METADATA
# description: All but ephemeral containers, i.e. those a template may set resources for.
permanent := [container | some container in containers; container.type != "ephemeral"]

# METADATA
# description: A field of the pod's own security context; null where it is missing.
pod_security(field) := object.get(spec, ["securityContext", field], null)

# METADATA
# description: A field of a container's own security context; null where it is missing.
container_security(container, field) := object.get(container.value, ["securityContext", field], null)

# METADATA
# description: A field of the security context that holds for a container, its own before the pod's; null where both miss it.
effective_security(container, field) := value if {
	value := container_security(container, field)
	value != null
} else := pod_security(field)

# METADATA
# description: |
#   True when the value says something: a written one always does, a missing one (null) stands for its default, but not in a pod that
#   an operator completes.
is_known(value) if value != null

is_known(null) if not input.pod.partial

# METADATA
# description: A field's value for a message or a comparison; an empty text where it is missing or null.
text(value, field) := value[field] if {
	value[field] != null
} else := ""

# METADATA
# description: |
#   The type of a seccomp or AppArmor profile where the Pod Security Standards forbid it; undefined for an allowed type and for null. A
#   profile without a type has the empty one, which is forbidden.
forbidden_profile(profile) := type if {
	profile != null
	type := text(profile, "type")
	not type in {"Localhost", "RuntimeDefault"}
}

# METADATA
# description: True for a pod that says it runs on Windows, where the fields of Linux do not apply.
is_windows if spec.os.name == "windows"

# METADATA
# description: True when the pod runs in a user namespace of its own; only a literal false says so.
in_user_namespace if spec.hostUsers == false

# METADATA
# description: True when the Pod Security Standards excuse the pod from demands that only Linux can meet; since 1.25.
windows_excused if {
	kubernetes.at_least(25)
	is_windows
}

# METADATA
# description: True when the Pod Security Standards let the pod be root because that is nobody on its node; since 1.35.
user_namespace_excused if {
	kubernetes.at_least(35)
	in_user_namespace
}

_object(value) := value if {
	is_object(value)
} else := {}
