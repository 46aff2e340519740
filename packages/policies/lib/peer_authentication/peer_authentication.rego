# METADATA
# title: Istio's PeerAuthentication
# description: |
#   The mode of mutual TLS that holds for a workload. Policies stand on three levels: for some pods of a namespace, for the namespace, for
#   the mesh (in Istio's root namespace); a level that says nothing inherits the next. Of several policies on one level the oldest
#   wins in the cluster, which a repository cannot know, so each of them is a possible outcome.
# related_resources:
#   - https://istio.io/latest/docs/reference/config/security/peer_authentication/
package lib.peer_authentication

import data.lib.inventory
import data.lib.labels
import data.lib.mesh

# METADATA
# description: |
#   Possible outcomes for a workload: a set of `{mode, policy, others}`. `policy` is the index of the policy that decides, null where none
#   does (Istio then accepts plain text), `others` the policies of the same level, which may win as well.
outcomes(workload) := _level(_matching(workload), _namespace_outcomes(workload.ref.namespace))

# METADATA
# description: The explicit mode of a policy; undefined where it inherits (missing or UNSET).
mode(policy) := value if {
	value := policy.object.spec.mtls.mode
	_is_explicit(value)
}

# METADATA
# description: |
#   Modes that a policy sets for single ports, from port (a string) to mode; ports that inherit are left out.
port_modes(policy) := {port: value |
	some port, setting in policy.object.spec.portLevelMtls
	value := setting.mode
	_is_explicit(value)
}

# METADATA
# description: True for a policy about some pods only.
is_selective(policy) if count(policy.object.spec.selector.matchLabels) > 0

# METADATA
# description: Policies for the whole mesh, from index to policy.
mesh_wide := object.get(_wide, mesh.root_namespace, {})

# METADATA
# description: |
#   `accepting[index]` of a workload that is or may be in Istio: its outcomes that accept plain text, i.e. all but STRICT. Gateways have
#   none, because their own listeners decide.
accepting[index] contains outcome if {
	some index, membership in mesh.membership
	membership in {"sidecar", "ambient", "unknown"}
	not mesh.is_gateway(input.objects[index])
	some outcome in outcomes(input.objects[index])
	outcome.mode != "STRICT"
}

# METADATA
# description: Workloads that accept plain text because of a policy, by the index of the policy.
accepting_by[outcome.policy] contains index if {
	some index, found in accepting
	some outcome in found
	outcome.policy != null
}

# METADATA
# description: Policies on the level of one that lets plain text in, which may win instead of it.
rivals(policy) := {other |
	some index in object.get(accepting_by, policy, set())
	some outcome in accepting[index]
	outcome.policy == policy
	some other in outcome.others
}

# METADATA
# description: Indexes of the workloads that a policy is about, whether it decides for them or not, by the index of the policy.
scope[policy] contains index if {
	some index, resource in input.objects
	inventory.is_workload(resource)
	some policy in _in_scope(resource)
}

_in_scope(workload) := ({index | some index, _ in _matching(workload)} | {index |
	some index, _ in object.get(_wide, workload.ref.namespace, {})
}) | {index | some index, _ in mesh_wide}

_is_explicit(value) if not value in {"UNSET", "", null}

_policies := inventory.all_of("security.istio.io/PeerAuthentication")

_wide[entry.resource.ref.namespace][entry.index] := entry.resource if {
	some entry in _policies
	not is_selective(entry.resource)
}

_selective[entry.resource.ref.namespace][anchor][entry.index] := entry.resource if {
	some entry in _policies
	is_selective(entry.resource)
	anchor := inventory.anchor(entry.resource.object.spec.selector)
}

_matching(workload) := {index: policy |
	pod_labels := inventory.pod_labels(workload)
	some anchor in inventory.anchors(pod_labels)
	some index, policy in _selective[workload.ref.namespace][anchor]
	labels.matches(policy.object.spec.selector, pod_labels)
}

_mesh_outcomes := _level(mesh_wide, {{"mode": "PERMISSIVE", "policy": null, "others": set()}})

_namespace_outcomes(namespace) := _mesh_outcomes if namespace == mesh.root_namespace

_namespace_outcomes(namespace) := _level(object.get(_wide, namespace, {}), _mesh_outcomes) if namespace != mesh.root_namespace

_level(policies, inherited) := inherited if count(policies) == 0

_level(policies, inherited) := {{"mode": mode(policy), "policy": index, "others": object.keys(policies) - {index}} |
	some index, policy in policies
} | {outcome |
	some policy in policies
	not mode(policy)
	some outcome in inherited
} if {
	count(policies) > 0
}
