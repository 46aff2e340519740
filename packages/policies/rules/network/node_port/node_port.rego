# METADATA
# title: Service of type NodePort
# description: |
#   A NodePort opens the same port on every node of the cluster and so leads around the ingress, its TLS, its authentication and its logs.
# related_resources:
#   - https://kubernetes.io/docs/concepts/services-networking/service/#type-nodeport
# custom:
#   severity: high
#   profile: baseline
#   scope: resource
#   kinds: [Service]
#   message: The Service opens a port on every node (type NodePort).
#   remediation: Use type ClusterIP and publish the service through an Ingress or a Gateway.
#   ko:
#     title: NodePort 유형의 서비스
#     description: |
#       NodePort는 클러스터의 모든 노드에서 같은 포트를 엽니다. 인그레스와 그 TLS, 인증, 로그를 거치지 않는 우회로가 됩니다.
#     message: 서비스가 모든 노드에 포트를 엽니다(NodePort 유형).
#     remediation: ClusterIP 유형을 사용하고 Ingress 또는 Gateway를 통해 서비스를 공개하세요.
#   families: [edge]
#   frameworks: {cis_k8s: [5.3.2]}
#   equivalents:
#     datree: [SERVICE_INCORRECT_TYPE_VALUE_NODEPORT]
#     gatekeeper: [K8sBlockNodePort]
#     kube-linter: [exposed-services]
#     kube-score: [Service Type]
#   fix: {op: set, value: ClusterIP}
package rules.network.node_port

import data.lib.findings as finding

findings contains finding.at(["spec", "type"], {}) if input.object.spec.type == "NodePort"
