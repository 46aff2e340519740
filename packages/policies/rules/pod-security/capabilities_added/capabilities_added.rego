# METADATA
# title: Capability beyond the restricted set
# description: |
#   Under the restricted standard a container adds no capability but NET_BIND_SERVICE, which opens ports below 1024. Demanded since
#   Kubernetes 1.22; Windows pods (`os.name`) are excused since 1.25.
# related_resources:
#   - https://kubernetes.io/docs/concepts/security/pod-security-standards/
# custom:
#   severity: medium
#   profile: strict
#   scope: resource
#   kinds: [pods]
#   message: Container "{container}" adds the capability "{capability}", which the restricted standard does not grant.
#   remediation: Remove it from `capabilities.add`; change what needs it, for example who owns a file, when the image is built.
#   ko:
#     title: restricted 기준을 벗어난 권한(capability) 추가
#     description: |
#       restricted 기준에서 컨테이너는 1024 미만의 포트를 여는 NET_BIND_SERVICE 외의 권한(capability)을 추가할 수 없습니다. Kubernetes 1.22부터
#       요구되며, Windows 파드(`os.name`)는 1.25부터 제외됩니다.
#     message: '"{container}" 컨테이너가 restricted 기준에서 허용하지 않는 "{capability}" 권한을 추가합니다.'
#     remediation: "`capabilities.add`에서 해당 권한을 제거하세요. 파일 소유자 변경처럼 이 권한이 필요한 작업은 이미지 빌드 단계로 옮기세요."
#   families: [pod]
#   frameworks: {cis_k8s: [5.2.8]}
#   equivalents:
#     checkov: [CKV_K8S_25]
#   params:
#     allowed:
#       default: [NET_BIND_SERVICE]
#       description: Capabilities that a container may add.
#       schema: {type: array, items: {type: string}, uniqueItems: true}
#   fix: {op: remove}
package rules.pod_security.capabilities_added

import data.lib.findings as finding
import data.lib.kubernetes
import data.lib.pods

findings contains finding.in_container(container, ["securityContext", "capabilities", "add", index], {"capability": capability}) if {
	kubernetes.at_least(22)
	not pods.windows_excused
	some container in pods.containers
	some index, capability in container.value.securityContext.capabilities.add
	not capability in data.params.pod_security.capabilities_added.allowed
}
