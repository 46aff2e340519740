package lib.image_users_test

import data.lib.fixtures
import data.lib.image_users

is_root(config) if image_users.is_root with input as fixtures.image({"config": config})

is_name(config) if image_users.is_name with input as fixtures.image({"config": config})

cases["root, written in any way"] := {
	"got": [is_root(config) | some config in [{}, {"user": ""}, {"user": "root"}, {"user": "0"}, {"user": "0:0"}, {"user": "root:1000"}]],
	"want": [true, true, true, true, true, true],
}

cases["another user, by number or name"] := {
	"got": [config.user |
		some config in [{"user": "10001"}, {"user": "10001:0"}, {"user": "web"}]
		not is_root(config)
	],
	"want": ["10001", "10001:0", "web"],
}

cases["names"] := {
	"got": [config.user |
		some config in [{"user": "10001"}, {"user": "web"}, {"user": "web:0"}, {"user": "root"}, {"user": ""}]
		is_name(config)
	],
	"want": ["web", "web:0"],
}

cases["Windows has other users"] := {
	"got": [config.user |
		some config in [{"os": "windows", "user": ""}, {"os": "windows", "user": "ContainerUser"}]
		not is_root(config)
		not is_name(config)
	],
	"want": ["", "ContainerUser"],
}

users := containers if {
	containers := image_users.containers with input as fixtures.image_in({}, [
	fixtures.use("a", {"type": type}) |
		some type in ["container", "volume", "init", "ephemeral", "sidecar", "step"]
	])
}

cases["containers of a pod"] := {"got": object.keys(users), "want": {0, 2, 4}}

completed := containers if {
	containers := image_users.containers with input as fixtures.image_in({}, [
		fixtures.use("a", {"partial": true}),
		fixtures.use("b", {}),
	])
}

cases["not those that an operator completes"] := {"got": object.keys(completed), "want": {1}}
