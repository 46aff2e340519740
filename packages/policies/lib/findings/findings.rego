# METADATA
# title: Findings
# description: |
#   What a rule answers: where (a path into the object) and with which words (params that fill the message of its METADATA). The rule's
#   id, severity and texts are added by the host from the package of the rule.
package lib.findings

# METADATA
# description: A finding at a path of the object.
at(path, params) := {"path": path, "params": params}

# METADATA
# description: A finding at a path inside a container of lib.pods; `container` is a param of it.
in_container(container, path, params) := at(
	array.concat(container.path, path),
	object.union({"container": container.name}, params),
)

# METADATA
# description: A finding at a path inside the pod specification.
in_pod(path, params) := at(array.concat(input.pod.path, path), params)

# METADATA
# description: The same finding with another of the rule's messages (`variants` of its METADATA).
variant(finding, name) := object.union(finding, {"variant": name})

# METADATA
# description: The same finding with another severity than the rule's.
with_severity(finding, severity) := object.union(finding, {"severity": severity})

# METADATA
# description: |
#   For relation rules: the same finding about the object at `index` of `input.objects`.
about(index, finding) := object.union(finding, {"object": index})

# METADATA
# description: |
#   For relation rules: the same finding with other places that have to do with it, each `{object, path, note}`; `note` names one of the
#   rule's `variants`.
related(finding, places) := object.union(finding, {"related": places})
