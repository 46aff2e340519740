# METADATA
# title: Credential in a file of the repository
# description: |
#   A file holds what looks like a private key, a token or a password of a service that Trivy knows. Whoever can read the repository, or a copy
#   of it, can use it, also after it was removed: the history keeps it. The value itself is in no report.
# related_resources:
#   - https://trivy.dev/docs/latest/guide/scanner/secret/
# custom:
#   severity: critical
#   profile: baseline
#   scope: file
#   message: '{title}: the file holds what looks like a credential.'
#   remediation: |
#     Revoke the credential first, then remove it from the file; keep it in a secret store and refer to it. An example that was never valid is
#     written so that nobody takes it for one.
#   ko:
#     title: 저장소 파일에 포함된 자격 증명
#     description: |
#       Trivy가 아는 서비스의 개인 키, 토큰, 비밀번호로 보이는 값이 파일에 있습니다. 저장소나 그 사본을 읽을 수 있는 사람은 누구나 이 값을 쓸 수 있으며,
#       파일에서 지워도 이력에 남습니다. 보고서에는 값 자체를 싣지 않습니다.
#     message: '{title}: 자격 증명으로 보이는 값이 파일에 있습니다.'
#     remediation: |
#       먼저 자격 증명을 폐기한 다음 파일에서 제거하고, 시크릿 저장소에 보관한 값을 참조하세요. 실제로 쓰인 적이 없는 예시라면 자격 증명으로 보이지 않게 작성하세요.
#   families: [secrets]
#   frameworks: {cis_k8s: [5.4.1]}
package rules.infrastructure.secret
