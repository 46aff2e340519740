# METADATA
# title: Image without an entry in the lock file
# description: |
#   The configuration asks for an entry in `.policy-gate/images.lock.yaml` for every tag (`images.lock: require`), so that a tag that moves is
#   noticed. Without one nobody would. A reference with a digest needs none; one with a placeholder cannot have one.
# custom:
#   severity: high
#   profile: baseline
#   scope: image
#   message: '{image} has no entry in the lock file.'
#   remediation: Review the image and record its digest (`policy-gate images --lock`), in a change that the owners of the lock file approve.
#   ko:
#     title: 잠금 파일에 없는 이미지
#     description: |
#       태그가 옮겨지면 알 수 있도록 모든 태그를 `.policy-gate/images.lock.yaml`에 기록하게 설정되어 있습니다(`images.lock: require`). 기록이 없으면 태그가
#       옮겨져도 알 수 없습니다. 다이제스트로 참조한 이미지는 기록할 필요가 없고, 자리 표시자가 있는 참조는 기록할 수 없습니다.
#     message: '{image} 이미지가 잠금 파일에 기록되어 있지 않습니다.'
#     remediation: 이미지를 검토하고 다이제스트를 기록하여(`policy-gate images --lock`) 잠금 파일 담당자의 승인을 받으세요.
#   families: [image]
#   frameworks: {nist_800_53: [CM-2, SI-7]}
package rules.image.unlocked

import data.lib.findings as finding

findings contains finding.in_uses(finding.in_image({}), sort(tagged)) if {
	input.lock.mode == "require"
	not input.lock.locked
	count(tagged) > 0
}

tagged := {index |
	some index, use in input.uses
	not use.image.digest
	not use.image.unresolved
}
