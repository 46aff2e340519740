package rules.image.digest_test

import data.lib.fixtures

pod_of(image) := fixtures.pod({"containers": [{"name": "a", "image": image}]})

finding_of(image) := {
	"path": ["spec", "containers", 0, "image"],
	"params": {"container": "a", "image": image},
}

pinned := "registry.example/shop/order@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

short := "registry.example/shop/order@sha256:0123456789abcdef"

strange := "registry.example/shop/order@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdeX"

cases["a tag is not enough"] := {
	"input": pod_of("registry.example/shop/order:1.0.0"),
	"want": {finding_of("registry.example/shop/order:1.0.0")},
}

cases["a digest"] := {"input": pod_of(pinned), "want": set()}

cases["a digest of another length"] := {"input": pod_of(short), "want": {finding_of(short)}}

cases["a digest with another character"] := {"input": pod_of(strange), "want": {finding_of(strange)}}

cases["a placeholder is unknown"] := {
	"input": pod_of("registry.example/{{ .Values.image }}"),
	"want": set(),
	"unknown": {{"path": ["spec", "containers", 0, "image"], "params": {"container": "a"}}},
}
