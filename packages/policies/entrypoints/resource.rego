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

findings := [object.union(finding, {"rule": [domain, name]}) |
	some selector in input.selectors
	some domain, names in data.selection.findings[selector]
	some name in names
	some finding in data.rules[domain][name].findings
]

unknown := [object.union(entry, {"rule": [domain, name]}) |
	some selector in input.selectors
	some domain, names in data.selection.unknown[selector]
	some name in names
	some entry in data.rules[domain][name].unknown
]
