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
