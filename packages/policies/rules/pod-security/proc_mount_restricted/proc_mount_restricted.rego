# METADATA
# title: Unmasked /proc, also in a user namespace
# description: |
#   The restricted standard wants the masks over /proc in every pod, also in one with a user namespace of its own (`hostUsers: false`),
#   which the baseline standard excuses since Kubernetes 1.35. Below 1.35 the baseline rule says the same.
# related_resources:
#   - https://kubernetes.io/docs/concepts/security/pod-security-standards/
# custom:
#   severity: medium
#   profile: strict
#   scope: resource
#   kinds: [pods]
#   message: Container "{container}" mounts /proc as "{value}".
#   remediation: Remove `procMount`, or set it to Default.
#   ko:
#     title: 마스킹되지 않은 /proc(사용자 네임스페이스 포함)
#     description: |
#       restricted 기준은 별도의 사용자 네임스페이스를 쓰는 파드(`hostUsers: false`)를 포함한 모든 파드에 /proc 마스킹을 요구합니다. baseline
#       기준은 Kubernetes 1.35부터 이런 파드를 제외합니다. 1.35 미만에서는 baseline 규칙이 같은 내용을 검사합니다.
#     message: '"{container}" 컨테이너가 /proc을 "{value}" 방식으로 마운트합니다.'
#     remediation: "`procMount`를 제거하거나 Default로 설정하세요."
#   families: [pod]
#   fix: {op: set, value: Default}
package rules.pod_security.proc_mount_restricted

import data.lib.findings as finding
import data.lib.kubernetes
import data.lib.pods

findings contains finding.in_container(container, ["securityContext", "procMount"], {"value": value}) if {
	kubernetes.at_least(35)
	some container in pods.containers
	value := pods.container_security(container, "procMount")
	not value in {"Default", null}
}
