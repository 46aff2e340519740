# METADATA
# title: User of an image
# description: |
#   Which user an image names (`USER` of its Dockerfile), and the uses where that decides. For rules about images.
package lib.image_users

# METADATA
# description: The user as the image names it, without its group; empty where it names none. Undefined where the image is not known.
user := split(object.get(input.image.config, "user", ""), ":")[0]

# METADATA
# description: True when the process would run as root. Windows has no such user.
is_root if {
	not _is_windows
	user in {"", "root"}
}

is_root if {
	not _is_windows
	regex.match(`^0+$`, user)
}

# METADATA
# description: True for a user that is not root, but a name, whose number only the image knows.
is_name if {
	not _is_windows
	not is_root
	not regex.match(`^[0-9]+$`, user)
}

# METADATA
# description: |
#   The uses, by their index, that are containers of a pod and whose security context is known. Ephemeral containers are for debugging, and
#   an operator or Tekton may add a context to what it runs.
containers[index] := use if {
	some index, use in input.uses
	use.type in {"container", "init", "sidecar"}
	not use.partial
}

_is_windows if input.image.config.os == "windows"
