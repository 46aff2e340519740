# METADATA
# title: AppArmor profile
# description: |
#   On nodes with AppArmor the runtime confines every container by its default profile. Any other type than RuntimeDefault or Localhost,
#   as field or as the older annotation, takes that confinement away.
# related_resources:
#   - https://kubernetes.io/docs/concepts/security/pod-security-standards/
# custom:
#   severity: high
#   profile: baseline
#   scope: resource
#   kinds: [pods]
#   message: Container "{container}" sets the AppArmor profile type "{type}".
#   variants:
#     pod: The pod sets the AppArmor profile type "{type}".
#     annotation: The annotation "{annotation}" sets the AppArmor profile "{profile}".
#   remediation: Remove the setting, or use RuntimeDefault or Localhost (in annotations, runtime/default or localhost/ with a profile's name).
#   ko:
#     title: AppArmor 프로파일
#     description: |
#       AppArmor를 쓰는 노드에서는 런타임이 모든 컨테이너를 기본 프로파일로 제한합니다. 필드나 예전 애너테이션에 RuntimeDefault, Localhost가
#       아닌 값을 지정하면 그 제한이 사라집니다.
#     message: '"{container}" 컨테이너의 AppArmor 프로파일 유형이 "{type}"입니다.'
#     variants:
#       pod: 파드의 AppArmor 프로파일 유형이 "{type}"입니다.
#       annotation: '"{annotation}" 애너테이션에 지정한 AppArmor 프로파일이 "{profile}"입니다.'
#     remediation: 설정을 제거하거나 RuntimeDefault 또는 Localhost를 사용하세요. 애너테이션이라면 runtime/default 또는 localhost/프로파일을 사용하세요.
#   families: [pod]
#   equivalents:
#     gatekeeper: [K8sPSPAppArmor]
#     trivy: [KSV-0002]
package rules.pod_security.apparmor

import data.lib.findings as finding
import data.lib.pods

findings contains finding.in_container(container, ["securityContext", "appArmorProfile", "type"], {"type": type}) if {
	some container in pods.containers
	type := pods.forbidden_profile(pods.container_security(container, "appArmorProfile"))
}

findings contains finding.variant(finding.in_pod(["securityContext", "appArmorProfile", "type"], {"type": type}), "pod") if {
	type := pods.forbidden_profile(pods.pod_security("appArmorProfile"))
}

findings contains finding.variant(finding.at(path, {"annotation": annotation, "profile": profile}), "annotation") if {
	some annotation, profile in pods.metadata.annotations
	startswith(annotation, "container.apparmor.security.beta.kubernetes.io/")
	not profile in {"", "runtime/default", null}
	not startswith(profile, "localhost/")
	path := array.concat(input.pod.metadata, ["annotations", annotation])
}
