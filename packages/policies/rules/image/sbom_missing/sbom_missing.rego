# METADATA
# title: Image without a bill of materials
# description: |
#   With a bill of materials beside the image, the next vulnerability is looked up in minutes instead of by pulling every image. The rule looks
#   whether there is one; it does not read it.
# related_resources:
#   - https://github.com/opencontainers/distribution-spec/blob/main/spec.md#listing-referrers
# custom:
#   severity: low
#   profile: opt-in
#   scope: image
#   message: '{image} has no bill of materials (SBOM) in its registry.'
#   variants:
#     unasked: It is not known whether {image} has a bill of materials (SBOM), because its registry was not asked.
#   remediation: Attach a CycloneDX or SPDX document to the image where it is built, as a referrer or an attestation.
#   ko:
#     title: SBOM이 없는 이미지
#     description: |
#       이미지와 함께 SBOM이 있으면 새로운 취약점이 공개되었을 때 모든 이미지를 내려받지 않고도 몇 분 안에 영향 범위를 확인할 수 있습니다. 이 규칙은 SBOM이
#       있는지만 확인하고 내용은 읽지 않습니다.
#     message: 레지스트리에 {image} 이미지의 SBOM이 없습니다.
#     variants:
#       unasked: 레지스트리에 조회하지 않아 {image} 이미지에 SBOM이 있는지 알 수 없습니다.
#     remediation: 이미지를 빌드하는 곳에서 CycloneDX 또는 SPDX 문서를 referrer나 어테스테이션으로 이미지에 첨부하세요.
#   families: [image]
#   frameworks: {nist_800_53: [CM-8, SR-4]}
package rules.image.sbom_missing

import data.lib.findings as finding

findings contains finding.in_image({}) if input.image.attachments.sboms == 0

# an image without a result is listed as such, and one that was there before was judged then
unknown contains finding.variant(finding.in_image({}), "unasked") if {
	not input.image.attachments
	not input.image.problem
	not input.image.unchanged
}
