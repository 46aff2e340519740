# METADATA
# title: Limit far above the request
# description: |
#   The scheduler counts requests, the node pays for use. Limits far above the requests let a node promise much more than it has: under
#   load pods are throttled, evicted or killed.
# related_resources:
#   - https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/
# custom:
#   severity: low
#   profile: baseline
#   scope: resource
#   kinds: [pods]
#   message: "Container \"{container}\": the {resource} limit {limit} is more than {ratio} times the request {request}."
#   remediation: Raise the request to what the container uses on average, or lower the limit.
#   ko:
#     title: 요청보다 지나치게 큰 제한
#     description: |
#       스케줄러는 요청량을 기준으로 배치하지만 노드는 실제 사용량을 감당해야 합니다. 제한이 요청보다 지나치게 크면 노드가 가진 것보다 많은 자원을 약속하게
#       되고, 부하가 걸리면 파드의 CPU가 제한되거나 파드가 축출되거나 강제로 종료됩니다.
#     message: '"{container}" 컨테이너의 {resource} 제한({limit})이 요청({request})의 {ratio}배를 넘습니다.'
#     remediation: 요청을 평균 사용량 수준으로 올리거나 제한을 낮추세요.
#   families: [capacity]
#   equivalents:
#     gatekeeper: [K8sContainerRatios]
#   params:
#     cpu:
#       default: 4
#       description: How many times the request the CPU limit may be.
#       schema: {type: number, minimum: 1}
#     memory:
#       default: 2
#       description: How many times the request the memory limit may be.
#       schema: {type: number, minimum: 1}
#   tags: [reliability]
package rules.resources.limit_ratio

import data.lib.findings as finding
import data.lib.pods
import data.lib.quantities

findings contains finding.in_container(container, ["resources", "limits", resource], {
	"resource": resource,
	"limit": limit,
	"request": request,
	"ratio": ratio,
}) if {
	some container in pods.permanent
	some resource, ratio in data.params.resources.limit_ratio
	limit := container.value.resources.limits[resource]
	request := container.value.resources.requests[resource]
	quantities.number(limit) > quantities.number(request) * ratio
}
