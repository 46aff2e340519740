package rules.image.refused_user_test

import data.lib.fixtures

image_of(user, facts) := object.union(
	fixtures.image_in({}, [fixtures.use("a", {}), fixtures.use("b", facts)]),
	{"image": {"config": {"user": user}}},
)

finding := {
	"params": {
		"image": "registry.example/shop/order:1.4.0",
		"tag": "1.4.0",
		"containers": ["b"],
	},
	"uses": [1],
}

named := object.union(finding, {"variant": "named", "params": {"user": "web"}})

non_root := {"runAsNonRoot": true}

cases["root"] := {"input": image_of("", non_root), "want": {finding}}

cases["a name"] := {"input": image_of("web:web", non_root), "want": {named}}

cases["a number"] := {"input": image_of("10001", non_root), "want": set()}

cases["the manifest names the number"] := {"input": image_of("web", {"runAsNonRoot": true, "runAsUser": 10001}), "want": set()}

cases["the manifest asks for nothing"] := {"input": image_of("web", {"runAsNonRoot": false}), "want": set()}

cases["an image that is not known"] := {
	"input": fixtures.image_in({}, [fixtures.use("a", non_root)]),
	"want": set(),
}
