# METADATA
# title: Root is not ruled out
# description: |
#   With `runAsNonRoot` the kubelet refuses to start a container as root, whatever its image says; a `runAsUser` does not replace it. Since
#   Kubernetes 1.35 a pod in a user namespace of its own (`hostUsers: false`) is excused.
# related_resources:
#   - https://kubernetes.io/docs/concepts/security/pod-security-standards/
# custom:
#   severity: medium
#   profile: strict
#   scope: resource
#   kinds: [pods]
#   message: Container "{container}" does not set runAsNonRoot to true, and neither does its pod.
#   variants:
#     overrides: Container "{container}" sets runAsNonRoot to {value}.
#     pod: The pod sets runAsNonRoot to {value}.
#   remediation: Set `securityContext.runAsNonRoot` to true, for the pod or for every container, and give the image a numeric user that is not 0.
#   ko:
#     title: root 실행이 금지되지 않음
#     description: |
#       `runAsNonRoot`를 설정하면 이미지 설정과 관계없이 kubelet이 컨테이너를 root로 시작하지 않습니다. `runAsUser`만으로는 대신할 수 없습니다.
#       Kubernetes 1.35부터는 별도의 사용자 네임스페이스를 쓰는 파드(`hostUsers: false`)가 제외됩니다.
#     message: '"{container}" 컨테이너와 파드 모두 runAsNonRoot를 true로 설정하지 않았습니다.'
#     variants:
#       overrides: '"{container}" 컨테이너의 runAsNonRoot 값이 {value}입니다.'
#       pod: 파드의 runAsNonRoot 값이 {value}입니다.
#     remediation: 파드 또는 모든 컨테이너의 `securityContext.runAsNonRoot`를 true로 설정하고, 이미지에는 0이 아닌 숫자 사용자를 지정하세요.
#   families: [pod]
#   frameworks: {cis_k8s: [5.2.7]}
#   equivalents:
#     trivy: [KSV-0012]
#   fix: {op: set, value: true}
package rules.pod_security.run_as_non_root

import data.lib.findings as finding
import data.lib.pods

findings contains finding.in_container(container, ["securityContext", "runAsNonRoot"], {}) if {
	not pods.user_namespace_excused
	some container in pods.containers
	value := pods.effective_security(container, "runAsNonRoot")
	value == null
	pods.is_known(value)
}

findings contains finding.variant(
	finding.in_container(container, ["securityContext", "runAsNonRoot"], {"value": value}),
	"overrides",
) if {
	not pods.user_namespace_excused
	some container in pods.containers
	value := pods.container_security(container, "runAsNonRoot")
	not value in {true, null}
}

findings contains finding.variant(finding.in_pod(["securityContext", "runAsNonRoot"], {"value": value}), "pod") if {
	not pods.user_namespace_excused
	value := pods.pod_security("runAsNonRoot")
	not value in {true, null}
}
