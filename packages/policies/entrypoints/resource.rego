# METADATA
# title: Resource rules
# description: |
#   Judges a batch of objects, each by itself. `input.resources` is a list of resources (docs/architecture.md, "What a rule sees"); the
#   answer is a list of the same length. `data.selection` says which rules want which objects: a selector (`*`, `pods`, `Kind`,
#   `group/Kind`) leads to names by domain, so a rule is called only for the kinds it names and no list of rules stands in any file.
package policy_gate.resource

# METADATA
# entrypoint: true
results := [result |
	some resource in input.resources
	result := judgement with input as resource
]

judgement := {"findings": findings, "unknown": unknown}

findings := [attributed(finding, domain, name) |
	some selector in input.selectors
	some domain, names in data.selection.findings[selector]
	some name in names
	some finding in data.rules[domain][name].findings
]

unknown := [attributed(entry, domain, name) |
	some selector in input.selectors
	some domain, names in data.selection.unknown[selector]
	some name in names
	some entry in data.rules[domain][name].unknown
]

# an answer that is no object must not vanish: the host refuses it, because it has no path
attributed(answer, domain, name) := object.union(answer, {"rule": [domain, name]}) if {
	is_object(answer)
} else := {"rule": [domain, name], "invalid": answer}
