# METADATA
# title: Istio's AuthorizationPolicy
# description: |
#   Which policies are about a workload, and which of their rules let everybody in. Policies with action ALLOW add up: as soon as one is
#   about a workload, requests that none of them allows are refused.
# related_resources:
#   - https://istio.io/latest/docs/reference/config/security/authorization-policy/
package lib.authorization

import data.lib.inventory
import data.lib.labels
import data.lib.mesh
import data.lib.services

# METADATA
# description: True for a policy that allows requests; the action that is meant where none is written.
allows(policy) if object.get(policy, ["spec", "action"], "ALLOW") in {"ALLOW", "", null}

# METADATA
# description: |
#   Places of a policy (the object) that let everybody in: a set of `{path, reason}`. `anyone` is a rule without a source, `anything` a
#   source that everybody has, `others` one that only says who is kept out. A gateway's callers come from everywhere, so that a rule for
#   it needs no source; a condition on a token or a source counts as one.
broad(policy) := {place |
	allows(policy)
	some index, rule in labels.array_or_empty(object.get(policy, ["spec", "rules"], []))
	some place in _broad_rule(["spec", "rules", index], labels.object_or_empty(rule))
	not _is_excused(place, policy)
}

# METADATA
# description: True for a policy (the object) about a gateway, by its labels or as its target.
is_for_gateway(policy) if contains(policy.spec.selector.matchLabels.istio, "gateway")

is_for_gateway(policy) if {
	some target in _targets(policy)
	target.kind == "Gateway"
}

# METADATA
# description: Policies that allow requests and are about a workload, as indexes of `input.objects`.
allowing(workload) := {index |
	some index in _about(workload)
	allows(input.objects[index].object)
}

# METADATA
# description: Places that let everybody in, as `broad` says, of the policies that have any, by index of the policy.
open_places[entry.index] := places if {
	some entry in _policies
	places := broad(entry.resource.object)
	count(places) > 0
}

_policies := inventory.all_of("security.istio.io/AuthorizationPolicy")

_is_excused(place, policy) if {
	place.path[count(place.path) - 1] == "from"
	is_for_gateway(policy)
}

_broad_rule(_, rule) := set() if _has_condition(rule)

_broad_rule(path, rule) := {{"path": array.concat(path, ["from"]), "reason": "anyone"}} if {
	not _has_condition(rule)
	_has_no_source(rule)
}

_broad_rule(path, rule) := {place |
	some index, entry in rule.from
	some place in _broad_source(array.concat(path, ["from", index, "source"]), labels.object_or_empty(object.get(labels.object_or_empty(entry), "source", {})))
} if {
	not _has_condition(rule)
	not _has_no_source(rule)
}

_has_no_source(rule) if count(labels.array_or_empty(object.get(rule, "from", []))) == 0

# A claim of the token or a property of the caller, with a value that not everybody has.
_has_condition(rule) if {
	some condition in rule.when
	some start in ["request.auth.", "source."]
	startswith(condition.key, start)
	some value in condition.values
	not value in {"*", "0.0.0.0/0", "::/0"}
}

_broad_source(_, source) := set() if _narrows(source)

_broad_source(path, source) := {{"path": array.concat(path, [field]), "reason": "others"} | field := min(_exclusions(source))} if {
	not _narrows(source)
	count(_exclusions(source)) > 0
}

_broad_source(path, source) := {{"path": array.concat(path, position), "reason": "anything"} | some position in _wildcards(source)} if {
	not _narrows(source)
	count(_exclusions(source)) == 0
	count(_wildcards(source)) > 0
}

_broad_source(path, source) := {{"path": path, "reason": "anyone"}} if {
	not _narrows(source)
	count(_exclusions(source)) == 0
	count(_wildcards(source)) == 0
}

# Fields of a source add up, so one that names somebody is enough; the values of a field are alternatives, so all of them must.
_narrows(source) if {
	some field in {"principals", "namespaces", "requestPrincipals", "serviceAccounts", "ipBlocks", "remoteIpBlocks"}
	count(source[field]) > 0
	every value in source[field] {
		not _is_wildcard(field, value)
	}
}

_wildcards(source) := {[field, index] |
	some field, values in source
	some index, value in values
	_is_wildcard(field, value)
}

_is_wildcard(field, "*") if field in {"principals", "namespaces", "requestPrincipals", "serviceAccounts"}

_is_wildcard(field, value) if {
	field in {"ipBlocks", "remoteIpBlocks"}
	endswith(value, "/0")
}

_exclusions(source) := {field |
	some field, values in source
	startswith(field, "not")
	count(values) > 0
}

_targets(policy) := array.concat(
	labels.array_or_empty(object.get(policy, ["spec", "targetRefs"], [])),
	[target | target := object.get(policy, ["spec", "targetRef"], null); is_object(target)],
)

# A policy in the root namespace is about all namespaces.
_about(workload) := {index |
	pod_labels := inventory.pod_labels(workload)
	some namespace in {workload.ref.namespace, mesh.root_namespace}
	some anchor in inventory.anchors(pod_labels)
	some index, selector in _selecting[namespace][anchor]
	labels.matches(selector, pod_labels)
} | {index |
	some target in _addresses(workload)
	some index in _targeting[target]
}

_selecting[entry.resource.ref.namespace][anchor][entry.index] := selector if {
	some entry in _policies
	count(_targets(entry.resource.object)) == 0
	selector := object.get(entry.resource.object, ["spec", "selector"], {})
	anchor := inventory.anchor(selector)
}

_targeting[[target.kind, entry.resource.ref.namespace, target.name]] contains entry.index if {
	some entry in _policies
	some target in _targets(entry.resource.object)
}

# What a policy may name to be about a workload: its Services, the waypoint that its requests pass, the class of all waypoints.
_addresses(workload) := {["Service", workload.ref.namespace, service.ref.name] | some service in services.of(workload)} | {address |
	some waypoint in _waypoints(workload)
	some address in [["Gateway", waypoint.namespace, waypoint.name], ["GatewayClass", mesh.root_namespace, "istio-waypoint"]]
}

_waypoints(workload) := {{"name": name, "namespace": namespace} |
	some holder in array.concat(
		[inventory.pod_labels(workload), inventory.namespace_metadata(workload.ref.namespace, "labels")],
		[service.object.metadata.labels | some service in services.of(workload)],
	)
	name := holder["istio.io/use-waypoint"]
	name != "none"
	namespace := object.get(holder, "istio.io/use-waypoint-namespace", workload.ref.namespace)
}
