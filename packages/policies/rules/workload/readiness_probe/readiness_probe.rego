# METADATA
# title: No readiness probe
# description: |
#   Without a readiness probe a pod counts as ready the moment its process starts: requests reach it before it can answer, and an update
#   goes on although the new version never came up.
# related_resources:
#   - https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/
# custom:
#   severity: medium
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
#     - serving.knative.dev/Service
#     - Pod
#   message: Container "{container}" has no readiness probe.
#   remediation: Add a `readinessProbe` that succeeds only when the container can serve; a worker that serves nobody goes on the exempt list.
#   ko:
#     title: 준비성 프로브 없음
#     description: |
#       준비성 프로브가 없으면 프로세스가 시작되는 순간 파드가 준비된 것으로 간주됩니다. 응답할 수 없는 파드로 요청이 전달되고, 새 버전이 정상적으로
#       기동하지 못해도 업데이트가 계속 진행됩니다.
#     message: '"{container}" 컨테이너에 준비성 프로브가 없습니다.'
#     remediation: 컨테이너가 실제로 요청을 처리할 수 있을 때만 성공하는 `readinessProbe`를 추가하세요. 요청을 받지 않는 워커는 설정의 `exempt`에 추가하세요.
#   families: [availability]
#   equivalents:
#     checkov: [CKV_K8S_9]
#     datree: [CONTAINERS_MISSING_READINESSPROBE_KEY]
#     gatekeeper: [K8sRequiredProbes]
#     kube-linter: [no-readiness-probe]
#     kube-score: [Pod Probes]
#     polaris: [readinessProbeMissing]
#   tags: [reliability]
package rules.workload.readiness_probe

import data.lib.findings as finding
import data.lib.pods

findings contains finding.in_container(container, ["readinessProbe"], {}) if {
	not input.pod.partial
	some container in pods.containers
	container.type == "container"
	object.get(container.value, "readinessProbe", null) == null
}
