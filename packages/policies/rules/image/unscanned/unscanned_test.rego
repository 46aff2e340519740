package rules.image.unscanned_test

import data.lib.fixtures

problem(code) := fixtures.image({"problem": {"code": code, "message": "It was not scanned."}})

finding := {"params": {"image": "registry.example/shop/order:1.4.0", "tag": "1.4.0"}}

cases["excluded"] := {"input": problem("excluded"), "want": {finding}}

cases["a placeholder"] := {"input": problem("unresolved"), "want": {object.union(finding, {"variant": "unresolved"})}}

cases["what could not be scanned is told elsewhere"] := {"input": problem("unauthorized"), "want": set()}

cases["scanned"] := {"input": fixtures.scanned({}), "want": set()}

cases["accepted"] := {
	"input": problem("excluded"),
	"params": {"accepted": ["registry.example/shop/*"]},
	"want": set(),
}

cases["a star ends at a slash"] := {
	"input": problem("excluded"),
	"params": {"accepted": ["registry.example/*"]},
	"want": {finding},
}

cases["all of a registry"] := {
	"input": problem("unresolved"),
	"params": {"accepted": ["registry.example/**"]},
	"want": set(),
}
