# METADATA
# title: Image without digest
# description: |
#   Only a digest names one image for ever. Whoever can push to the registry can move a tag, and the next pod runs what they pushed.
# related_resources:
#   - https://kubernetes.io/docs/concepts/containers/images/#image-names
# custom:
#   severity: medium
#   profile: strict
#   scope: resource
#   kinds: [pods]
#   message: Image "{image}" of container "{container}" is not pinned by a sha256 digest.
#   remediation: Append the digest of the reviewed image, `@sha256:` and 64 hexadecimal digits; the tag may stay in front of it.
#   ko:
#     title: 다이제스트가 없는 이미지
#     description: |
#       항상 같은 이미지를 가리키는 것은 다이제스트뿐입니다. 레지스트리에 푸시할 수 있는 사람은 태그를 옮길 수 있고, 그러면 다음 파드는 그 사람이 푸시한
#       이미지를 실행합니다.
#     message: '"{container}" 컨테이너의 이미지("{image}")가 sha256 다이제스트로 고정되어 있지 않습니다.'
#     remediation: 검토를 마친 이미지의 다이제스트(`@sha256:`와 16진수 64자리)를 덧붙이세요. 태그는 그 앞에 그대로 두어도 됩니다.
#   families: [image]
#   equivalents:
#     checkov: [CKV_K8S_43]
#     datree: [CONTAINERS_MISSING_IMAGE_VALUE_DIGEST]
#     gatekeeper: [K8sImageDigests]
package rules.image.digest

import data.lib.findings as finding
import data.lib.images

unknown := images.unknown

findings contains finding.in_container(container, ["image"], {"image": container.image.reference}) if {
	some container in images.containers
	not is_pinned(container.image)
}

is_pinned(image) if {
	startswith(image.digest, "sha256:")
	count(image.digest) == 71
	trim(substring(image.digest, 7, -1), "0123456789abcdef") == ""
}
