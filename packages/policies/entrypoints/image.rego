# METADATA
# title: Image rules
# description: |
#   Judges one image with everything that runs it. `input`: `{image, uses, today, exploits, lock}` (docs/architecture.md, "What a rule
#   sees"). `data.selection.images` holds the names of the rules that are on, by domain.
package policy_gate.image

# METADATA
# entrypoint: true
results := {"findings": findings, "unknown": unknown}

findings := [attributed(finding, domain, name) |
	some domain, names in data.selection.images.findings
	some name in names
	some finding in data.rules[domain][name].findings
]

unknown := [attributed(entry, domain, name) |
	some domain, names in data.selection.images.unknown
	some name in names
	some entry in data.rules[domain][name].unknown
]

# an answer that is no object must not vanish: the host refuses it, because it has no params
attributed(answer, domain, name) := object.union(answer, {"rule": [domain, name]}) if {
	is_object(answer)
} else := {"rule": [domain, name], "invalid": answer}
