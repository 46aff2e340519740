# METADATA
# title: Mutable image tag
# description: |
#   A tag such as `latest`, or none at all, names another image tomorrow: what was reviewed and scanned is not what the next pod runs, and
#   a rollback does not bring the old image back.
# related_resources:
#   - https://kubernetes.io/docs/concepts/containers/images/#image-names
# custom:
#   severity: high
#   profile: baseline
#   scope: resource
#   kinds: [pods]
#   message: Image "{image}" of container "{container}" has the mutable tag "{tag}".
#   variants:
#     untagged: Image "{image}" of container "{container}" has no tag and no digest, which means `latest`.
#   remediation: Name the release by a tag that is never moved, better by its digest (`@sha256:...`).
#   ko:
#     title: 변경 가능한 이미지 태그
#     description: |
#       `latest`와 같은 태그를 쓰거나 태그를 생략하면 같은 이름이 내일은 다른 이미지를 가리킵니다. 검토하고 스캔한 이미지와 실제로 실행되는 이미지가
#       달라지고, 롤백해도 이전 이미지로 돌아가지 않습니다.
#     message: '"{container}" 컨테이너의 이미지 "{image}"에 변경 가능한 태그("{tag}")가 지정되어 있습니다.'
#     variants:
#       untagged: '"{container}" 컨테이너의 이미지 "{image}"에 태그와 다이제스트가 모두 없어 `latest`로 해석됩니다.'
#     remediation: 다시 옮기지 않는 릴리스 태그를 지정하고, 가능하면 다이제스트(`@sha256:...`)로 고정하세요.
#   families: [image]
#   equivalents:
#     checkov: [CKV_K8S_14]
#     datree: [CONTAINERS_MISSING_IMAGE_VALUE_VERSION]
#     gatekeeper: [K8sDisallowedTags]
#     kube-linter: [latest-tag]
#     kube-score: [Container Image Tag]
#     polaris: [tagNotSpecified]
#     trivy: [KSV-0013]
#   params:
#     tags:
#       default: [latest]
#       description: Tags that are moved from image to image.
#       schema: {type: array, items: {type: string}, uniqueItems: true}
#     productionTags:
#       default: [main, master, dev, stable, edge]
#       description: Further such tags that are no longer accepted in production.
#       schema: {type: array, items: {type: string}, uniqueItems: true}
package rules.image.mutable_tag

import data.lib.findings as finding
import data.lib.images

unknown := images.unknown

findings contains finding.in_container(container, ["image"], {"image": image.reference, "tag": image.tag}) if {
	some container in images.containers
	image := container.image
	not image.digest
	image.tag in mutable
}

findings contains finding.variant(
	finding.in_container(container, ["image"], {"image": container.image.reference}),
	"untagged",
) if {
	some container in images.containers
	not container.image.digest
	not container.image.tag
}

mutable contains tag if some tag in data.params.image.mutable_tag.tags

mutable contains tag if {
	input.unit.environment == "production"
	some tag in data.params.image.mutable_tag.productionTags
}
