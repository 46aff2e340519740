# METADATA
# title: Image from a foreign registry
# description: |
#   Images from registries outside the company's list have passed no scan, no review and no signature of it, and can vanish or change at
#   their owner's will.
# related_resources:
#   - https://kubernetes.io/docs/concepts/containers/images/
# custom:
#   severity: high
#   profile: baseline
#   scope: resource
#   kinds: [pods]
#   message: Image "{image}" of container "{container}" comes from a registry or repository that is not allowed.
#   remediation: Mirror the image into an allowed registry and refer to it there, or add the prefix to the parameter `allowed`.
#   ko:
#     title: 허용되지 않은 레지스트리의 이미지
#     description: |
#       허용 목록에 없는 레지스트리의 이미지는 사내 스캔과 검토, 서명을 거치지 않았으며, 소유자의 뜻에 따라 언제든지 사라지거나 바뀔 수 있습니다.
#     message: '"{container}" 컨테이너의 이미지("{image}")는 허용되지 않은 레지스트리 또는 저장소에서 가져옵니다.'
#     remediation: 이미지를 허용된 레지스트리로 미러링하여 그 주소로 참조하거나, 해당 접두사를 `allowed` 파라미터에 추가하세요.
#   families: [image]
#   frameworks: {nist_800_53: [CM-7(5)]}
#   equivalents:
#     trivy: [KSV-0125]
#   params:
#     allowed:
#       default: []
#       description: |
#         Registries, or registries with leading path segments (`registry.example/shop`), that images may come from. Short names are
#         judged in full, so the official images of Docker Hub are `docker.io/library`. Empty: the rule is off.
#       schema: {type: array, items: {type: string, minLength: 1}, uniqueItems: true}
package rules.image.registry

import data.lib.findings as finding
import data.lib.images

# With an empty list there is nothing to decide, and so nothing unknown.
unknown contains entry if {
	count(data.params.image.registry.allowed) > 0
	some entry in images.unknown
}

findings contains finding.in_container(container, ["image"], {"image": container.image.reference}) if {
	count(data.params.image.registry.allowed) > 0
	some container in images.containers
	not is_allowed(images.name(container.image))
}

# Whole path segments: `registry.example/shop` does not allow `registry.example/shopping`.
is_allowed(name) if {
	some prefix in data.params.image.registry.allowed
	startswith(concat("", [name, "/"]), concat("", [trim_right(prefix, "/"), "/"]))
}
