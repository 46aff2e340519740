# METADATA
# title: Image without a signature
# description: |
#   A signature beside the image in its registry lets the cluster check who built it, where an admission controller asks for it. The rule looks
#   whether there is one; it does not verify it.
# related_resources:
#   - https://docs.sigstore.dev/cosign/signing/overview/
# custom:
#   severity: medium
#   profile: opt-in
#   scope: image
#   message: '{image} has no signature in its registry.'
#   variants:
#     unasked: It is not known whether {image} has a signature, because its registry was not asked.
#   remediation: |
#     Sign the image by its digest where it is built (`cosign sign`), and verify signatures where it is admitted (a policy of the cluster).
#   ko:
#     title: 서명이 없는 이미지
#     description: |
#       레지스트리에 이미지와 함께 서명이 있으면 어드미션 컨트롤러로 누가 빌드했는지 클러스터에서 검증할 수 있습니다. 이 규칙은 서명이 있는지만 확인하고
#       검증하지는 않습니다.
#     message: 레지스트리에 {image} 이미지의 서명이 없습니다.
#     variants:
#       unasked: 레지스트리에 조회하지 않아 {image} 이미지에 서명이 있는지 알 수 없습니다.
#     remediation: |
#       이미지를 빌드하는 곳에서 다이제스트로 서명하고(`cosign sign`), 클러스터의 정책으로 배포 시점에 서명을 검증하세요.
#   families: [image]
#   frameworks: {nist_800_53: [SI-7(15), SR-4]}
package rules.image.unsigned

import data.lib.findings as finding

findings contains finding.in_image({}) if input.image.attachments.signatures == 0

# an image without a result is listed as such, and one that was there before was judged then
unknown contains finding.variant(finding.in_image({}), "unasked") if {
	not input.image.attachments
	not input.image.problem
	not input.image.unchanged
}
