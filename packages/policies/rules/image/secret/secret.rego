# METADATA
# title: Credential in an image
# description: |
#   Everybody who can pull the image can read the file, in every layer and for as long as a copy of it exists; deleting it in a later layer
#   does not take it out.
# related_resources:
#   - https://docs.docker.com/build/building/secrets/
# custom:
#   severity: critical
#   profile: baseline
#   scope: image
#   message: 'The file {file} in {image} holds a credential: {title}.'
#   remediation: |
#     Revoke the credential, because it counts as known. Build the image without it (`RUN --mount=type=secret`) and hand it to the running
#     container as a Secret.
#   ko:
#     title: 이미지에 포함된 자격 증명
#     description: |
#       이미지를 가져올 수 있는 사람은 누구나 이 파일을 읽을 수 있습니다. 이후 레이어에서 삭제해도 앞선 레이어에 그대로 남으며, 복사본이 존재하는 한
#       사라지지 않습니다.
#     message: '{image} 이미지의 {file} 파일에 자격 증명이 들어 있습니다({title}).'
#     remediation: |
#       이미 노출된 것으로 보고 자격 증명을 폐기하세요. 이미지는 자격 증명 없이(`RUN --mount=type=secret`) 다시 빌드하고, 실행 중인 컨테이너에는
#       Secret으로 전달하세요.
#   families: [image, secrets]
package rules.image.secret

import data.lib.findings as finding
import data.lib.severities

findings contains finding.with_severity(
	finding.checked(finding.in_image(facts(secrets)), check, file),
	severities.worst({secret.severity | some secret in secrets}),
) if {
	some check, files in found
	some file, secrets in files
}

found[secret.id][secret.file] contains secret if some secret in input.image.scan.secrets

facts(secrets) := {
	"check": max({secret.id | some secret in secrets}),
	"title": max({secret.title | some secret in secrets}),
	"file": max({secret.file | some secret in secrets}),
	"lines": sort({secret.line | some secret in secrets}),
}
