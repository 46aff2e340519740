# METADATA
# title: Privilege escalation
# description: |
#   Unless `allowPrivilegeEscalation` is false, a program in the container can gain more rights than the one that started it, for example
#   through set-user-ID files. Windows pods (`os.name`) are excused since Kubernetes 1.25.
# related_resources:
#   - https://kubernetes.io/docs/concepts/security/pod-security-standards/
# custom:
#   severity: high
#   profile: baseline
#   scope: resource
#   kinds: [pods]
#   message: Container "{container}" does not set allowPrivilegeEscalation to false.
#   remediation: Set `securityContext.allowPrivilegeEscalation` of the container to false; a missing value counts as true.
#   ko:
#     title: 권한 상승 허용
#     description: |
#       `allowPrivilegeEscalation`이 false가 아니면 컨테이너 안의 프로그램이 set-user-ID 파일 등으로 자신을 시작한 프로세스보다 높은 권한을 얻을 수
#       있습니다. Windows 파드(`os.name`)는 Kubernetes 1.25부터 제외됩니다.
#     message: '"{container}" 컨테이너가 allowPrivilegeEscalation을 false로 설정하지 않았습니다.'
#     remediation: 컨테이너의 `securityContext.allowPrivilegeEscalation`을 false로 설정하세요. 값이 없으면 true로 처리됩니다.
#   families: [pod]
#   frameworks: {cis_k8s: [5.2.6]}
#   equivalents:
#     checkov: [CKV_K8S_20]
#     datree: [CONTAINERS_MISSING_KEY_ALLOWPRIVILEGEESCALATION]
#     gatekeeper: [K8sPSPAllowPrivilegeEscalationContainer]
#     kube-linter: [privilege-escalation-container]
#     polaris: [privilegeEscalationAllowed]
#     trivy: [KSV-0001]
#   fix: {op: set, value: false}
package rules.pod_security.allow_privilege_escalation

import data.lib.findings as finding
import data.lib.pods

findings contains finding.in_container(container, ["securityContext", "allowPrivilegeEscalation"], {}) if {
	not pods.windows_excused
	some container in pods.containers
	value := pods.container_security(container, "allowPrivilegeEscalation")
	value != false
	pods.is_known(value)
}
