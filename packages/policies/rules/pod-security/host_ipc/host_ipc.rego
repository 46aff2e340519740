# METADATA
# title: Host IPC
# description: |
#   A pod in the IPC namespace of its node reads and writes the shared memory and message queues of the node's processes and of other pods
#   that do the same.
# related_resources:
#   - https://kubernetes.io/docs/concepts/security/pod-security-standards/
# custom:
#   severity: high
#   profile: baseline
#   scope: resource
#   kinds: [pods]
#   message: The pod shares the inter-process communication of its node (hostIPC).
#   remediation: Remove `hostIPC`, or set it to false; containers of one pod share memory through an `emptyDir` with `medium` Memory.
#   ko:
#     title: 호스트 IPC 네임스페이스 사용
#     description: |
#       노드의 IPC 네임스페이스를 쓰는 파드는 노드의 프로세스와 같은 설정을 쓴 다른 파드의 공유 메모리, 메시지 큐를 읽고 쓸 수 있습니다.
#     message: 파드가 노드의 IPC 네임스페이스(hostIPC)를 공유합니다.
#     remediation: "`hostIPC`를 제거하거나 false로 설정하세요. 한 파드 안의 컨테이너는 `medium`이 Memory인 `emptyDir`로 메모리를 공유하세요."
#   families: [pod]
#   frameworks: {cis_k8s: [5.2.4]}
#   equivalents:
#     checkov: [CKV_K8S_18]
#     datree: [CONTAINERS_INCORRECT_HOSTIPC_VALUE_TRUE]
#     gatekeeper: [K8sPSPHostNamespace]
#     kube-linter: [host-ipc]
#     polaris: [hostIPCSet]
#     trivy: [KSV-0008]
#   fix: {op: set, value: false}
package rules.pod_security.host_ipc

import data.lib.findings as finding
import data.lib.pods

findings contains finding.in_pod(["hostIPC"], {}) if pods.spec.hostIPC == true
