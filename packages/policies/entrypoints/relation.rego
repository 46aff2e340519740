# METADATA
# title: Relation rules
# description: |
#   Judges all objects of one environment together. `input.objects` is the list of its resources; a finding names its subject by the
#   index in that list (`object`). `data.selection.relations` holds the names of the rules that are on, by domain.
package policy_gate.relation

# METADATA
# entrypoint: true
results := {"findings": findings, "unknown": unknown}

findings := [attributed(finding, domain, name) |
	some domain, names in data.selection.relations.findings
	some name in names
	some finding in data.rules[domain][name].findings
]

unknown := [attributed(entry, domain, name) |
	some domain, names in data.selection.relations.unknown
	some name in names
	some entry in data.rules[domain][name].unknown
]

# an answer that is no object must not vanish: the host refuses it, because it has no path
attributed(answer, domain, name) := object.union(answer, {"rule": [domain, name]}) if {
	is_object(answer)
} else := {"rule": [domain, name], "invalid": answer}
