# METADATA
# title: Capability beyond the default set
# description: |
#   Container runtimes grant a small default set of capabilities. Anything beyond it, such as SYS_ADMIN or NET_RAW, lets a container act on
#   its node or on the traffic of others. Names are compared as written: `ALL`, lower case and the `CAP_` prefix are outside the set.
# related_resources:
#   - https://kubernetes.io/docs/concepts/security/pod-security-standards/
# custom:
#   severity: critical
#   profile: baseline
#   scope: resource
#   kinds: [pods]
#   message: Container "{container}" adds the capability "{capability}", which is not in the allowed set.
#   remediation: Remove it from `capabilities.add`; a program that cannot work without it needs an exception with an owner and an end date.
#   ko:
#     title: 기본 집합을 벗어난 권한(capability) 추가
#     description: |
#       컨테이너 런타임은 최소한의 기본 권한(capability) 집합만 부여합니다. SYS_ADMIN이나 NET_RAW처럼 이를 벗어난 권한을 추가하면 컨테이너가
#       노드나 다른 워크로드의 트래픽에 손댈 수 있습니다. 이름은 적힌 그대로 비교하므로 `ALL`, 소문자, `CAP_` 접두사도 허용되지 않습니다.
#     message: '"{container}" 컨테이너가 허용 집합에 없는 "{capability}" 권한을 추가합니다.'
#     remediation: "`capabilities.add`에서 해당 권한을 제거하세요. 꼭 필요한 프로그램이라면 담당자와 만료일을 정해 예외 승인을 받으세요."
#   families: [pod]
#   frameworks: {cis_k8s: [5.2.8]}
#   equivalents:
#     checkov: [CKV_K8S_39]
#     datree: [CONTAINERS_INVALID_CAPABILITIES_VALUE, EKS_INVALID_CAPABILITIES_EKS]
#     gatekeeper: [K8sPSPCapabilities]
#     polaris: [dangerousCapabilities]
#     trivy: [KSV-0005, KSV-0022, KSV-0119, KSV-0120]
#   params:
#     allowed:
#       default: [AUDIT_WRITE, CHOWN, DAC_OVERRIDE, FOWNER, FSETID, KILL, MKNOD, NET_BIND_SERVICE, SETFCAP, SETGID, SETPCAP, SETUID, SYS_CHROOT]
#       description: Capabilities that a container may add.
#       schema: {type: array, items: {type: string}, uniqueItems: true}
#   fix: {op: remove}
package rules.pod_security.capabilities

import data.lib.findings as finding
import data.lib.pods

findings contains finding.in_container(container, ["securityContext", "capabilities", "add", index], {"capability": capability}) if {
	some container in pods.containers
	some index, capability in container.value.securityContext.capabilities.add
	not capability in data.params.pod_security.capabilities.allowed
}
