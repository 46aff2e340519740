# METADATA
# title: Image on an operating system without support
# description: |
#   Nobody publishes fixes for this release any more, and often nobody publishes its vulnerabilities either: a scan without findings says
#   little about it.
# related_resources:
#   - https://endoflife.date/
# custom:
#   severity: high
#   profile: baseline
#   scope: image
#   message: '{image} is built on {system}, which gets no security updates any more.'
#   remediation: Build the image on a supported release of the distribution.
#   ko:
#     title: 지원이 종료된 운영 체제 이미지
#     description: |
#       이 릴리스는 보안 패치가 더 이상 제공되지 않으며, 취약점 정보조차 공개되지 않는 경우가 많습니다. 따라서 스캔에서 아무것도 나오지 않아도 안전하다는
#       뜻이 아닙니다.
#     message: '{image} 이미지의 운영 체제({system})는 보안 업데이트 지원이 종료되었습니다.'
#     remediation: 지원 중인 배포판 릴리스로 이미지를 다시 빌드하세요.
#   families: [image]
#   frameworks: {nist_800_53: [SA-22, SI-2], pci_dss: [6.3.3], iso_27001: [A.8.8], isms_p: [2.11.2]}
package rules.image.end_of_life

import data.lib.findings as finding

findings contains finding.in_image({"system": concat(" ", [system.family, system.name])}) if {
	system := input.image.scan.os
	system.endOfLife
}
