package rules.image.registry_test

import data.lib.fixtures

pod_of(image) := fixtures.pod({"containers": [{"name": "a", "image": image}]})

finding_of(image) := {
	"path": ["spec", "containers", 0, "image"],
	"params": {"container": "a", "image": image},
}

allowed := {"allowed": ["registry.example/shop", "mirror.example/"]}

cases["off until a list is set"] := {"input": pod_of("anywhere.example/x:1"), "want": set()}

cases["a repository below an allowed prefix"] := {
	"input": pod_of("registry.example/shop/order:1.0.0"),
	"params": allowed,
	"want": set(),
}

cases["a whole registry, written with a slash"] := {
	"input": pod_of("mirror.example/a/b:1"),
	"params": allowed,
	"want": set(),
}

cases["another registry"] := {
	"input": pod_of("docker.io/library/nginx:1.29"),
	"params": allowed,
	"want": {finding_of("docker.io/library/nginx:1.29")},
}

cases["only whole segments count"] := {
	"input": pod_of("registry.example/shopping/order:1.0.0"),
	"params": allowed,
	"want": {finding_of("registry.example/shopping/order:1.0.0")},
}

cases["the allowed name inside a foreign path"] := {
	"input": pod_of("evil.example/registry.example/shop/order:1.0.0"),
	"params": allowed,
	"want": {finding_of("evil.example/registry.example/shop/order:1.0.0")},
}

cases["a placeholder is unknown"] := {
	"input": pod_of("{{ .Values.image }}"),
	"params": allowed,
	"want": set(),
	"unknown": {{"path": ["spec", "containers", 0, "image"], "params": {"container": "a"}}},
}

cases["nothing is unknown while the rule is off"] := {"input": pod_of("{{ .Values.image }}"), "want": set()}
