# METADATA
# title: No default deny for authorization
# description: |
#   Mutual TLS proves who calls; only an authorization policy says who may. A workload that no policy is about serves every caller of the
#   mesh.
# related_resources:
#   - https://istio.io/latest/docs/ops/best-practices/security/#use-default-deny-patterns
# custom:
#   severity: high
#   profile: baseline
#   scope: relation
#   kinds: [pods]
#   reads: [Namespace, Service, ConfigMap, install.istio.io/IstioOperator, security.istio.io/AuthorizationPolicy,
#     security.istio.io/PeerAuthentication, policy.linkerd.io/Server, consul.hashicorp.com/ServiceIntentions]
#   message: No authorization policy limits who may call "{workload}" in namespace "{namespace}".
#   variants:
#     opened: An authorization policy lets everybody call "{workload}" in namespace "{namespace}", whatever others restrict.
#     namespace: No authorization policy limits who may call the workloads of namespace "{namespace}", "{workload}" for one.
#     opening: This rule lets everybody in.
#   remediation: >-
#     Add an AuthorizationPolicy with an empty `spec` to the namespace or to Istio's root namespace, then allow each caller by name.
#   ko:
#     title: 인가 기본 차단 없음
#     description: |
#       상호 TLS는 호출자가 누구인지 증명할 뿐, 누가 호출해도 되는지는 인가 정책이 정합니다. 어떤 정책도 적용되지 않는 워크로드는 메시의 모든 호출자에게
#       응답합니다.
#     message: '"{namespace}" 네임스페이스의 "{workload}" 워크로드에 호출자를 제한하는 인가 정책이 없습니다.'
#     variants:
#       opened: '"{namespace}" 네임스페이스의 "{workload}" 워크로드를 다른 제한과 관계없이 모두가 호출할 수 있게 하는 인가 정책이 있습니다.'
#       namespace: '"{namespace}" 네임스페이스의 워크로드에 호출자를 제한하는 인가 정책이 없습니다(예: "{workload}").'
#       opening: 이 규칙이 모든 호출자를 허용합니다.
#     remediation: >-
#       `spec`이 비어 있는 AuthorizationPolicy를 네임스페이스나 Istio 루트 네임스페이스에 추가한 다음, 호출자를 하나씩 명시하여 허용하세요.
#   families: [authorization]
#   frameworks: {nist_800_207: [T6]}
package rules.mesh.default_deny

import data.lib.authorization
import data.lib.consul
import data.lib.findings as finding
import data.lib.linkerd
import data.lib.mesh

# Once for a namespace in which no workload is covered.
findings contains described(first, "namespace") if {
	some unit, namespaces in members
	some namespace, indexes in namespaces
	indexes == uncovered[unit][namespace]
	first := min(indexes)
}

findings contains described(index, "") if {
	some unit, namespaces in members
	some namespace, indexes in namespaces
	indexes != uncovered[unit][namespace]
	some index in uncovered[unit][namespace]
}

unknown contains finding.about(min(indexes), finding.at(["metadata", "name"], {"namespace": namespace})) if {
	mesh.in_use
	some unit, namespaces in uncertain
	some namespace, indexes in namespaces
}

# Gateways are no members here: they authenticate their callers themselves.
members := mesh.members({"sidecar", "ambient", "linkerd", "consul"})

uncovered[unit][namespace] contains index if {
	some unit, namespaces in members
	some namespace, indexes in namespaces
	some index in indexes
	not is_covered(mesh.membership[index], input.objects[index])
}

uncertain[unit][namespace] contains index if {
	some unit, namespaces in mesh.members({"unknown"})
	some namespace, indexes in namespaces
	some index in indexes
	every membership in {"sidecar", "linkerd", "consul"} {
		not is_covered(membership, input.objects[index])
	}
}

is_covered(membership, workload) if {
	membership in {"sidecar", "ambient"}
	allowing := authorization.allowing(workload)
	count(allowing) > 0
	count(opening(allowing)) == 0
}

is_covered("linkerd", workload) if linkerd.denies(workload)

is_covered("consul", workload) if consul.denies(workload)

opening(policies) := {policy | some policy in policies; authorization.open_places[policy]}

described(index, variant) := finding.about(index, finding.related(named(index, variant, places), places)) if {
	places := sort([{"object": policy, "path": place.path, "note": "opening"} |
		mesh.membership[index] in {"sidecar", "ambient"}
		some policy in opening(authorization.allowing(input.objects[index]))
		some place in authorization.open_places[policy]
	])
}

named(index, _, places) := finding.variant(base(index), "opened") if count(places) > 0

named(index, "", []) := base(index)

named(index, "namespace", []) := finding.variant(base(index), "namespace")

base(index) := finding.at(["metadata", "name"], {
	"workload": input.objects[index].ref.name,
	"namespace": input.objects[index].ref.namespace,
})
