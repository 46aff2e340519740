# METADATA
# title: Tag that means another image now
# description: |
#   The lock file holds the digest that the tag had when somebody looked at the image. Somebody has pushed another one since: what will run is
#   not what was reviewed. A moved release tag is also how stolen registry accounts spread malicious images.
# custom:
#   severity: high
#   profile: baseline
#   scope: image
#   message: '{image} means {to} now; the lock file says {from}.'
#   remediation: |
#     Find out who pushed it and why. Review the new image and record it (`policy-gate images --lock`), or refer to the old one by its digest.
#   ko:
#     title: 가리키는 이미지가 바뀐 태그
#     description: |
#       잠금 파일에는 이미지를 검토했을 때 태그가 가리키던 다이제스트가 기록되어 있습니다. 그 후 누군가 같은 태그로 다른 이미지를 푸시하여, 실행될 이미지가
#       검토한 이미지와 다릅니다. 탈취한 레지스트리 계정으로 악성 이미지를 퍼뜨릴 때도 릴리스 태그를 옮기는 방법을 씁니다.
#     message: '{image} 태그가 이제 {to}를 가리킵니다. 잠금 파일의 다이제스트: {from}'
#     remediation: |
#       누가 왜 푸시했는지 확인하세요. 새 이미지를 검토한 뒤 잠금 파일에 기록하거나(`policy-gate images --lock`), 기존 이미지를 다이제스트로 참조하세요.
#   families: [image]
#   frameworks: {nist_800_53: [SI-7]}
package rules.image.moved_tag

import data.lib.findings as finding

findings contains finding.in_image({"from": input.image.moved.from, "to": input.image.moved.to})
