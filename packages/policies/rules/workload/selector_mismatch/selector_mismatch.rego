# METADATA
# title: Selector does not match the pod template
# description: |
#   The API server refuses a workload whose selector does not match the labels of its own pods, so the change cannot be deployed.
# related_resources:
#   - https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#selector
# custom:
#   severity: high
#   profile: baseline
#   scope: resource
#   kinds:
#     - apps/Deployment
#     - apps/StatefulSet
#     - apps/DaemonSet
#     - apps/ReplicaSet
#     - extensions/Deployment
#     - extensions/DaemonSet
#     - extensions/ReplicaSet
#     - argoproj.io/Rollout
#     - apps.openshift.io/DeploymentConfig
#   message: The selector asks for label "{key}" with another value than the pod template has, or the template lacks it.
#   variants:
#     expression: The labels of the pod template do not satisfy the selector's expression on "{key}".
#   remediation: Give the pod template the labels that the selector asks for; the selector itself cannot be changed once deployed.
#   ko:
#     title: 파드 템플릿과 일치하지 않는 셀렉터
#     description: 셀렉터가 자신의 파드 템플릿 레이블과 일치하지 않는 워크로드는 API 서버가 거부하므로 변경을 배포할 수 없습니다.
#     message: 셀렉터가 요구하는 레이블 "{key}"의 값이 파드 템플릿과 다르거나 템플릿에 해당 레이블이 없습니다.
#     variants:
#       expression: 파드 템플릿의 레이블이 "{key}"에 대한 셀렉터 조건식을 만족하지 않습니다.
#     remediation: 셀렉터가 요구하는 레이블을 파드 템플릿에 지정하세요. 셀렉터는 배포한 뒤에는 바꿀 수 없습니다.
#   families: [availability]
#   equivalents:
#     kube-linter: [mismatching-selector]
#     kube-score: [StatefulSet Pod Selector labels match template metadata labels]
#   tags: [reliability]
package rules.workload.selector_mismatch

import data.lib.findings as finding
import data.lib.inventory
import data.lib.labels

template_labels := inventory.pod_labels(input)

findings contains finding.at(array.concat(pairs.path, [key]), {"key": key}) if {
	input.pod
	some key, value in pairs.values
	not template_labels[key] == value
}

# A DeploymentConfig has the pairs alone.
pairs := {"path": ["spec", "selector"], "values": input.object.spec.selector} if {
	input.ref.kind == "DeploymentConfig"
} else := {"path": ["spec", "selector", "matchLabels"], "values": input.object.spec.selector.matchLabels}

findings contains finding.variant(
	finding.at(["spec", "selector", "matchExpressions", index], {"key": expression.key}),
	"expression",
) if {
	input.pod
	some index, expression in input.object.spec.selector.matchExpressions
	not labels.matches({"matchExpressions": [expression]}, template_labels)
}
