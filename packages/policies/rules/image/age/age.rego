# METADATA
# title: Image that was built long ago
# description: |
#   An image gets no updates: it holds the packages of the day it was built. One that has not been built for months lacks the fixes since, and
#   often nobody knows any more how to build it when it is urgent.
# custom:
#   severity: medium
#   profile: strict
#   scope: image
#   message: '{image} was built {age} days ago, more than {days}.'
#   variants:
#     undated: It is not known when {image} was built, because its configuration holds no date or the one of reproducible builds.
#   remediation: Build and release the image again, best by a schedule, so that it takes up what its base image and its packages have mended.
#   ko:
#     title: 오래전에 빌드된 이미지
#     description: |
#       이미지는 스스로 업데이트되지 않고 빌드한 날의 패키지를 그대로 담고 있습니다. 몇 달 동안 다시 빌드하지 않은 이미지에는 그사이 나온 수정 사항이 없고,
#       정작 급할 때 빌드 방법을 아는 사람이 없는 경우도 많습니다.
#     message: '{image} 이미지는 빌드한 지 {age}일이 지났습니다(기준: {days}일).'
#     variants:
#       undated: '{image} 이미지의 빌드 시점을 알 수 없습니다. 이미지 설정에 날짜가 없거나 재현 가능한 빌드의 고정 날짜가 들어 있습니다.'
#     remediation: 베이스 이미지와 패키지의 수정 사항이 반영되도록 이미지를 다시 빌드하여 배포하세요. 주기적으로 빌드하는 것이 가장 좋습니다.
#   families: [image]
#   frameworks: {nist_800_53: [SI-2], iso_27001: [A.8.8]}
#   params:
#     days:
#       default: 180
#       description: The age in days above which an image is too old.
#       schema: {type: integer, minimum: 1}
package rules.image.age

import data.lib.dates
import data.lib.findings as finding

limit := data.params.image.age.days

findings contains finding.in_image({"age": age, "days": limit, "created": substring(created, 0, 10)}) if age > limit

unknown contains finding.variant(finding.in_image({}), "undated") if {
	input.image.config
	not age
}

age := dates.days(created, input.today)

# tools for reproducible builds write 1970 or 1980; no image is older than container images are
created := date if {
	date := input.image.config.created
	dates.days("2013-01-01", date) >= 0
}
