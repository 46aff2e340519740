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

# METADATA
# description: |
#   For rules about images: a finding about the image in everything that runs it. `image` (the reference) and `tag` are params of it.
in_image(params) := {"params": object.union(_image, params)}

_image := {"image": input.image.reference, "tag": input.image.tag}

_image := {"image": input.image.reference} if not input.image.tag

# METADATA
# description: |
#   For rules about images: the same finding with what a scanner calls it (`CVE-2024-1234`) and what it was found in (`npm:lodash`, a
#   file). Both are part of the finding's identity.
checked(finding, check, subject) := object.union(finding, {"check": check, "subject": subject})

# METADATA
# description: |
#   For rules about images: the same finding about some of the uses only, by their indexes in `input.uses`.
in_uses(finding, indexes) := object.union(finding, {"uses": indexes})
