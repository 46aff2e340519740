# METADATA
# title: Container that the kubelet refuses to start
# description: |
#   The pod says `runAsNonRoot: true` and names no user. The kubelet then looks at the user of the image: it refuses root, and it refuses a
#   name, because it cannot know which number the name stands for. The rollout hangs with `CreateContainerConfigError`.
# related_resources:
#   - https://kubernetes.io/docs/tasks/configure-pod-container/security-context/
# custom:
#   severity: high
#   profile: baseline
#   scope: image
#   message: 'The user of {image} is root, so the kubelet will not start these containers, which set `runAsNonRoot`: {containers}.'
#   variants:
#     named: 'The user of {image} is the name "{user}", so the kubelet cannot check `runAsNonRoot` and will not start these containers: {containers}.'
#   remediation: Name the user by its number, in the image (`USER 10001`) or as `runAsUser` beside `runAsNonRoot`.
#   ko:
#     title: kubelet이 실행을 거부하는 컨테이너
#     description: |
#       파드에 `runAsNonRoot: true`만 있고 사용자 지정이 없으면 kubelet은 이미지의 사용자를 확인합니다. root이면 실행을 거부하고, 이름이면 어떤 번호인지
#       알 수 없으므로 역시 거부합니다. 그러면 배포가 `CreateContainerConfigError` 상태로 멈춥니다.
#     message: '{image} 이미지의 사용자는 root인데 컨테이너({containers})에 `runAsNonRoot`가 설정되어 있어 실행되지 않습니다.'
#     variants:
#       named: '{image} 이미지의 사용자가 이름("{user}")으로 지정되어 있어 kubelet이 `runAsNonRoot`를 확인할 수 없습니다. 컨테이너({containers})가 실행되지 않습니다.'
#     remediation: 사용자를 번호로 지정하세요. 이미지에 `USER 10001`을 쓰거나 `runAsNonRoot`와 함께 `runAsUser`를 설정하면 됩니다.
#   families: [availability]
#   tags: [reliability]
package rules.image.refused_user

import data.lib.findings as finding
import data.lib.image_users

findings contains about(refused, {}) if image_users.is_root

findings contains finding.variant(about(refused, {"user": image_users.user}), "named") if image_users.is_name

refused := {index |
	some index, _ in image_users.containers
	use := input.uses[index]
	use.runAsNonRoot
	not use.runAsUser
}

about(indexes, params) := finding.in_uses(
	finding.in_image(object.union(params, {"containers": sort({input.uses[index].name | some index in indexes})})),
	sort(indexes),
) if {
	count(indexes) > 0
}
