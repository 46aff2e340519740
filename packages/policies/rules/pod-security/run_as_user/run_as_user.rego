# METADATA
# title: Run as user 0
# description: |
#   `runAsUser` 0 starts the container as root, against whatever user its image has. Since Kubernetes 1.35 a pod in a user namespace of its
#   own (`hostUsers: false`) is excused; below 1.23 the standard says nothing about it.
# related_resources:
#   - https://kubernetes.io/docs/concepts/security/pod-security-standards/
# custom:
#   severity: high
#   profile: strict
#   scope: resource
#   kinds: [pods]
#   message: Container "{container}" runs as user 0 (root).
#   variants:
#     pod: The pod runs as user 0 (root).
#   remediation: Remove `runAsUser`, or set it to a user of the image that is not 0.
#   ko:
#     title: 사용자 0으로 실행
#     description: |
#       `runAsUser`가 0이면 이미지의 사용자와 관계없이 컨테이너가 root로 시작됩니다. Kubernetes 1.35부터는 별도의 사용자 네임스페이스를 쓰는
#       파드(`hostUsers: false`)가 제외되며, 1.23 미만의 기준에는 이 항목이 없습니다.
#     message: '"{container}" 컨테이너가 사용자 0(root)으로 실행됩니다.'
#     variants:
#       pod: 파드가 사용자 0(root)으로 실행됩니다.
#     remediation: "`runAsUser`를 제거하거나 이미지에 있는 0이 아닌 사용자로 설정하세요."
#   families: [pod]
#   frameworks: {cis_k8s: [5.2.7]}
#   equivalents:
#     trivy: [KSV-0105]
package rules.pod_security.run_as_user

import data.lib.findings as finding
import data.lib.kubernetes
import data.lib.pods

findings contains finding.in_container(container, ["securityContext", "runAsUser"], {}) if {
	_is_demanded
	some container in pods.containers
	pods.container_security(container, "runAsUser") == 0
}

findings contains finding.variant(finding.in_pod(["securityContext", "runAsUser"], {}), "pod") if {
	_is_demanded
	pods.pod_security("runAsUser") == 0
}

_is_demanded if {
	kubernetes.at_least(23)
	not pods.user_namespace_excused
}
