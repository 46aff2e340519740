package rules.image.age_test

import data.lib.fixtures

built(date) := fixtures.image({"config": {"created": date}})

old(age, days, created) := {"params": {"image": "registry.example/shop/order:1.4.0", "tag": "1.4.0", "age": age, "days": days, "created": created}}

undated := {"params": {"image": "registry.example/shop/order:1.4.0", "tag": "1.4.0"}, "variant": "undated"}

cases["older than half a year"] := {
	"input": built("2025-12-02T08:00:00Z"),
	"want": {old(181, 180, "2025-12-02")},
}

cases["on the last day"] := {"input": built("2025-12-03T08:00:00.123456789Z"), "want": set()}

cases["another age"] := {
	"input": built("2026-05-01T00:00:00Z"),
	"params": {"days": 30},
	"want": {old(31, 30, "2026-05-01")},
}

cases["the dates of reproducible builds are unknown"] := {
	"input": built("1970-01-01T00:00:00Z"),
	"want": set(),
	"unknown": {undated},
}

cases["also those of buildpacks"] := {
	"input": built("1980-01-01T00:00:01Z"),
	"want": set(),
	"unknown": {undated},
}

cases["no date"] := {"input": fixtures.image({"config": {}}), "want": set(), "unknown": {undated}}

cases["no configuration: the image itself is not known, which is told elsewhere"] := {"input": fixtures.image({}), "want": set()}

cases["built in the future, by a clock that goes wrong"] := {"input": built("2026-06-02T00:00:00Z"), "want": set()}
