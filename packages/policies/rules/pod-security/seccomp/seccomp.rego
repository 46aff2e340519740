# METADATA
# title: Seccomp profile
# description: |
#   A seccomp profile keeps dangerous system calls from the kernel. Where one is named, it must be RuntimeDefault or Localhost. The alpha
#   annotations no longer have an effect, but `unconfined` there shows that the filter is meant to be off.
# related_resources:
#   - https://kubernetes.io/docs/concepts/security/pod-security-standards/
# custom:
#   severity: high
#   profile: baseline
#   scope: resource
#   kinds: [pods]
#   message: Container "{container}" sets the seccomp profile type "{type}".
#   variants:
#     pod: The pod sets the seccomp profile type "{type}".
#     annotation: The annotation "{annotation}" asks for no seccomp profile.
#   remediation: Set `seccompProfile.type` to RuntimeDefault, or to Localhost with a profile of your own, and remove the annotations.
#   ko:
#     title: seccomp 프로파일
#     description: |
#       seccomp 프로파일은 위험한 시스템 호출이 커널에 닿지 않게 막습니다. 프로파일을 지정한다면 RuntimeDefault나 Localhost여야 합니다. 알파
#       애너테이션은 더 이상 효력이 없지만, `unconfined` 값은 필터를 끄려는 의도를 보여 줍니다.
#     message: '"{container}" 컨테이너의 seccomp 프로파일 유형이 "{type}"입니다.'
#     variants:
#       pod: 파드의 seccomp 프로파일 유형이 "{type}"입니다.
#       annotation: '"{annotation}" 애너테이션이 seccomp 프로파일을 끄도록 요청합니다.'
#     remediation: "`seccompProfile.type`을 RuntimeDefault로, 또는 직접 만든 프로파일과 함께 Localhost로 설정하고 애너테이션은 제거하세요."
#   families: [pod]
#   frameworks: {cis_k8s: [5.6.2]}
#   equivalents:
#     gatekeeper: [K8sPSPSeccomp, K8sPSPSeccompV2]
#     trivy: [KSV-0104]
package rules.pod_security.seccomp

import data.lib.findings as finding
import data.lib.pods

findings contains finding.in_container(container, ["securityContext", "seccompProfile", "type"], {"type": type}) if {
	some container in pods.containers
	type := pods.forbidden_profile(pods.container_security(container, "seccompProfile"))
}

findings contains finding.variant(finding.in_pod(["securityContext", "seccompProfile", "type"], {"type": type}), "pod") if {
	type := pods.forbidden_profile(pods.pod_security("seccompProfile"))
}

findings contains finding.variant(finding.at(path, {"annotation": annotation}), "annotation") if {
	some annotation, "unconfined" in pods.metadata.annotations
	_names_seccomp(annotation)
	path := array.concat(input.pod.metadata, ["annotations", annotation])
}

_names_seccomp("seccomp.security.alpha.kubernetes.io/pod")

_names_seccomp(annotation) if startswith(annotation, "container.seccomp.security.alpha.kubernetes.io/")
