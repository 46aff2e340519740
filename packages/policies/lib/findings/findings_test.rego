package lib.findings_test

import data.lib.findings as finding

base := finding.at(["spec"], {"a": 1})

cases["a path and its params"] := {"got": base, "want": {"path": ["spec"], "params": {"a": 1}}}

cases["inside a container"] := {
	"got": finding.in_container({"path": ["spec", "containers", 0], "name": "web"}, ["image"], {"a": 1}),
	"want": {"path": ["spec", "containers", 0, "image"], "params": {"container": "web", "a": 1}},
}

in_pod := entry if entry := finding.in_pod(["hostPID"], {}) with input as {"pod": {"path": ["spec", "template", "spec"]}}

cases["inside the pod specification"] := {
	"got": in_pod,
	"want": {"path": ["spec", "template", "spec", "hostPID"], "params": {}},
}

cases["what a relation rule adds"] := {
	"got": finding.related(
		finding.about(3, finding.with_severity(finding.variant(base, "other"), "low")),
		[{"object": 4, "path": ["spec"], "note": "policy"}],
	),
	"want": {
		"path": ["spec"],
		"params": {"a": 1},
		"variant": "other",
		"severity": "low",
		"object": 3,
		"related": [{"object": 4, "path": ["spec"], "note": "policy"}],
	},
}

in_image(image) := entry if entry := finding.in_image({"a": 1}) with input as {"image": image}

cases["in an image"] := {
	"got": [in_image({"reference": "registry.example/order:1", "tag": "1"}), in_image({"reference": "registry.example/order"})],
	"want": [
		{"params": {"image": "registry.example/order:1", "tag": "1", "a": 1}},
		{"params": {"image": "registry.example/order", "a": 1}},
	],
}

cases["what a rule about images adds"] := {
	"got": finding.in_uses(finding.checked({"params": {}}, "CVE-2024-1234", "npm:lodash"), [1]),
	"want": {"params": {}, "check": "CVE-2024-1234", "subject": "npm:lodash", "uses": [1]},
}
