package rules.image.license_test

import data.lib.fixtures

license(facts) := object.union(
	{
		"name": "AGPL-3.0-only",
		"category": "forbidden",
		"severity": "critical",
		"package": "ghostscript",
	},
	facts,
)

image_with(licenses) := fixtures.scanned({"licenses": licenses})

finding_of(name, params) := {
	"params": object.union(
		{
			"image": "registry.example/shop/order:1.4.0",
			"tag": "1.4.0",
			"check": name,
			"package": "ghostscript",
			"category": "forbidden",
			"files": [],
		},
		params,
	),
	"check": name,
	"subject": object.get(params, "package", "ghostscript"),
}

gpl := license({"name": "GPL-3.0-only", "category": "restricted"})

cases["a category that is not accepted, in any spelling"] := {
	"input": image_with([license({"category": "Forbidden"})]),
	"want": {finding_of("AGPL-3.0-only", {})},
}

cases["a category that is accepted"] := {"input": image_with([gpl]), "want": set()}

cases["other categories"] := {
	"input": image_with([gpl]),
	"params": {"categories": ["restricted"]},
	"want": {finding_of("GPL-3.0-only", {"category": "restricted"})},
}

cases["a licence by its name"] := {
	"input": image_with([gpl]),
	"params": {"forbidden": ["gpl-3.0-only"]},
	"want": {finding_of("GPL-3.0-only", {"category": "restricted"})},
}

cases["an accepted licence of a category that is not"] := {
	"input": image_with([license({})]),
	"params": {"allowed": ["AGPL-3.0-ONLY"]},
	"want": set(),
}

cases["forbidden wins over allowed"] := {
	"input": image_with([gpl]),
	"params": {"allowed": ["GPL-3.0-only"], "forbidden": ["GPL-3.0-only"]},
	"want": {finding_of("GPL-3.0-only", {"category": "restricted"})},
}

cases["a licence file that belongs to no package"] := {
	"input": image_with([license({"package": "", "file": "/opt/tool/LICENSE"})]),
	"want": {finding_of("AGPL-3.0-only", {"package": "/opt/tool/LICENSE", "files": ["/opt/tool/LICENSE"]})},
}

cases["no scan, no finding"] := {"input": fixtures.image({}), "want": set()}
