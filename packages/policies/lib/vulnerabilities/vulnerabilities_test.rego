package lib.vulnerabilities_test

import data.lib.vulnerabilities

known := {"id": "CVE-2024-1234", "severity": "high", "type": "npm", "package": "lodash", "installed": "4.17.20", "paths": ["a"]}

fixed := object.union(known, {"fixed": "4.17.21", "published": "2026-05-30"})

severity_with(vulnerability, parameters) := vulnerabilities.severity(vulnerability, {
	"today": "2026-06-01",
	"parameters": object.union(
		{"unfixed": "info", "grace": {"days": 0}, "baseImage": "same", "knownExploited": "critical", "epss": {}},
		parameters,
	),
})

cases["what lowers a severity"] := {
	"got": [
		severity_with(known, {}),
		severity_with(fixed, {}),
		severity_with(fixed, {"grace": {"days": 7, "severity": "low"}}),
		severity_with(object.union(fixed, {"base": true}), {"baseImage": "medium"}),
	],
	"want": ["info", "high", "low", "medium"],
}

cases["raising wins over lowering"] := {
	"got": [
		severity_with(object.union(known, {"exploited": {"added": "2026-05-31"}}), {}),
		severity_with(object.union(known, {"epss": {"score": 0.4}}), {"epss": {"threshold": 0.1, "severity": "medium"}}),
		severity_with(object.union(known, {"epss": {"score": 0.05}}), {"epss": {"threshold": 0.1}}),
	],
	"want": ["critical", "medium", "info"],
}

cases["several versions: lists of what differs, the base only where it is known"] := {
	"got": [object.filter(vulnerabilities.facts(members), {"installed", "paths", "baseImage"}) |
		some members in [
			[fixed, object.union(fixed, {"installed": "3.10.1", "paths": ["b"]})],
			[object.union(fixed, {"base": true}), object.union(fixed, {"base": false})],
		]
	],
	"want": [
		{"installed": ["3.10.1", "4.17.20"], "paths": ["a", "b"]},
		{"installed": ["4.17.20"], "paths": ["a"], "baseImage": false},
	],
}
