# METADATA
# title: Container that runs as root
# description: |
#   The image names no user, or root, and the pod does not say otherwise: the process runs with user id 0. Together with a gap in the runtime
#   or the kernel, that is root on the node. Unlike `pod-security/run-as-non-root`, which asks what a manifest says, this rule knows the user of
#   the image.
# related_resources:
#   - https://kubernetes.io/docs/concepts/security/pod-security-standards/
# custom:
#   severity: high
#   profile: baseline
#   scope: image
#   message: 'The user of {image} is root, and these containers set no other: {containers}.'
#   remediation: |
#     Name a user by its number in the image (`USER 10001`), or set `runAsUser` and `runAsNonRoot: true` in the security context.
#   ko:
#     title: root로 실행되는 컨테이너
#     description: |
#       이미지에 사용자가 없거나 root로 지정되어 있고 파드에서도 바꾸지 않아 프로세스가 사용자 ID 0으로 실행됩니다. 런타임이나 커널에 취약점이 있으면
#       노드의 root 권한을 내주게 됩니다. 매니페스트만 보는 `pod-security/run-as-non-root`와 달리 이미지에 지정된 사용자까지 확인합니다.
#     message: '{image} 이미지의 사용자가 root이며, 컨테이너({containers})에서 다른 사용자를 지정하지 않았습니다.'
#     remediation: '이미지에서 사용자를 번호로 지정하거나(`USER 10001`) 보안 컨텍스트에 `runAsUser`와 `runAsNonRoot: true`를 설정하세요.'
#   families: [pod]
#   frameworks: {cis_k8s: [5.2.7]}
package rules.image.root_user

import data.lib.findings as finding
import data.lib.image_users

findings contains finding.in_uses(finding.in_image({"containers": sort(names)}), sort(indexes)) if {
	image_users.is_root
	indexes := {index | some index, _ in image_users.containers; runs_as_written(input.uses[index])}
	count(indexes) > 0
	names := {input.uses[index].name | some index in indexes}
}

# with runAsNonRoot the kubelet refuses to start it: image/refused-user
runs_as_written(use) if {
	not use.runAsUser
	not use.runAsNonRoot
}
