package policy_gate.gate_test

import data.policy_gate.gate

settings := {"fail_on": "high", "fail_on_not_evaluated": true, "minimum_coverage": 0}

nothing := {
	"findings": {},
	"waivers": {"applied": 0, "unused": 0, "expired": 0, "unknown": 0},
	"files": 3,
	"failed_files": 0,
	"blocking": 0,
	"settings": settings,
}

verdict_of(facts) := answer if {
	answer := gate.verdict with input as object.union(nothing, facts)
}

reason(code, params) := {"code": code, "params": params}

cases["nothing found"] := {
	"got": verdict_of({}),
	"want": {"verdict": "pass", "reasons": set()},
}

cases["waived and baseline findings do not count"] := {
	"got": verdict_of({"findings": {"critical": {"open": 0, "waived": 2, "baseline": 5}}}),
	"want": {"verdict": "pass", "reasons": set()},
}

cases["open findings beside waived ones count"] := {
	"got": verdict_of({"findings": {"high": {"open": 1, "waived": 2, "baseline": 0}}}),
	"want": {"verdict": "fail", "reasons": {reason("findings", {"count": 1, "severity": "high"})}},
}

cases["an expired waiver warns"] := {
	"got": verdict_of({"waivers": {"applied": 1, "unused": 0, "expired": 2, "unknown": 0}}),
	"want": {"verdict": "warn", "reasons": {reason("waiver-expired", {"count": 2})}},
}

cases["an expired waiver does not hide a failure"] := {
	"got": verdict_of({
		"findings": {"critical": {"open": 1, "waived": 0, "baseline": 0}},
		"waivers": {"applied": 0, "unused": 0, "expired": 1, "unknown": 0},
	}),
	"want": {
		"verdict": "fail",
		"reasons": {reason("findings", {"count": 1, "severity": "high"}), reason("waiver-expired", {"count": 1})},
	},
}

cases["an unused waiver is only reported"] := {
	"got": verdict_of({"waivers": {"applied": 0, "unused": 4, "expired": 0, "unknown": 1}}),
	"want": {"verdict": "pass", "reasons": set()},
}

images(facts) := {
	"images": object.union(
		{"total": 0, "scanned": 0, "unchanged": 0, "not_scanned": 0},
		facts,
	),
	"settings": object.union(settings, {"minimum_image_coverage": 80}),
}

cases["too few images were scanned"] := {
	"got": verdict_of(images({"total": 9, "scanned": 5, "unchanged": 2, "not_scanned": 2})),
	"want": {"verdict": "fail", "reasons": {reason("image-coverage", {"coverage": 77, "minimum": 80})}},
}

cases["enough images were scanned or are unchanged"] := {
	"got": verdict_of(images({"total": 10, "scanned": 1, "unchanged": 7, "not_scanned": 2})),
	"want": {"verdict": "pass", "reasons": set()},
}

cases["no image runs"] := {
	"got": verdict_of(images({})),
	"want": {"verdict": "pass", "reasons": set()},
}

cases["an image that was not scanned is an error even where enough were"] := {
	"got": verdict_of(object.union(images({"total": 10, "scanned": 9, "not_scanned": 1}), {"blocking": 1})),
	"want": {"verdict": "error", "reasons": {reason("not-evaluated", {"count": 1})}},
}
