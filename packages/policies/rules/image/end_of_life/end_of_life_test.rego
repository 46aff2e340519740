package rules.image.end_of_life_test

import data.lib.fixtures

on(family, name, over) := fixtures.scanned({"os": {"family": family, "name": name, "endOfLife": over}})

cases["a release without support"] := {
	"input": on("alpine", "3.12.12", true),
	"want": {{"params": {"image": "registry.example/shop/order:1.4.0", "tag": "1.4.0", "system": "alpine 3.12.12"}}},
}

cases["a release with support"] := {"input": on("alpine", "3.22.1", false), "want": set()}

cases["no operating system, as in images from scratch"] := {"input": fixtures.scanned({}), "want": set()}

cases["no scan, no finding"] := {"input": fixtures.image({}), "want": set()}
