# METADATA
# title: Authorization policy that allows everybody
# description: |
#   A rule without a source, or with one that fits every caller, allows what the policy was written to restrict. Policies add up, so it
#   also takes away the default deny of the workload.
# related_resources:
#   - https://istio.io/latest/docs/ops/best-practices/security/#use-default-deny-patterns
# custom:
#   severity: high
#   profile: baseline
#   scope: resource
#   kinds: [security.istio.io/AuthorizationPolicy]
#   message: Rule {number} allows requests from everybody, because it names no source.
#   variants:
#     anything: Rule {number} allows requests from everybody, because its source fits every caller.
#     others: Rule {number} allows requests from everybody but those it excludes.
#   remediation: >-
#     Name the callers in `from` by `principals` or `namespaces`. To keep single callers out, name them in a DENY policy.
#   ko:
#     title: 모두를 허용하는 인가 정책
#     description: |
#       출처가 없거나 모든 호출자에 해당하는 출처를 지정한 규칙은 정책이 제한하려던 것을 허용합니다. 정책은 합산되므로 워크로드의 기본 차단까지 무효가 됩니다.
#     message: '{number}번째 규칙에 출처가 지정되지 않아 모든 호출자의 요청을 허용합니다.'
#     variants:
#       anything: '{number}번째 규칙의 출처가 모든 호출자에 해당하여 모든 요청을 허용합니다.'
#       others: '{number}번째 규칙이 제외 대상으로 지정한 호출자 외에는 모두의 요청을 허용합니다.'
#     remediation: >-
#       `from`에 `principals`나 `namespaces`로 호출자를 지정하세요. 특정 호출자를 막으려면 그 호출자를 DENY 정책에 지정하세요.
#   families: [authorization]
package rules.mesh.broad_allow

import data.lib.authorization
import data.lib.findings as finding

findings contains described(place.reason, finding.at(place.path, {"number": place.path[2] + 1})) if {
	some place in authorization.broad(input.object)
}

described("anyone", entry) := entry

described("anything", entry) := finding.variant(entry, "anything")

described("others", entry) := finding.with_severity(finding.variant(entry, "others"), "medium")
