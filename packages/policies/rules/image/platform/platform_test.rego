package rules.image.platform_test

import data.lib.fixtures

amd := {"os": "linux", "architecture": "amd64"}

arm := {"os": "linux", "architecture": "arm64"}

windows := {"os": "windows", "architecture": "amd64"}

image_of(config, nodes) := object.union(
	fixtures.image_in({}, [fixtures.use(name, {"platforms": platforms}) | some [name, platforms] in nodes]),
	{"image": {"config": config}},
)

finding_of(platform, wanted, containers, uses) := {
	"params": {
		"image": "registry.example/shop/order:1.4.0",
		"tag": "1.4.0",
		"platform": platform,
		"wanted": wanted,
		"containers": containers,
	},
	"uses": uses,
}

cases["nodes of another architecture"] := {
	"input": image_of(amd, [["a", []], ["b", [amd]], ["c", [arm]]]),
	"want": {finding_of("linux/amd64", ["linux/arm64"], ["c"], [2])},
}

cases["one of the architectures is enough"] := {"input": image_of(arm, [["a", [amd, arm]]]), "want": set()}

cases["nodes of another operating system"] := {
	"input": image_of(amd, [["a", [windows]]]),
	"want": {finding_of("linux/amd64", ["windows/amd64"], ["a"], [0])},
}

cases["an image for Windows"] := {
	"input": image_of(windows, [["a", [amd, arm]]]),
	"want": {finding_of("windows/amd64", ["linux/amd64", "linux/arm64"], ["a"], [0])},
}

cases["a variant of the architecture does not matter"] := {
	"input": image_of(object.union(arm, {"variant": "v8"}), [["a", [arm]]]),
	"want": set(),
}

cases["an image that does not say what it is built for"] := {"input": image_of({}, [["a", [arm]]]), "want": set()}

cases["an image that is not known"] := {
	"input": fixtures.image_in({}, [fixtures.use("a", {"platforms": [arm]})]),
	"want": set(),
}
