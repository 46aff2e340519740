# METADATA
# title: No seccomp profile
# description: |
#   Without a seccomp profile, or with Unconfined, a container may make every system call of the kernel. Each container needs
#   RuntimeDefault or Localhost, its own or its pod's. Windows pods (`os.name`) are excused since Kubernetes 1.25.
# related_resources:
#   - https://kubernetes.io/docs/concepts/security/pod-security-standards/
# custom:
#   severity: medium
#   profile: strict
#   scope: resource
#   kinds: [pods]
#   message: Container "{container}" has no seccomp profile, and neither does its pod.
#   variants:
#     overrides: Container "{container}" sets the seccomp profile type "{type}".
#     pod: The pod sets the seccomp profile type "{type}".
#   remediation: Set `securityContext.seccompProfile.type` to RuntimeDefault, for the pod or for every container.
#   ko:
#     title: seccomp 프로파일 없음
#     description: |
#       seccomp 프로파일이 없거나 Unconfined이면 컨테이너가 커널의 모든 시스템 호출을 쓸 수 있습니다. 모든 컨테이너에는 자신 또는 파드에 설정된
#       RuntimeDefault나 Localhost 프로파일이 필요합니다. Windows 파드(`os.name`)는 Kubernetes 1.25부터 제외됩니다.
#     message: '"{container}" 컨테이너와 파드 모두 seccomp 프로파일을 설정하지 않았습니다.'
#     variants:
#       overrides: '"{container}" 컨테이너의 seccomp 프로파일 유형이 "{type}"입니다.'
#       pod: 파드의 seccomp 프로파일 유형이 "{type}"입니다.
#     remediation: 파드 또는 모든 컨테이너의 `securityContext.seccompProfile.type`을 RuntimeDefault로 설정하세요.
#   families: [pod]
#   frameworks: {cis_k8s: [5.6.2]}
#   equivalents:
#     checkov: [CKV_K8S_31]
#     datree: [CIS_INVALID_VALUE_SECCOMP_PROFILE, CONTAINERS_INCORRECT_SECCOMP_PROFILE]
#     kube-score: [Container Seccomp Profile]
#     trivy: [KSV-0030]
#   fix: {op: set, value: RuntimeDefault}
package rules.pod_security.seccomp_required

import data.lib.findings as finding
import data.lib.pods

findings contains finding.in_container(container, _path, {}) if {
	not pods.windows_excused
	some container in pods.containers
	profile := pods.effective_security(container, "seccompProfile")
	profile == null
	pods.is_known(profile)
}

findings contains finding.variant(finding.in_container(container, _path, {"type": type}), "overrides") if {
	not pods.windows_excused
	some container in pods.containers
	type := pods.forbidden_profile(pods.container_security(container, "seccompProfile"))
}

findings contains finding.variant(finding.in_pod(_path, {"type": type}), "pod") if {
	not pods.windows_excused
	type := pods.forbidden_profile(pods.pod_security("seccompProfile"))
}

_path := ["securityContext", "seccompProfile", "type"]
