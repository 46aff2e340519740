# METADATA
# title: Misconfigured infrastructure file
# description: |
#   Trivy reads Terraform modules, CloudFormation templates and Dockerfiles with checks of its own; what one of them refuses is a finding, as
#   severe as Trivy says, at the lines that it names. Local modules are judged through their callers. Comments that tell Trivy to leave
#   something out (`trivy:ignore`, `tfsec:ignore`) have no effect here: exceptions are waivers, and a waiver may name one check
#   (`infrastructure/misconfiguration/DS-0002`). With the type `kubernetes` the rendered objects are read as well; checks that say what a
#   rule of this project says are left to that rule.
# related_resources:
#   - https://trivy.dev/docs/latest/guide/scanner/misconfiguration/
# custom:
#   severity: medium
#   profile: baseline
#   scope: file
#   message: '{message}'
#   remediation: |
#     Change the file as the finding says; the page that it links to has examples. Where the risk is accepted for a while, say so in a waiver
#     that names the check; where a check means nothing to you at all, leave it out with `infrastructure.checks.exclude`.
#   ko:
#     title: 잘못 설정된 인프라 파일
#     description: |
#       Trivy가 Terraform 모듈, CloudFormation 템플릿, Dockerfile을 자체 점검 항목으로 검사합니다. 통과하지 못한 항목은 Trivy가 정한 심각도로 해당 줄에
#       표시합니다. 로컬 모듈은 호출하는 쪽을 통해 판정합니다. Trivy에 검사를 건너뛰라고 지시하는 주석(`trivy:ignore`, `tfsec:ignore`)은 효력이 없습니다.
#       예외 승인은 점검 항목 하나만 지정할 수도 있습니다(`infrastructure/misconfiguration/DS-0002`). `kubernetes` 유형을 켜면 렌더링된
#       오브젝트도 검사하되, 이 프로젝트의 규칙과 같은 내용의 점검 항목은 그 규칙에 맡깁니다.
#     message: '{message}'
#     remediation: |
#       검출 내용에 따라 파일을 수정하세요. 연결된 페이지에 예시가 있습니다. 일정 기간 위험을 수용한다면 점검 항목을 지정한 예외 승인으로 근거를 남기고, 전혀 해당하지
#       않는 점검 항목은 `infrastructure.checks.exclude`로 제외하세요.
#   families: [cloud, governance]
package rules.infrastructure.misconfiguration
