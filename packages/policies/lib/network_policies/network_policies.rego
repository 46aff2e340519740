# METADATA
# title: Network policies
# description: |
#   What NetworkPolicies, Cilium's policies and AdminNetworkPolicies let in: which of them isolate a pod for ingress, and which of them
#   open it to everybody again. Policies add up: a pod is isolated as soon as one of them selects it, and reachable by what any of them
#   allows.
package lib.network_policies

import data.lib.inventory
import data.lib.labels

# METADATA
# description: |
#   Paths inside a rule of a NetworkPolicy (`peers` is `from` or `to`) at which it names everybody: the missing list itself, a CIDR with
#   prefix 0 (whatever it excepts), a selector of all namespaces without one for pods.
open_peers(rule, peers) := {path |
	some index, peer in labels.array_or_empty(object.get(rule, peers, []))
	some field in _open_fields(peer)
	path := array.concat([peers, index], field)
} | {[peers] | count(labels.array_or_empty(object.get(rule, peers, []))) == 0}

# METADATA
# description: True for a rule that names the ports it is about.
has_ports(rule) if count(rule.ports) > 0

# METADATA
# description: |
#   Rules of a NetworkPolicy for a direction (`Ingress` or `Egress`), from index to rule; none if the policy does not speak about it. A
#   rule without content (null) is one that allows everything, as the API server reads it.
rules(policy, direction) := {index: labels.object_or_empty(rule) |
	applies_to(policy, direction)
	some index, rule in labels.array_or_empty(object.get(policy, ["spec", lower(direction)], []))
}

# METADATA
# description: |
#   True when a NetworkPolicy isolates its pods in a direction. Without `policyTypes` that is ingress always, egress only if it has rules.
applies_to(policy, direction) if direction in policy.spec.policyTypes

applies_to(policy, "Ingress") if not _has_types(policy)

applies_to(policy, "Egress") if {
	not _has_types(policy)
	count(policy.spec.egress) > 0
}

# METADATA
# description: |
#   Policies that isolate the pods of a workload for ingress: a set of `{policy, kind, path}`; `policy` is an index into `input.objects`,
#   `kind` the kind by which parameters name it, `path` leads to its selector.
isolating(workload) := {{"policy": statement.policy, "kind": statement.kind, "path": statement.subject} |
	some statement in _candidates(workload)
	statement.isolates
	labels.matches(statement.selector, _labels(workload))
}

# METADATA
# description: |
#   Rules that let everybody in to the pods of a workload on all ports: a set of `{policy, kind, path}`. Limited to ports, such a rule is
#   what a gateway needs and does not count.
opening(workload) := {{"policy": statement.policy, "kind": statement.kind, "path": path} |
	some statement in _candidates(workload)
	some path in statement.open
	labels.matches(statement.selector, _labels(workload))
}

# METADATA
# description: |
#   AdminNetworkPolicies (`final` is true: what they deny no other policy can allow) or BaselineAdminNetworkPolicies (false) that deny all
#   ingress of a namespace: a set of `{policy, kind, path}` as in `isolating`.
denying(namespace, final) := {{"policy": denial.policy, "kind": "AdminNetworkPolicy", "path": ["spec", "subject", "namespaces"]} |
	some denial in _denials
	denial.final == final
	labels.matches(denial.subject, object.union(
		{"kubernetes.io/metadata.name": namespace},
		inventory.namespace_metadata(namespace, "labels"),
	))
}

# METADATA
# description: True when a namespace has policies about some of its pods only, so that one needs the labels of a pod to judge it.
has_selective(namespace) if {
	some anchor, _ in _statements[namespace]
	anchor != ""
}

_open_fields(peer) := {["ipBlock", "cidr"] | endswith(peer.ipBlock.cidr, "/0")} | {["namespaceSelector"] |
	is_object(peer.namespaceSelector)
	labels.is_empty(peer.namespaceSelector)
	labels.is_empty(object.get(peer, "podSelector", null))
}

_has_types(policy) if count(policy.spec.policyTypes) > 0

_labels(workload) := object.union(
	inventory.pod_labels(workload),
	{"io.kubernetes.pod.namespace": workload.ref.namespace},
)

_candidates(workload) := {statement |
	some anchor in inventory.anchors(_labels(workload))
	some scope in [workload.ref.namespace, _everywhere]
	some statement in _statements[scope][anchor]
}

# Stands for all namespaces; no namespace has such a name.
_everywhere := "*"

# What the policies say about ingress, by namespace and by the anchor of their selector.
_statements[scope][anchor] contains statement if {
	some index, policy in inventory.by_kind["networking.k8s.io/NetworkPolicy"][scope]
	selector := object.get(policy.object, ["spec", "podSelector"], {})
	anchor := inventory.anchor(selector)
	ingress := rules(policy.object, "Ingress")
	applies_to(policy.object, "Ingress")
	statement := {
		"policy": index,
		"kind": "NetworkPolicy",
		"selector": selector,
		"subject": ["spec", "podSelector"],
		"isolates": true,
		"open": {array.concat(["spec", "ingress", number], path) |
			some number, rule in ingress
			not has_ports(rule)
			some path in open_peers(rule, "from")
		},
	}
}

_statements[scope][anchor] contains statement if {
	some kind, wide in {"cilium.io/CiliumNetworkPolicy": false, "cilium.io/CiliumClusterwideNetworkPolicy": true}
	some namespace, policies in inventory.by_kind[kind]
	some index, policy in policies
	some specification in _cilium_specifications(policy.object)
	selector := _cilium_selector(specification.value.endpointSelector)
	scope := [namespace, _everywhere][to_number(wide)]
	anchor := inventory.anchor(selector)
	statement := {
		"policy": index,
		"kind": "CiliumNetworkPolicy",
		"selector": selector,
		"subject": array.concat(specification.path, ["endpointSelector"]),
		"isolates": _cilium_isolates(specification.value),
		"open": {array.concat(specification.path, path) | some path in _cilium_open(specification.value, wide)},
	}
}

_cilium_specifications(policy) := [{"path": ["spec"], "value": policy.spec}] if policy.spec

_cilium_specifications(policy) := [{"path": ["specs", index], "value": value} | some index, value in policy.specs] if not policy.spec

# Cilium writes the source of a label in front of its key (`k8s:app`).
_cilium_selector(selector) := {
	"matchLabels": {_cilium_key(key): value | some key, value in selector.matchLabels},
	"matchExpressions": [object.union(expression, {"key": _cilium_key(expression.key)}) |
		some expression in selector.matchExpressions
	],
}

_cilium_key(key) := trim_prefix(trim_prefix(key, "k8s:"), "any:")

# A direction with rules is isolated, unless the policy says otherwise; an empty list of rules says nothing about it.
_cilium_isolates(specification) := specification.enableDefaultDeny.ingress if {
	is_boolean(specification.enableDefaultDeny.ingress)
} else if {
	some field in ["ingress", "ingressDeny"]
	count(specification[field]) > 0
} else := false

_cilium_open(specification, wide) := {path |
	some index, rule in labels.array_or_empty(object.get(specification, "ingress", []))
	count(labels.array_or_empty(object.get(rule, "toPorts", []))) == 0
	some field in _cilium_open_fields(rule, wide)
	path := array.concat(["ingress", index], field)
}

_cilium_open_fields(rule, wide) := ({["fromEntities", index] |
	some index, entity in rule.fromEntities
	entity in {"all", "world", "cluster"}
} | {["fromCIDR", index] |
	some index, cidr in rule.fromCIDR
	endswith(cidr, "/0")
}) | ({["fromCIDRSet", index, "cidr"] |
	some index, block in rule.fromCIDRSet
	endswith(block.cidr, "/0")
} | {["fromEndpoints", index] |
	# In a namespaced policy an empty selector means the endpoints of the namespace.
	wide
	some index, selector in rule.fromEndpoints
	labels.is_empty(selector)
})

# Policies of the administrator that deny all ingress, unless an earlier rule of theirs decides about everybody.
_denials contains {"policy": index, "subject": subject, "final": final} if {
	some kind, final in {"policy.networking.k8s.io/AdminNetworkPolicy": true, "policy.networking.k8s.io/BaselineAdminNetworkPolicy": false}
	some index, policy in inventory.by_kind[kind][""]
	subject := policy.object.spec.subject.namespaces
	ingress := labels.array_or_empty(object.get(policy.object, ["spec", "ingress"], []))
	first := min([number | some number, rule in ingress; _is_about_all(rule)])
	ingress[first].action == "Deny"
}

_is_about_all(rule) if {
	count(labels.array_or_empty(object.get(rule, "ports", []))) == 0
	some peer in rule.from
	_is_everybody(peer)
}

_is_everybody(peer) if labels.is_empty(peer.namespaces)

_is_everybody(peer) if {
	labels.is_empty(peer.pods.namespaceSelector)
	labels.is_empty(peer.pods.podSelector)
}
