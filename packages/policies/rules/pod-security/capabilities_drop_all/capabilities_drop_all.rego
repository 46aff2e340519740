# METADATA
# title: Capabilities not dropped
# description: |
#   A container that drops ALL capabilities keeps only those it adds by name. A list of every single capability is not the same: a newer
#   kernel may know more. Demanded since Kubernetes 1.22; Windows pods (`os.name`) are excused since 1.25.
# related_resources:
#   - https://kubernetes.io/docs/concepts/security/pod-security-standards/
# custom:
#   severity: medium
#   profile: strict
#   scope: resource
#   kinds: [pods]
#   message: Container "{container}" does not drop ALL capabilities.
#   remediation: Set `securityContext.capabilities.drop` of the container to [ALL], written exactly so.
#   ko:
#     title: 제거하지 않은 권한(capability)
#     description: |
#       ALL을 제거(drop)한 컨테이너에는 이름을 지정해 추가한 권한(capability)만 남습니다. 모든 권한을 하나씩 나열하는 것은 같지 않습니다. 새 커널에는 더 많은
#       권한이 있을 수 있습니다. Kubernetes 1.22부터 요구되며, Windows 파드(`os.name`)는 1.25부터 제외됩니다.
#     message: '"{container}" 컨테이너가 모든 권한(ALL)을 제거하지 않았습니다.'
#     remediation: 컨테이너의 `securityContext.capabilities.drop`을 정확히 [ALL]로 설정하세요.
#   families: [pod]
#   frameworks: {cis_k8s: [5.2.9]}
#   equivalents:
#     checkov: [CKV_K8S_37]
#     trivy: [KSV-0003, KSV-0004, KSV-0106]
#   fix: {op: set, value: [ALL]}
package rules.pod_security.capabilities_drop_all

import data.lib.findings as finding
import data.lib.kubernetes
import data.lib.pods

findings contains finding.in_container(container, ["securityContext", "capabilities", "drop"], {}) if {
	kubernetes.at_least(22)
	not pods.windows_excused
	some container in pods.containers
	drop := object.get(container.value, ["securityContext", "capabilities", "drop"], null)
	not "ALL" in drop
	pods.is_known(drop)
}
