# METADATA
# title: Credential in an environment variable or argument
# description: |
#   A credential written into a pod specification is readable for everyone who may read the repository or the pod, and it shows up in
#   process lists, crash dumps and logs.
# related_resources:
#   - https://kubernetes.io/docs/concepts/security/secrets-good-practices/
# custom:
#   severity: high
#   profile: baseline
#   scope: resource
#   kinds: [pods]
#   message: Variable "{name}" of container "{container}" holds a credential in plain text.
#   variants:
#     value: The value of variable "{name}" of container "{container}" is a private key or a URL with a password.
#     argument: The {field} of container "{container}" hold a credential in plain text.
#   remediation: >-
#     Keep the value in a secret store and hand it in by a mounted file or `valueFrom.secretKeyRef`; change it, because it has been published.
#   ko:
#     title: 환경 변수나 인자에 포함된 자격 증명
#     description: |
#       파드 명세에 적힌 자격 증명은 저장소나 파드를 읽을 수 있는 모든 사람에게 노출되며, 프로세스 목록과 크래시 덤프, 로그에도 나타납니다.
#     message: '"{container}" 컨테이너의 환경 변수 "{name}"에 자격 증명이 평문으로 들어 있습니다.'
#     variants:
#       value: '"{container}" 컨테이너의 환경 변수 "{name}" 값이 개인 키이거나 비밀번호가 포함된 URL입니다.'
#       argument: '"{container}" 컨테이너의 {field} 필드에 자격 증명이 평문으로 들어 있습니다.'
#     remediation: >-
#       값은 시크릿 저장소에 보관하고 파일 마운트나 `valueFrom.secretKeyRef`로 전달하세요. 이미 노출된 값은 교체해야 합니다.
#   families: [secrets]
#   frameworks: {cis_k8s: [5.4.1]}
#   equivalents:
#     kube-linter: [env-var-secret]
#     polaris: [sensitiveContainerEnvVar]
#   params:
#     words:
#       default:
#         - PASSWORD
#         - PASSWD
#         - PASSPHRASE
#         - SECRET
#         - TOKEN
#         - API_KEY
#         - APIKEY
#         - PRIVATE_KEY
#         - ACCESS_KEY
#         - CREDENTIAL
#         - BATCH_KEY
#         - KEY_CONTENT
#       description: Words in the name of a variable that speak of a credential, in any case.
#       schema: {type: array, items: {type: string, minLength: 1}, uniqueItems: true}
#     allowed:
#       default: ["*_FILE", "*_PATH", "*_NAME", "*_TTL", "*_ENABLED"]
#       description: Globs of names that only speak about a credential.
#       schema: {type: array, items: {type: string, minLength: 1}, uniqueItems: true}
package rules.secrets.env_literal

import data.lib.findings as finding
import data.lib.labels
import data.lib.pods
import data.lib.secrets

params := data.params.secrets.env_literal

findings contains finding.in_container(container, ["env", index, "value"], {"name": variable.name}) if {
	some [container, index, variable] in variables
	is_named_so(variable)
	is_credential(variable.value)
}

findings contains finding.variant(
	finding.in_container(container, ["env", index, "value"], {"name": variable.name}),
	"value",
) if {
	some [container, index, variable] in variables
	not is_named_so(variable)
	is_telling(variable.value)
}

findings contains finding.variant(finding.in_container(container, [field, index], {"field": field}), "argument") if {
	some container in pods.containers
	some field in ["command", "args"]
	words := labels.array_or_empty(object.get(container.value, field, []))
	some index, word in words
	tells(words, index)
}

unknown contains finding.in_container(container, ["env", index, "value"], {"name": variable.name}) if {
	some [container, index, variable] in variables
	is_named_so(variable)
	secrets.is_unresolved(variable.value)
}

variables := [[container, index, variable] |
	some container in pods.containers
	some index, variable in labels.array_or_empty(object.get(container.value, "env", []))
	is_string(variable.value)
]

is_named_so(variable) if secrets.is_sensitive(variable.name, params.words, params.allowed)

# A switch is no credential.
is_credential(value) if {
	secrets.is_literal(value)
	not lower(value) in {"true", "false"}
}

is_telling(value) if secrets.is_private_key(value)

is_telling(value) if secrets.has_password(value)

tells(words, index) if secrets.follows_marker(words[index], ["--password=", "--token=", "PGPASSWORD=", "Authorization: Bearer "])

# The flag and its value as two words.
tells(words, index) if {
	words[index - 1] in {"--password", "--token"}
	secrets.is_literal(words[index])
	not startswith(words[index], "-")
	not startswith(words[index], "$")
}

tells(words, index) if secrets.is_private_key(words[index])

tells(words, index) if secrets.has_password(words[index])
