package lib.images_test

import data.lib.fixtures
import data.lib.images

pod := fixtures.pod({"containers": [
	{"name": "known", "image": "registry.example/shop/order:1.0.0"},
	{"name": "template", "image": "{{ .Values.image }}"},
	{"name": "injected", "image": "auto"},
	{"name": "absent"},
]})

cases["only known images are judged"] := {
	"got": [container.name | some container in judged],
	"want": ["known"],
}

cases["the others are unknown"] := {
	"got": {entry.params.container | some entry in undecided},
	"want": {"template", "injected", "absent"},
}

cases["a name has no tag"] := {
	"got": images.name({"registry": "registry.example", "repository": "shop/order", "tag": "1.0.0"}),
	"want": "registry.example/shop/order",
}

judged := containers if containers := images.containers with input as pod

undecided := entries if entries := images.unknown with input as pod
