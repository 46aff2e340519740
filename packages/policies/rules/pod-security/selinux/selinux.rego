# METADATA
# title: SELinux options
# description: |
#   The runtime gives containers an SELinux type that keeps them apart from the node. A type that is not made for containers, or a user or
#   role of one's own, leaves that domain; the level is free.
# related_resources:
#   - https://kubernetes.io/docs/concepts/security/pod-security-standards/
# custom:
#   severity: high
#   profile: baseline
#   scope: resource
#   kinds: [pods]
#   message: Container "{container}" sets the SELinux {field} "{value}".
#   variants:
#     pod: The pod sets the SELinux {field} "{value}".
#   remediation: Remove the option; as type, only container_t, container_init_t, container_kvm_t and, since Kubernetes 1.31, container_engine_t are allowed.
#   ko:
#     title: SELinux 옵션
#     description: |
#       런타임은 컨테이너를 노드와 분리하는 SELinux 유형을 부여합니다. 컨테이너용이 아닌 유형(type)이나 별도의 사용자(user), 역할(role)을 지정하면
#       이 보호 영역을 벗어납니다. 레벨(level)은 자유롭게 지정할 수 있습니다.
#     message: '"{container}" 컨테이너의 SELinux {field} 값이 "{value}"입니다.'
#     variants:
#       pod: 파드의 SELinux {field} 값이 "{value}"입니다.
#     remediation: 해당 옵션을 제거하세요. type에는 container_t, container_init_t, container_kvm_t와 Kubernetes 1.31부터 container_engine_t만 쓸 수 있습니다.
#   families: [pod]
#   equivalents:
#     datree: [EKS_INVALID_SELINUXOPTIONS_TYPE_VALUE, EKS_INVALID_SELINUXOPTIONS_USER_VALUE, EKS_INVALID_SELINUXOPTIONS_ROLE_VALUE]
#     gatekeeper: [K8sPSPSELinuxV2]
#     trivy: [KSV-0025]
#   fix: {op: remove}
package rules.pod_security.selinux

import data.lib.findings as finding
import data.lib.kubernetes
import data.lib.pods

findings contains finding.in_container(container, ["securityContext", "seLinuxOptions", field], {"field": field, "value": value}) if {
	some container in pods.containers
	some field, value in _forbidden(pods.container_security(container, "seLinuxOptions"))
}

findings contains finding.variant(
	finding.in_pod(["securityContext", "seLinuxOptions", field], {"field": field, "value": value}),
	"pod",
) if {
	some field, value in _forbidden(pods.pod_security("seLinuxOptions"))
}

_forbidden(options) := {field: value |
	some field in ["type", "user", "role"]
	value := options[field]
	not value in {"", null}
	not _allowed(field, value)
}

_allowed("type", type) if type in {"container_t", "container_init_t", "container_kvm_t"}

_allowed("type", "container_engine_t") if kubernetes.at_least(31)
