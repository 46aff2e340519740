package main

deny contains sprintf("%s/%s: image %s has no fixed tag", [input.kind, name, container.image]) if {
	some container in containers
	is_floating(container.image)
}

deny contains sprintf("%s/%s: image %s is from a foreign registry", [input.kind, name, container.image]) if {
	some container in containers
	not startswith(container.image, "registry.example/")
}

is_floating(image) if endswith(image, ":latest")

is_floating(image) if {
	not contains(image, "@")
	parts := split(image, "/")
	not contains(parts[count(parts) - 1], ":")
}
