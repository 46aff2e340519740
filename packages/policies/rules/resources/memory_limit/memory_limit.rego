# METADATA
# title: No memory limit
# description: |
#   A container without a memory limit can take all memory of its node; the kernel then kills processes of other pods too.
# related_resources:
#   - https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/
# custom:
#   severity: medium
#   profile: baseline
#   scope: resource
#   kinds: [pods]
#   message: Container "{container}" has no memory limit.
#   remediation: Set `resources.limits.memory` to what the container needs at its peak, with some room above.
#   ko:
#     title: 메모리 제한 없음
#     description: |
#       메모리 제한이 없는 컨테이너는 노드의 메모리를 모두 차지할 수 있으며, 이때 커널은 다른 파드의 프로세스까지 강제로 종료합니다.
#     message: '"{container}" 컨테이너에 메모리 제한이 없습니다.'
#     remediation: 컨테이너의 최대 사용량에 여유를 더한 값을 `resources.limits.memory`에 설정하세요.
#   families: [capacity, availability]
#   frameworks: {nist_800_53: [SC-5]}
#   equivalents:
#     checkov: [CKV_K8S_13]
#     datree: [CONTAINERS_MISSING_MEMORY_LIMIT_KEY]
#     kube-linter: [unset-memory-requirements]
#     kube-score: [Container Resources]
#     polaris: [memoryLimitsMissing]
#     trivy: [KSV-0018]
#   tags: [reliability]
package rules.resources.memory_limit

import data.lib.findings as finding
import data.lib.kubernetes
import data.lib.pods

findings contains finding.in_container(container, ["resources", "limits", "memory"], {}) if {
	not input.pod.partial
	not limited_as_a_pod
	some container in pods.permanent
	object.get(container.value, ["resources", "limits", "memory"], null) == null
}

# A limit of the pod holds for all its containers; the API server knows it by default since 1.34.
limited_as_a_pod if {
	kubernetes.at_least(34)
	object.get(pods.spec, ["resources", "limits", "memory"], null) != null
}
