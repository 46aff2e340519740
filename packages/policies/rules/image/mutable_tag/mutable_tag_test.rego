package rules.image.mutable_tag_test

import data.lib.fixtures

pod_of(image) := fixtures.pod({"containers": [{"name": "a", "image": image}]})

digest := "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

cases["a mutable tag"] := {
	"input": pod_of("registry.example/shop/order:latest"),
	"want": {{
		"path": ["spec", "containers", 0, "image"],
		"params": {"container": "a", "image": "registry.example/shop/order:latest", "tag": "latest"},
	}},
}

cases["no tag, in any type of container; a port is not a tag"] := {
	"input": fixtures.deployment({
		"initContainers": [{"name": "b", "image": "registry.example:5000/shop/migrate"}],
		"ephemeralContainers": [{"name": "c", "image": "registry.example/shop/debug"}],
	}),
	"want": {
		{
			"path": ["spec", "template", "spec", "initContainers", 0, "image"],
			"params": {"container": "b", "image": "registry.example:5000/shop/migrate"},
			"variant": "untagged",
		},
		{
			"path": ["spec", "template", "spec", "ephemeralContainers", 0, "image"],
			"params": {"container": "c", "image": "registry.example/shop/debug"},
			"variant": "untagged",
		},
	},
}

cases["a digest beats the tag"] := {
	"input": pod_of(concat("@", ["registry.example/shop/order:latest", digest])),
	"want": set(),
}

cases["a branch as tag is accepted in development"] := {
	"input": fixtures.in_environment(pod_of("registry.example/shop/order:main"), "development"),
	"want": set(),
}

cases["a branch as tag is not accepted in production"] := {
	"input": fixtures.in_environment(pod_of("registry.example/shop/order:main"), "production"),
	"want": {{
		"path": ["spec", "containers", 0, "image"],
		"params": {"container": "a", "image": "registry.example/shop/order:main", "tag": "main"},
	}},
}

cases["other tags by parameter"] := {
	"input": pod_of("registry.example/shop/order:nightly"),
	"params": {"tags": ["nightly"]},
	"want": {{
		"path": ["spec", "containers", 0, "image"],
		"params": {"container": "a", "image": "registry.example/shop/order:nightly", "tag": "nightly"},
	}},
}

cases["a reference with a placeholder is unknown"] := {
	"input": pod_of("{{ .Values.image }}"),
	"want": set(),
	"unknown": {{"path": ["spec", "containers", 0, "image"], "params": {"container": "a"}}},
}
