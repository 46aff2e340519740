# METADATA
# title: Secret in plain text
# description: |
#   Base64 is no encryption: a Secret kept in the repository is readable for everyone who can read the repository, for ever, because its
#   history keeps it too.
# related_resources:
#   - https://kubernetes.io/docs/concepts/security/secrets-good-practices/
# custom:
#   severity: high
#   profile: baseline
#   scope: resource
#   kinds: [Secret]
#   message: Key "{key}" of the Secret holds its value in plain text.
#   variants:
#     placeholder: Key "{key}" of the Secret holds a placeholder that will be deployed as the value.
#   remediation: >-
#     Keep the value in a secret store (External Secrets, Vault) or encrypted (Sealed Secrets, SOPS), and change it: it has been published.
#   ko:
#     title: 평문으로 저장된 시크릿
#     description: |
#       Base64는 암호화가 아닙니다. 저장소에 보관된 시크릿은 저장소를 읽을 수 있는 모든 사람에게 노출되며, 이력에도 남아 계속 읽을 수 있습니다.
#     message: 시크릿의 "{key}" 키에 값이 평문으로 들어 있습니다.
#     variants:
#       placeholder: 시크릿의 "{key}" 키에 자리 표시자가 들어 있어 그대로 값으로 배포됩니다.
#     remediation: >-
#       값은 시크릿 저장소(External Secrets, Vault)에 두거나 암호화하여(Sealed Secrets, SOPS) 보관하고, 이미 노출된 값은 교체하세요.
#   families: [secrets]
#   frameworks: {cis_k8s: [5.4.2]}
#   params:
#     exemptTypes:
#       default: []
#       description: Types of Secret that are not judged.
#       schema: {type: array, items: {type: string}, uniqueItems: true}
#     ignoredKeys:
#       default: [ca.crt, tls.crt]
#       description: Keys whose values are public by nature.
#       schema: {type: array, items: {type: string}, uniqueItems: true}
#     placeholders:
#       default: [REPLACE_ME, changeme]
#       description: Values that only stand for the real one, in any case; they are reported with a lower severity.
#       schema: {type: array, items: {type: string}, uniqueItems: true}
package rules.secrets.plain_secret

import data.lib.findings as finding
import data.lib.secrets

params := data.params.secrets.plain_secret

findings contains finding.at([field, key], {"key": key}) if {
	some [field, key, text] in values
	secrets.is_literal(text)
	not is_placeholder(text)
}

findings contains finding.with_severity(finding.variant(finding.at([field, key], {"key": key}), "placeholder"), "medium") if {
	some [field, key, text] in values
	is_placeholder(text)
}

unknown contains finding.at([field, key], {"key": key}) if {
	some [field, key, text] in values
	secrets.is_unresolved(text)
}

# Field, key and decoded text of what is judged; a file encrypted by SOPS carries a block of that name.
values contains [field, key, text] if {
	not input.object.sops
	not is_exempt
	some field in ["data", "stringData"]
	some key, value in input.object[field]
	not key in params.ignoredKeys
	text := decoded(field, value)
}

decoded("stringData", value) := value if is_string(value)

is_exempt if input.object.type in params.exemptTypes

# What is not Base64 (a placeholder of the Vault plugin, say) is judged as written.
decoded("data", value) := text if {
	text := base64.decode(replace(trim_space(value), "\n", ""))
} else := value if is_string(value)

# YAML numbers and booleans: the API server refuses them, the text is published all the same.
decoded(_, value) := json.marshal(value) if is_number(value)

decoded(_, value) := json.marshal(value) if is_boolean(value)

is_placeholder(text) if {
	some placeholder in params.placeholders
	lower(trim_space(text)) == lower(placeholder)
}
