package lib.dates_test

import data.lib.dates

cases["whole days, whatever the time"] := {
	"got": [dates.days(from, "2026-06-01") |
		some from in ["2026-05-31", "2026-05-25T23:59:59.5+09:00", "2026-06-01T12:00:00Z", "2026-06-03", "1970-01-01T00:00:00Z"]
	],
	"want": [1, 7, 0, -2, 20605],
}

cases["what is no date has no distance"] := {
	"got": [dates.days(from, "2026-06-01") | some from in ["", "yesterday", "2026-6-1", "2026-02-30"]],
	"want": [],
}
