# METADATA
# title: Host path volume
# description: |
#   A hostPath volume hands files of the node to a pod. It leads past the isolation between pods, and many paths lead to the node itself.
# related_resources:
#   - https://kubernetes.io/docs/concepts/security/pod-security-standards/
# custom:
#   severity: high
#   profile: baseline
#   scope: resource
#   kinds: [pods]
#   message: Volume "{volume}" mounts "{host_path}" of the node.
#   remediation: Use a PersistentVolumeClaim, an emptyDir, a ConfigMap or a CSI driver; a node agent that needs the path takes an exception.
#   ko:
#     title: hostPath 볼륨 사용
#     description: |
#       hostPath 볼륨은 노드의 파일을 파드에 그대로 넘깁니다. 파드 사이의 격리가 무너지고, 경로에 따라서는 노드까지 장악할 수 있습니다.
#     message: '"{volume}" 볼륨이 노드의 "{host_path}" 경로를 마운트합니다.'
#     remediation: PersistentVolumeClaim, emptyDir, ConfigMap, CSI 드라이버 중 하나로 바꾸세요. 경로가 꼭 필요한 노드 에이전트라면 예외 승인을 받으세요.
#   families: [pod]
#   frameworks: {cis_k8s: [5.2.11]}
#   equivalents:
#     datree: [CONTAINERS_INCORRECT_KEY_HOSTPATH]
#     polaris: [hostPathSet]
#     trivy: [KSV-0006, KSV-0023]
package rules.pod_security.host_path

import data.lib.findings as finding
import data.lib.pods

findings contains finding.in_pod(["volumes", index, "hostPath"], {"volume": name, "host_path": host_path}) if {
	some index, volume in pods.spec.volumes
	volume.hostPath != null
	name := pods.text(volume, "name")
	host_path := pods.text(volume.hostPath, "path")
}
