# METADATA
# title: No default deny for ingress
# description: |
#   A pod that no policy selects accepts connections from the whole cluster. With a default deny only the callers that a policy names get
#   through, and a new workload starts closed.
# related_resources:
#   - https://kubernetes.io/docs/concepts/services-networking/network-policies/#default-deny-all-ingress-traffic
# custom:
#   severity: high
#   profile: baseline
#   scope: relation
#   kinds: [pods]
#   reads:
#     - Namespace
#     - networking.k8s.io/NetworkPolicy
#     - cilium.io/CiliumNetworkPolicy
#     - cilium.io/CiliumClusterwideNetworkPolicy
#     - policy.networking.k8s.io/AdminNetworkPolicy
#     - policy.networking.k8s.io/BaselineAdminNetworkPolicy
#   message: No network policy isolates the pods of "{workload}" for ingress; in namespace "{namespace}" this is so for {count} workload(s).
#   variants:
#     opened: >-
#       A network policy lets everybody in to the pods of "{workload}" although others isolate them; {count} workload(s) of namespace
#       "{namespace}" are open.
#     isolating: This policy isolates the pods.
#     opening: This rule lets everybody in.
#   remediation: >-
#     Add a NetworkPolicy with an empty `podSelector` and the type Ingress to the namespace, and allow each caller by a policy of its own.
#   ko:
#     title: 인그레스 기본 차단 없음
#     description: |
#       어떤 정책에도 선택되지 않은 파드는 클러스터 전체의 접속을 받아들입니다. 기본 차단 정책이 있으면 정책에 명시된 호출자만 접근할 수 있고, 새 워크로드도
#       차단된 상태에서 시작합니다.
#     message: >-
#       "{workload}" 워크로드의 파드를 인그레스에 대해 격리하는 네트워크 정책이 없습니다. "{namespace}" 네임스페이스에서 격리되지 않은 워크로드는
#       {count}개입니다.
#     variants:
#       opened: >-
#         다른 정책이 격리하고 있는 "{workload}" 워크로드의 파드를 모두에게 여는 네트워크 정책이 있습니다. "{namespace}" 네임스페이스에서 열려 있는
#         워크로드는 {count}개입니다.
#       isolating: 이 정책이 파드를 격리합니다.
#       opening: 이 규칙이 모든 접속을 허용합니다.
#     remediation: >-
#       네임스페이스에 빈 `podSelector`와 Ingress 유형을 지정한 NetworkPolicy를 추가하고, 호출자별로 허용 정책을 따로 두세요.
#   families: [network]
#   params:
#     kinds:
#       default: [NetworkPolicy, CiliumNetworkPolicy, AdminNetworkPolicy]
#       description: Kinds of policy that the cluster enforces; each stands for its cluster-wide and baseline forms too.
#       schema:
#         type: array
#         items: {enum: [NetworkPolicy, CiliumNetworkPolicy, AdminNetworkPolicy]}
#         uniqueItems: true
#     managedElsewhere:
#       default: false
#       description: Whether the policies are kept outside this repository; what is not isolated here is then unknown.
#       schema: {type: boolean}
package rules.network.default_deny_ingress

import data.lib.findings as finding
import data.lib.inventory
import data.lib.network_policies as policies

params := data.params.network.default_deny_ingress

findings contains finding.about(first, entry) if {
	not params.managedElsewhere
	some unit, namespaces in exposed
	some namespace, workloads in namespaces
	first := min(object.keys(workloads))
	entry := described(namespace, workloads, first)
}

unknown contains finding.about(first, finding.at(["metadata", "name"], {"namespace": namespace})) if {
	params.managedElsewhere
	some unit, namespaces in exposed
	some namespace, workloads in namespaces
	first := min(object.keys(workloads))
}

unknown contains finding.about(index, finding.at(["metadata", "name"], {"namespace": namespace})) if {
	some unit, namespaces in inventory.workloads
	some namespace, workloads in namespaces
	some index, workload in workloads
	has_unknown_labels(workload)
	not is_covered(workload)
}

# Workloads that everybody can reach, by unit and namespace.
exposed[unit][namespace][index] := workload if {
	some unit, namespaces in inventory.workloads
	some namespace, workloads in namespaces
	some index, workload in workloads
	not is_covered(workload)
	not has_unknown_labels(workload)

	# The host's network is out of reach for network policies.
	not inventory.pod_spec(workload).hostNetwork == true
}

is_covered(workload) if count(enforced(policies.denying(workload.ref.namespace, true))) > 0

is_covered(workload) if {
	count(isolating(workload)) > 0
	count(enforced(policies.opening(workload))) == 0
}

isolating(workload) := enforced(policies.isolating(workload)) | enforced(policies.denying(workload.ref.namespace, false))

enforced(statements) := {statement | some statement in statements; statement.kind in params.kinds}

# An operator labels the pods it completes; a policy for some pods may be for these.
has_unknown_labels(workload) if {
	workload.pod.partial
	policies.has_selective(workload.ref.namespace)
}

described(namespace, workloads, first) := base(namespace, workloads, first) if count(isolating(workloads[first])) == 0

described(namespace, workloads, first) := finding.related(
	finding.variant(base(namespace, workloads, first), "opened"),
	array.concat(
		places(isolating(workloads[first]), "isolating"),
		places(enforced(policies.opening(workloads[first])), "opening"),
	),
) if count(isolating(workloads[first])) > 0

base(namespace, workloads, first) := finding.at(
	["metadata", "name"],
	{"namespace": namespace, "workload": workloads[first].ref.name, "count": count(workloads)},
)

places(statements, note) := sort([place |
	some statement in statements
	place := {"object": statement.policy, "path": statement.path, "note": note}
])
