package lib.severities_test

import data.lib.severities

cases["a limit lowers and never raises"] := {
	"got": [severities.at_most(severity, limit) |
		some [severity, limit] in [["high", "info"], ["low", "medium"], ["medium", "medium"], ["critical", "same"]]
	],
	"want": ["info", "low", "medium", "critical"],
}

cases["a floor raises and never lowers"] := {
	"got": [severities.at_least(severity, floor) |
		some [severity, floor] in [["low", "critical"], ["high", "medium"], ["info", "info"], ["low", "same"]]
	],
	"want": ["critical", "high", "info", "low"],
}

cases["the worst"] := {
	"got": [severities.worst(given) | some given in [{"low", "high", "medium"}, ["info"], set()]],
	"want": ["high", "info"],
}
