# METADATA
# title: Privileged container
# description: |
#   A privileged container has every capability and every device of its node; whoever controls it controls the node and the pods on it.
# related_resources:
#   - https://kubernetes.io/docs/concepts/security/pod-security-standards/
# custom:
#   severity: critical
#   profile: baseline
#   scope: resource
#   kinds: [pods]
#   message: Container "{container}" runs privileged.
#   remediation: Remove `privileged`, or set it to false; grant the one capability that is needed through `capabilities.add`.
#   ko:
#     title: 특권 컨테이너
#     description: 특권 컨테이너는 노드의 모든 권한(capability)과 장치를 가집니다. 이 컨테이너를 장악하면 노드와 그 위의 모든 파드를 장악합니다.
#     message: '"{container}" 컨테이너가 특권 모드로 실행됩니다.'
#     remediation: "`privileged`를 제거하거나 false로 설정하고, 꼭 필요한 권한만 `capabilities.add`로 부여하세요."
#   families: [pod]
#   frameworks: {cis_k8s: [5.2.2]}
#   equivalents:
#     checkov: [CKV_K8S_16]
#     datree: [CONTAINERS_INCORRECT_PRIVILEGED_VALUE_TRUE]
#     gatekeeper: [K8sPSPPrivilegedContainer]
#     kube-linter: [privileged-container]
#     kube-score: [Container Security Context Privileged]
#     polaris: [runAsPrivileged]
#     trivy: [KSV-0017]
#   fix: {op: set, value: false}
package rules.pod_security.privileged

import data.lib.findings as finding
import data.lib.pods

findings contains finding.in_container(container, ["securityContext", "privileged"], {}) if {
	some container in pods.containers
	container.value.securityContext.privileged == true
}
