# METADATA
# title: Host network
# description: |
#   A pod in the network of its node reaches services that listen on the node's loopback, sees the traffic of other pods and is not bound
#   by NetworkPolicies.
# related_resources:
#   - https://kubernetes.io/docs/concepts/security/pod-security-standards/
# custom:
#   severity: high
#   profile: baseline
#   scope: resource
#   kinds: [pods]
#   message: The pod uses the network of its node (hostNetwork).
#   remediation: Remove `hostNetwork`, or set it to false; publish ports through a Service.
#   ko:
#     title: 호스트 네트워크 사용
#     description: |
#       노드의 네트워크를 쓰는 파드는 노드의 루프백에서만 열린 서비스에 접근하고 다른 파드의 트래픽을 볼 수 있으며, NetworkPolicy의 적용을
#       받지 않습니다.
#     message: 파드가 노드의 네트워크(hostNetwork)를 사용합니다.
#     remediation: "`hostNetwork`를 제거하거나 false로 설정하고, 포트는 Service로 노출하세요."
#   families: [pod, network]
#   frameworks: {cis_k8s: [5.2.5]}
#   equivalents:
#     checkov: [CKV_K8S_19]
#     datree: [CONTAINERS_INCORRECT_HOSTNETWORK_VALUE_TRUE]
#     kube-linter: [host-network]
#     polaris: [hostNetworkSet]
#     trivy: [KSV-0009]
#   fix: {op: set, value: false}
package rules.pod_security.host_network

import data.lib.findings as finding
import data.lib.pods

findings contains finding.in_pod(["hostNetwork"], {}) if pods.spec.hostNetwork == true
