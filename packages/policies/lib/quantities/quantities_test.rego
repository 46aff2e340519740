package lib.quantities_test

import data.lib.quantities

cases["quantities"] := {
	"got": [quantities.number(quantity) |
		some quantity in [2, 0.5, "250m", "1Gi", "1.5Gi", "1e3", "2k", "500u", "1000n", "1E"]
	],
	"want": [2, 0.5, 0.25, 1073741824, 1610612736, 1000, 2000, 0.0005, 0.000001, 1000000000000000000],
}

cases["what is none"] := {
	"got": [quantities.number(quantity) | some quantity in ["$(CPU)", "", "{{ .x }}", null, true, []]],
	"want": [],
}
