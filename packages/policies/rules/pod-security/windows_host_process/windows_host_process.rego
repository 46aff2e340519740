# METADATA
# title: Windows host process
# description: A HostProcess container runs on its Windows node itself, with the node's file system, network and rights.
# related_resources:
#   - https://kubernetes.io/docs/concepts/security/pod-security-standards/
# custom:
#   severity: critical
#   profile: baseline
#   scope: resource
#   kinds: [pods]
#   message: Container "{container}" runs as a process of its Windows node (hostProcess).
#   variants:
#     pod: The pod runs as processes of its Windows node (hostProcess).
#   remediation: Remove `hostProcess`, or set it to false; a node agent that cannot work otherwise takes an exception.
#   ko:
#     title: Windows HostProcess 사용
#     description: HostProcess 컨테이너는 Windows 노드에서 직접 실행되어 노드의 파일 시스템과 네트워크, 권한을 그대로 사용합니다.
#     message: '"{container}" 컨테이너가 Windows 노드의 프로세스(hostProcess)로 실행됩니다.'
#     variants:
#       pod: 파드가 Windows 노드의 프로세스(hostProcess)로 실행됩니다.
#     remediation: "`hostProcess`를 제거하거나 false로 설정하세요. 다른 방법이 없는 노드 에이전트라면 예외 승인을 받으세요."
#   families: [pod]
#   equivalents:
#     datree: [EKS_INVALID_HOSTPROCESS_VALUE]
#     gatekeeper: [K8sPSPHostProcess]
#     polaris: [hostProcess]
#     trivy: [KSV-0103]
#   fix: {op: set, value: false}
package rules.pod_security.windows_host_process

import data.lib.findings as finding
import data.lib.pods

findings contains finding.in_container(container, ["securityContext", "windowsOptions", "hostProcess"], {}) if {
	some container in pods.containers
	container.value.securityContext.windowsOptions.hostProcess == true
}

findings contains finding.variant(finding.in_pod(["securityContext", "windowsOptions", "hostProcess"], {}), "pod") if {
	pods.spec.securityContext.windowsOptions.hostProcess == true
}
