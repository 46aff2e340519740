# METADATA
# title: Host process IDs
# description: |
#   A pod in the PID namespace of its node sees every process there, with its arguments and environment, and can signal or trace those it
#   has the rights for.
# related_resources:
#   - https://kubernetes.io/docs/concepts/security/pod-security-standards/
# custom:
#   severity: critical
#   profile: baseline
#   scope: resource
#   kinds: [pods]
#   message: The pod shares the process IDs of its node (hostPID).
#   remediation: Remove `hostPID`, or set it to false; containers that must see each other use `shareProcessNamespace`.
#   ko:
#     title: 호스트 PID 네임스페이스 사용
#     description: |
#       노드의 PID 네임스페이스를 쓰는 파드는 노드의 모든 프로세스와 그 인자, 환경 변수를 볼 수 있고, 권한이 닿는 프로세스에 시그널을 보내거나
#       추적할 수 있습니다.
#     message: 파드가 노드의 PID 네임스페이스(hostPID)를 공유합니다.
#     remediation: "`hostPID`를 제거하거나 false로 설정하세요. 컨테이너끼리 프로세스를 봐야 한다면 `shareProcessNamespace`를 사용하세요."
#   families: [pod]
#   frameworks: {cis_k8s: [5.2.3]}
#   equivalents:
#     checkov: [CKV_K8S_17]
#     datree: [CONTAINERS_INCORRECT_HOSTPID_VALUE_TRUE]
#     gatekeeper: [K8sPSPHostNamespace]
#     kube-linter: [host-pid]
#     polaris: [hostPIDSet]
#     trivy: [KSV-0010]
#   fix: {op: set, value: false}
package rules.pod_security.host_pid

import data.lib.findings as finding
import data.lib.pods

findings contains finding.in_pod(["hostPID"], {}) if pods.spec.hostPID == true
