package rules.image.root_user_test

import data.lib.fixtures

image_of(user, uses) := object.union(fixtures.image_in({}, uses), {"image": {"config": {"user": user}}})

finding_of(containers, uses) := {
	"params": {
		"image": "registry.example/shop/order:1.4.0",
		"tag": "1.4.0",
		"containers": containers,
	},
	"uses": uses,
}

cases["no user in the image, none in the manifest"] := {
	"input": fixtures.image({"config": {}}),
	"want": {finding_of(["order"], [0])},
}

cases["only the uses that set no other"] := {
	"input": image_of("0:0", [
		fixtures.use("a", {"runAsUser": 10001}),
		fixtures.use("c", {}),
		fixtures.use("b", {"runAsNonRoot": false}),
	]),
	"want": {finding_of(["b", "c"], [1, 2])},
}

cases["all set another"] := {
	"input": image_of("root", [fixtures.use("a", {"runAsUser": 10001}), fixtures.use("b", {"runAsUser": 10001, "runAsNonRoot": true})]),
	"want": set(),
}

cases["the manifest names root itself: pod-security/run-as-user"] := {
	"input": image_of("root", [fixtures.use("a", {"runAsUser": 0})]),
	"want": set(),
}

cases["with runAsNonRoot it does not start: image/refused-user"] := {
	"input": image_of("root", [fixtures.use("a", {"runAsNonRoot": true})]),
	"want": set(),
}

cases["another user in the image"] := {"input": image_of("10001", [fixtures.use("a", {})]), "want": set()}

cases["what is no container of a pod"] := {"input": image_of("", [fixtures.use("a", {"type": "volume"})]), "want": set()}

cases["an image that is not known"] := {"input": fixtures.image({}), "want": set()}
