# METADATA
# title: Verdict
# description: |
#   Decides from what a scan found whether the change may merge. `input`: `{findings: {<severity>: {open, waived, baseline}}, waivers:
#   {applied, unused, expired, unknown}, files, failed_files, blocking, settings: {fail_on, fail_on_not_evaluated, minimum_coverage}}`.
#   `blocking` is the number of entries not evaluated that may hide a finding; coverage is the percentage of files that were read.
#   The answer: `{verdict, reasons: [{code, params}]}`.
package policy_gate.gate

# METADATA
# entrypoint: true
verdict := {"verdict": result, "reasons": reasons}

result := "fail" if {
	"findings" in codes
} else := "fail" if {
	"coverage" in codes
} else := "error" if {
	"not-evaluated" in codes
} else := "warn" if {
	count(codes) > 0
} else := "pass"

codes := {reason.code | some reason in reasons}

reasons contains {"code": "findings", "params": {"count": blocking, "severity": input.settings.fail_on}} if {
	blocking := sum([number | some severity in blocking_severities; number := open(severity)])
	blocking > 0
}

reasons contains {"code": "not-evaluated", "params": {"count": input.blocking}} if {
	input.settings.fail_on_not_evaluated
	input.blocking > 0
}

reasons contains {"code": "not-evaluated-warning", "params": {"count": input.blocking}} if {
	not input.settings.fail_on_not_evaluated
	input.blocking > 0
}

reasons contains {"code": "coverage", "params": {"coverage": coverage, "minimum": input.settings.minimum_coverage}} if {
	coverage < input.settings.minimum_coverage
}

# a mistyped path must not look like a clean repository
reasons contains {"code": "nothing", "params": {}} if input.files == 0

reasons contains {"code": "warnings", "params": {"count": number}} if {
	number := sum([open(severity) | some severity in ["critical", "high", "medium"]; not severity in blocking_severities])
	number > 0
}

# what it covered is open again; the reason says why
reasons contains {"code": "waiver-expired", "params": {"count": input.waivers.expired}} if input.waivers.expired > 0

coverage := 100 if {
	input.files == 0
} else := floor(((input.files - input.failed_files) * 100) / input.files)

blocking_severities contains severity if {
	limit := rank[input.settings.fail_on]
	some severity, place in rank
	place <= limit
}

rank := {"critical": 0, "high": 1, "medium": 2, "low": 3, "info": 4}

open(severity) := object.get(input.findings, [severity, "open"], 0)
