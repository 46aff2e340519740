# METADATA
# title: Role with wildcards
# description: |
#   A wildcard grants what exists today and whatever is installed tomorrow. Nobody can say what a subject of such a role may do.
# related_resources:
#   - https://kubernetes.io/docs/concepts/security/rbac-good-practices/#least-privilege
# custom:
#   severity: high
#   profile: baseline
#   scope: resource
#   kinds: [rbac.authorization.k8s.io/Role, rbac.authorization.k8s.io/ClusterRole]
#   message: Rule {number} of the role grants "*" in {fields}.
#   variants:
#     everything: Rule {number} of the role grants every verb on every resource of every API group.
#     own_group: Rule {number} of the role grants all resources of the API group "{group}".
#     urls: Rule {number} of the role grants more than reading on all non-resource URLs.
#   remediation: List the verbs, resources and API groups that the subject needs.
#   ko:
#     title: 와일드카드를 사용하는 역할
#     description: |
#       와일드카드는 지금 있는 것뿐 아니라 앞으로 설치될 모든 것에 대한 권한까지 부여합니다. 이런 역할의 주체가 무엇을 할 수 있는지는 아무도 알 수 없습니다.
#     message: 역할의 {number}번째 규칙이 {fields}에 "*"를 부여합니다.
#     variants:
#       everything: 역할의 {number}번째 규칙이 모든 API 그룹의 모든 리소스에 대한 모든 동작을 허용합니다.
#       own_group: 역할의 {number}번째 규칙이 API 그룹 "{group}"의 모든 리소스에 대한 권한을 부여합니다.
#       urls: 역할의 {number}번째 규칙이 모든 비리소스 URL에 읽기 이상의 권한을 부여합니다.
#     remediation: 주체에게 필요한 동작(verb), 리소스, API 그룹만 나열하세요.
#   families: [rbac]
#   frameworks: {cis_k8s: [5.1.3]}
#   equivalents:
#     checkov: [CKV_K8S_49]
#     datree: [CIS_INVALID_WILDCARD_ROLE]
#     kube-linter: [wildcard-in-rules]
#     trivy: [KSV-0044, KSV-0045, KSV-0046, KSV-0112]
package rules.identity.wildcard_role

import data.lib.findings as finding
import data.lib.labels

findings contains finding.with_severity(
	finding.variant(finding.at(["rules", index], {"number": index + 1}), "everything"),
	"critical",
) if {
	some index, rule in judged
	wildcards(rule) == ["apiGroups", "resources", "verbs"]
}

findings contains finding.at(path, {"number": index + 1, "fields": concat(", ", fields)}) if {
	some index, rule in judged
	fields := wildcards(rule)
	count(fields) in {1, 2}
	not own_group(rule)
	field := fields[count(fields) - 1]
	path := ["rules", index, field, position(rule, field)]
}

findings contains finding.with_severity(finding.variant(entry, "own_group"), "medium") if {
	some index, rule in judged
	group := own_group(rule)
	entry := finding.at(["rules", index, "resources", position(rule, "resources")], {"number": index + 1, "group": group})
}

findings contains finding.variant(entry, "urls") if {
	some index, rule in judged
	at := position(rule, "nonResourceURLs")
	some verb in rule.verbs
	verb != "get"
	entry := finding.at(["rules", index, "nonResourceURLs", at], {"number": index + 1})
}

# Roles that the API server brings with it.
is_default if {
	input.object.metadata.labels["kubernetes.io/bootstrapping"] == "rbac-defaults"
	has_default_name
}

has_default_name if startswith(input.ref.name, "system:")

has_default_name if input.ref.name in {"cluster-admin", "admin", "edit", "view"}

judged[index] := rule if {
	not is_default
	some index, rule in input.object.rules
}

# The fields with a wildcard, sorted; an API group counts only beside a resource, verbs not where the URLs say it already.
wildcards(rule) := [field |
	some field in ["apiGroups", "resources", "verbs"]
	position(rule, field)
	not is_covered(rule, field)
]

is_covered(rule, "apiGroups") if not position(rule, "resources")

is_covered(rule, "verbs") if position(rule, "nonResourceURLs") >= 0

position(rule, field) := min([index | some index, "*" in labels.array_or_empty(object.get(rule, field, []))])

# All resources of one API group that a CustomResourceDefinition brought.
own_group(rule) := group if {
	position(rule, "resources") >= 0
	count(rule.apiGroups) == 1
	group := rule.apiGroups[0]
	contains(group, ".")
	not endswith(group, ".k8s.io")
}
