# METADATA
# title: Verdict
# description: |
#   Decides from what a scan found whether the change may merge. `input`: `{findings: {<severity>: {open, waived, baseline}}, waivers:
#   {applied, unused, expired, unknown}, files, failed_files, blocking, settings: {fail_on, fail_on_not_evaluated, minimum_coverage,
#   minimum_image_coverage}}`. `blocking` is the number of entries not evaluated that may hide a finding; coverage is the percentage of files
#   that were read. Only where images were asked for, and of use to a policy of your own:
#   `images: {total, scanned, unchanged, not_scanned, unresolved, signed, with_sbom, base_share, database_age_days}`, numbers of images, with
#   the percentage of open vulnerabilities that base images bring along, and the days since the vulnerability database was built (absent where
#   nothing had to be scanned); nobody has verified a signature.
#   `vulnerabilities: {open: {<severity>: number}, fixable, exploited, new, findings}`, of the open findings of `image/vulnerability`; `new` only
#   where findings of an earlier state do not count. `findings` has one entry for each: `{check, severity, package, repository, fixable, base}`
#   and, where known, `exploited` (the day it was listed), `epss` (0 to 1), `published` and `score`.
#   The answer: `{verdict, reasons: [{code, params}]}`.
package policy_gate.gate

# METADATA
# entrypoint: true
verdict := {"verdict": result, "reasons": reasons}

result := "fail" if {
	"findings" in codes
} else := "fail" if {
	"coverage" in codes
} else := "fail" if {
	"image-coverage" in codes
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

reasons contains {"code": "image-coverage", "params": {"coverage": image_coverage, "minimum": minimum_image_coverage}} if {
	image_coverage < minimum_image_coverage
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

# what the base of a change runs already was judged there
image_coverage := floor(((input.images.scanned + input.images.unchanged) * 100) / input.images.total) if {
	input.images.total > 0
}

minimum_image_coverage := object.get(input.settings, "minimum_image_coverage", 0)

blocking_severities contains severity if {
	limit := rank[input.settings.fail_on]
	some severity, place in rank
	place <= limit
}

rank := {"critical": 0, "high": 1, "medium": 2, "low": 3, "info": 4}

open(severity) := object.get(input.findings, [severity, "open"], 0)
