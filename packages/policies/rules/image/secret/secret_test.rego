package rules.image.secret_test

import data.lib.fixtures

secret(facts) := object.union(
	{
		"id": "github-pat",
		"severity": "critical",
		"title": "Personal access token",
		"file": "/app/.env",
		"line": 3,
	},
	facts,
)

image_with(secrets) := fixtures.scanned({"secrets": secrets})

finding_of(file, lines, severity) := {
	"params": {
		"image": "registry.example/shop/order:1.4.0",
		"tag": "1.4.0",
		"check": "github-pat",
		"title": "Personal access token",
		"file": file,
		"lines": lines,
	},
	"check": "github-pat",
	"subject": file,
	"severity": severity,
}

cases["a file with a credential"] := {
	"input": image_with([secret({})]),
	"want": {finding_of("/app/.env", [3], "critical")},
}

cases["twice in one file is one finding, elsewhere another"] := {
	"input": image_with([secret({"line": 9}), secret({}), secret({"file": "/root/.npmrc", "severity": "high"})]),
	"want": {
		finding_of("/app/.env", [3, 9], "critical"),
		finding_of("/root/.npmrc", [3], "high"),
	},
}

cases["a file without lines"] := {
	"input": image_with([object.remove(secret({}), ["line"])]),
	"want": {finding_of("/app/.env", [], "critical")},
}

cases["none"] := {"input": image_with([]), "want": set()}

cases["no scan, no finding"] := {"input": fixtures.image({}), "want": set()}
