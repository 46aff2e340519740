# METADATA
# title: Volume types
# description: |
#   The restricted standard leaves pods the volume types that are part of Kubernetes or go through a CSI driver and a PersistentVolume.
#   Others name storage or node directly in the pod, past the administrator of the storage. A volume without a source is an emptyDir.
# related_resources:
#   - https://kubernetes.io/docs/concepts/security/pod-security-standards/
# custom:
#   severity: medium
#   profile: strict
#   scope: resource
#   kinds: [pods]
#   message: Volume "{volume}" is of type {type}, which the restricted standard does not allow.
#   remediation: Use configMap, secret, downwardAPI, projected, emptyDir, image, csi, ephemeral or persistentVolumeClaim.
#   ko:
#     title: 볼륨 유형
#     description: |
#       restricted 기준에서 파드는 Kubernetes 자체 볼륨이나 CSI 드라이버, PersistentVolume을 거치는 볼륨만 쓸 수 있습니다. 그 밖의 유형은
#       스토리지 관리자를 거치지 않고 파드에서 스토리지나 노드를 직접 지정합니다. 소스가 없는 볼륨은 emptyDir입니다.
#     message: '"{volume}" 볼륨이 restricted 기준에서 허용하지 않는 {type} 유형입니다.'
#     remediation: configMap, secret, downwardAPI, projected, emptyDir, image, csi, ephemeral, persistentVolumeClaim 중 하나를 사용하세요.
#   families: [pod]
#   equivalents:
#     gatekeeper: [K8sPSPVolumeTypes]
#     trivy: [KSV-0028, KSV-0121]
package rules.pod_security.volume_types

import data.lib.findings as finding
import data.lib.pods

findings contains finding.in_pod(["volumes", index, type], {"volume": pods.text(volume, "name"), "type": type}) if {
	some index, volume in pods.spec.volumes
	types := {key | some key, source in volume; source != null} - {"name"}
	count(types & _allowed) == 0
	some type in types
}

_allowed := {
	"configMap",
	"csi",
	"downwardAPI",
	"emptyDir",
	"ephemeral",
	"image",
	"persistentVolumeClaim",
	"projected",
	"secret",
}
