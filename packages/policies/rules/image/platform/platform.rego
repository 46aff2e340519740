# METADATA
# title: Image for another platform than its nodes
# description: |
#   The pod goes to nodes of one architecture or operating system, the image is built for another: the process ends with `exec format error`,
#   or the image cannot be pulled there.
# related_resources:
#   - https://kubernetes.io/docs/reference/labels-annotations-taints/#kubernetes-io-arch
# custom:
#   severity: high
#   profile: baseline
#   scope: image
#   message: '{image} is built for {platform}, but these containers run on nodes with {wanted}: {containers}.'
#   remediation: Build the image for that platform too (`docker buildx build --platform`), or let the pod go to nodes that it is built for.
#   ko:
#     title: 노드와 플랫폼이 다른 이미지
#     description: |
#       파드가 배치되는 노드의 아키텍처나 운영 체제와 이미지의 빌드 대상이 달라, 프로세스가 `exec format error`로 종료되거나 이미지를 가져오지 못합니다.
#     message: '{image} 이미지는 {platform}용으로 빌드되었지만 컨테이너({containers})는 {wanted} 노드에서 실행됩니다.'
#     remediation: 해당 플랫폼용 이미지도 빌드하거나(`docker buildx build --platform`) 이미지에 맞는 노드에 파드를 배치하세요.
#   families: [availability]
#   tags: [reliability]
package rules.image.platform

import data.lib.findings as finding

findings contains finding.in_uses(finding.in_image(facts), sort(misplaced)) if {
	count(misplaced) > 0
	facts := {
		"platform": concat("/", [system, architecture]),
		"wanted": sort({concat("/", [platform.os, platform.architecture]) |
			some index in misplaced
			some platform in input.uses[index].platforms
		}),
		"containers": sort({input.uses[index].name | some index in misplaced}),
	}
}

# what the image says of itself: a registry gives an image that is no index to everybody
system := input.image.config.os

architecture := input.image.config.architecture

misplaced := {index |
	some index, use in input.uses
	count(use.platforms) > 0
	not runs_on(use.platforms)
}

# one of the nodes that it may go to is enough: the scheduler does not know the platform, but neither does anybody else here
runs_on(platforms) if {
	some platform in platforms
	platform.os == system
	platform.architecture == architecture
}
