# METADATA
# title: Host port
# description: |
#   A host port opens a port of the node's own address, past Services and NetworkPolicies, and binds the pod to nodes where it is free.
# related_resources:
#   - https://kubernetes.io/docs/concepts/security/pod-security-standards/
# custom:
#   severity: high
#   profile: baseline
#   scope: resource
#   kinds: [pods]
#   message: Container "{container}" opens port {port} of its node.
#   remediation: Remove `hostPort` and publish the port through a Service.
#   ko:
#     title: 호스트 포트 사용
#     description: |
#       호스트 포트는 Service와 NetworkPolicy를 거치지 않고 노드의 주소에 포트를 열며, 그 포트가 비어 있는 노드에만 파드를 배치할 수 있게 합니다.
#     message: '"{container}" 컨테이너가 노드의 {port} 포트를 엽니다.'
#     remediation: "`hostPort`를 제거하고 포트는 Service로 노출하세요."
#   families: [pod]
#   frameworks: {cis_k8s: [5.2.12]}
#   equivalents:
#     checkov: [CKV_K8S_26]
#     datree: [CONTAINERS_INCORRECT_KEY_HOSTPORT]
#     polaris: [hostPortSet]
#     trivy: [KSV-0024]
#   fix: {op: remove}
package rules.pod_security.host_ports

import data.lib.findings as finding
import data.lib.pods

findings contains finding.in_container(container, ["ports", index, "hostPort"], {"port": port.hostPort}) if {
	some container in pods.containers
	some index, port in container.value.ports
	not port.hostPort in {0, null}
}
