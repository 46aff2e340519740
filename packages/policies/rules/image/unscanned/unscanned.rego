# METADATA
# title: Image that no scan has seen
# description: |
#   The reference holds a placeholder that is filled in later, or the configuration excludes the image. What runs there is known to nobody.
#   Images that should have been scanned and could not are not findings: they are listed as not evaluated, which blocks.
# custom:
#   severity: medium
#   profile: strict
#   scope: image
#   message: '{image} is excluded from scans by the configuration.'
#   variants:
#     unresolved: '{image} holds a placeholder, so it is not known which image runs.'
#   remediation: |
#     Render the reference as it will be deployed (values files, kustomizations), or scan the image where it is built and where its digest is
#     known; narrow the exclusion in `images.exclude`.
#   ko:
#     title: 스캔되지 않은 이미지
#     description: |
#       이미지 참조에 나중에 채워지는 자리 표시자가 있거나 설정에서 스캔 대상에서 제외한 이미지이므로, 실제로 무엇이 실행되는지 아무도 확인하지 못합니다.
#       스캔해야 하지만 실패한 이미지는 여기서 검출하지 않고 평가하지 못한 항목으로 기록하여 차단합니다.
#     message: '{image} 이미지는 설정에서 스캔 대상에서 제외되었습니다.'
#     variants:
#       unresolved: '{image} 참조에 자리 표시자가 있어 어떤 이미지가 실행되는지 알 수 없습니다.'
#     remediation: |
#       실제 배포와 같은 값(values 파일, kustomization)으로 렌더링하거나, 이미지를 빌드하여 다이제스트를 알 수 있는 곳에서 스캔하세요. 제외한 이미지라면
#       `images.exclude`의 범위를 좁히세요.
#   families: [image]
#   frameworks: {nist_800_53: [RA-5]}
#   params:
#     accepted:
#       default: []
#       description: Globs of references (`registry.example/tools/**`) that need no scan.
#       schema: {type: array, items: {type: string, minLength: 1}, uniqueItems: true}
package rules.image.unscanned

import data.lib.findings as finding

findings contains finding.in_image({}) if {
	input.image.problem.code == "excluded"
	not is_accepted
}

findings contains finding.variant(finding.in_image({}), "unresolved") if {
	input.image.problem.code == "unresolved"
	not is_accepted
}

is_accepted if {
	some pattern in data.params.image.unscanned.accepted
	glob.match(pattern, ["/"], input.image.reference)
}
