# METADATA
# title: Network policy open to everybody
# description: |
#   Policies add up: one rule that lets everybody in takes away what all other policies of the namespace forbid.
# related_resources:
#   - https://kubernetes.io/docs/concepts/services-networking/network-policies/
# custom:
#   severity: high
#   profile: baseline
#   scope: resource
#   kinds: [networking.k8s.io/NetworkPolicy]
#   message: Ingress rule {number} lets everybody in, on all ports.
#   variants:
#     ports: Ingress rule {number} lets everybody in on the ports it names.
#     egress: Egress rule {number} lets the pods reach every address on all ports.
#   remediation: >-
#     Name the callers in `from` (or the destinations in `to`) by pod and namespace selectors, and the ports that are needed.
#   ko:
#     title: 모두에게 열린 네트워크 정책
#     description: |
#       네트워크 정책은 합산됩니다. 모든 트래픽을 허용하는 규칙이 하나만 있어도 같은 네임스페이스의 다른 정책이 막아 둔 것이 모두 무효가 됩니다.
#     message: '{number}번째 인그레스 규칙이 모든 포트에서 모든 출발지를 허용합니다.'
#     variants:
#       ports: '{number}번째 인그레스 규칙이 지정된 포트에서 모든 출발지를 허용합니다.'
#       egress: '{number}번째 이그레스 규칙이 모든 포트에서 모든 목적지로의 접속을 허용합니다.'
#     remediation: >-
#       `from`(또는 `to`)에 파드 셀렉터와 네임스페이스 셀렉터로 호출자(또는 목적지)를 지정하고, 필요한 포트만 허용하세요.
#   families: [network]
#   params:
#     allowEgressInternet:
#       default: false
#       description: Whether pods may reach every address on all ports.
#       schema: {type: boolean}
package rules.network.open_policy

import data.lib.findings as finding
import data.lib.network_policies as policies

findings contains entry if {
	some index, rule in policies.rules(input.object, "Ingress")
	not policies.has_ports(rule)
	some path in policies.open_peers(rule, "from")
	entry := at("ingress", index, path)
}

findings contains finding.with_severity(finding.variant(at("ingress", index, path), "ports"), "medium") if {
	some index, rule in policies.rules(input.object, "Ingress")
	policies.has_ports(rule)
	some path in policies.open_peers(rule, "from")
}

findings contains finding.with_severity(finding.variant(at("egress", index, path), "egress"), "medium") if {
	not data.params.network.open_policy.allowEgressInternet
	some index, rule in policies.rules(input.object, "Egress")
	not policies.has_ports(rule)
	some path in policies.open_peers(rule, "to")

	# All namespaces are not the internet.
	not "namespaceSelector" in path
}

at(direction, index, path) := finding.at(
	array.concat(["spec", direction, index], path),
	{"number": index + 1},
)
