# METADATA
# title: Licence that is not accepted
# description: |
#   Whoever hands out the image, or in the case of some licences only lets others use it over a network, must keep the terms of everything in
#   it. What a licence asks for is grouped in categories, from `unencumbered` to `forbidden`; which of them a company accepts is its lawyers'
#   decision.
# related_resources:
#   - https://spdx.org/licenses/
# custom:
#   severity: medium
#   profile: baseline
#   scope: image
#   message: '{package} in {image} has the licence {check}, which is not accepted ({category}).'
#   remediation: |
#     Replace the package, or add the licence to the parameter `allowed` once somebody who may decide about it has accepted its terms.
#   ko:
#     title: 허용되지 않은 라이선스
#     description: |
#       이미지를 배포하는 쪽은 그 안에 든 모든 구성 요소의 라이선스 조건을 지켜야 하며, 네트워크로 서비스하는 것만으로 의무가 생기는 라이선스도 있습니다.
#       라이선스는 의무의 강도에 따라 `unencumbered`부터 `forbidden`까지 분류되며, 어디까지 허용할지는 회사의 법무 담당자가 정합니다.
#     message: '{image} 이미지의 {package}에 허용되지 않은 {check} 라이선스가 적용되어 있습니다({category}).'
#     remediation: |
#       패키지를 교체하세요. 결정 권한이 있는 사람이 조건을 수락했다면 `allowed` 파라미터에 해당 라이선스를 추가하세요.
#   families: [governance]
#   frameworks: {iso_27001: [A.5.32]}
#   tags: [quality]
#   params:
#     categories:
#       default: [forbidden]
#       description: Categories of licences that are not accepted.
#       schema:
#         type: array
#         uniqueItems: true
#         items: {enum: [forbidden, restricted, reciprocal, notice, permissive, unencumbered, unknown]}
#     forbidden:
#       default: []
#       description: Further licences that are not accepted, by their SPDX identifier, whatever their category.
#       schema: {type: array, items: {type: string, minLength: 1}, uniqueItems: true}
#     allowed:
#       default: []
#       description: Licences that are accepted, by their SPDX identifier, whatever their category; `forbidden` wins.
#       schema: {type: array, items: {type: string, minLength: 1}, uniqueItems: true}
package rules.image.license

import data.lib.findings as finding

parameters := data.params.image.license

findings contains finding.checked(finding.in_image(facts(licenses)), name, package_name) if {
	some name, packages in refused
	some package_name, licenses in packages
}

refused[license.name][holder(license)] contains license if {
	some license in input.image.scan.licenses
	is_refused(license)
}

# a licence file may belong to no package
holder(license) := license.package if {
	license.package != ""
} else := license.file

is_refused(license) if is_listed(license.name, parameters.forbidden)

is_refused(license) if {
	lower(license.category) in parameters.categories
	not is_listed(license.name, parameters.allowed)
}

is_listed(name, names) if {
	some other in names
	lower(other) == lower(name)
}

facts(licenses) := {
	"check": max({license.name | some license in licenses}),
	"package": max({holder(license) | some license in licenses}),
	"category": max({lower(license.category) | some license in licenses}),
	"files": sort({license.file | some license in licenses}),
}
