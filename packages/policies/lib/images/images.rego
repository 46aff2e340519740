# METADATA
# title: Images of a pod
# description: |
#   The containers whose image is known, and those whose image nobody can know before the deployment: a reference with placeholders, or
#   none at all where an operator, Tekton's `stepTemplate` or the injection of Istio (`image: auto`) puts one in.
package lib.images

import data.lib.findings as finding
import data.lib.pods

# METADATA
# description: Containers of all types with a known image.
containers := [container |
	some container in pods.containers
	not _is_unknown(container)
]

# METADATA
# description: What an image rule answers as `unknown`.
unknown contains finding.in_container(container, ["image"], {}) if {
	some container in pods.containers
	_is_unknown(container)
}

# METADATA
# description: Registry and repository of an image, without tag and digest.
name(image) := concat("/", [image.registry, image.repository])

_is_unknown(container) if not container.image

_is_unknown(container) if container.image.unresolved == true

_is_unknown(container) if container.image.reference == "auto"
