# METADATA
# title: Vulnerabilities
# description: What is said of one vulnerability of one package in an image, which may be there in several versions (`members`).
package lib.vulnerabilities

import data.lib.dates
import data.lib.severities

# METADATA
# description: |
#   The severity that a vulnerability counts with: what the scanner says, lowered and raised as the parameters of `image/vulnerability` want.
#   `policy` is `{parameters, today}`, the day as `YYYY-MM-DD`. Raising wins.
severity(vulnerability, policy) := severities.at_least(
	severities.at_least(_lowered(vulnerability, policy), _floor_of_use(vulnerability, policy)),
	_floor_of_probability(vulnerability, policy),
)

# METADATA
# description: True when one of the versions is known to be exploited.
any_exploited(members) if {
	some member in members
	member.exploited
}

# METADATA
# description: True when there is a fix for one of the versions.
any_fixed(members) if {
	some member in members
	member.fixed
}

# METADATA
# description: Params of a finding. What differs from version to version is a list; of the rest the highest counts.
facts(members) := object.union_n([
	_best(members, {
		"check": "id", "package": "package", "type": "type", "purl": "purl", "score": "score", "title": "title", "url": "url",
		"status": "status", "published": "published",
	}),
	_best([member.exploited | some member in members], {"exploited": "added", "ransomware": "ransomware"}),
	_best([member.epss | some member in members], {"epss": "score", "epssPercentile": "percentile"}),
	_every_one(members, {"installed": "installed", "fixed": "fixed", "layers": "layer"}),
	{
		"reported": severities.worst({member.severity | some member in members}),
		"paths": sort({path | some member in members; some path in member.paths}),
	},
	_base(members),
])

_best(members, names) := {name: max(values) |
	some name, key in names
	values := {member[key] | some member in members}
	count(values) > 0
}

_every_one(members, names) := {name: sort(values) |
	some name, key in names
	values := {member[key] | some member in members}
	count(values) > 0
}

# nothing is said where it is not known of which image the layers are
_base(members) := {"baseImage": true} if {
	every member in members {
		member.base
	}
} else := {"baseImage": false} if {
	some member in members
	member.base == false
} else := {}

_lowered(vulnerability, policy) := severities.at_most(
	severities.at_most(
		severities.at_most(vulnerability.severity, _limit_of_fix(vulnerability, policy)),
		_limit_of_age(vulnerability, policy),
	),
	_limit_of_layer(vulnerability, policy),
)

_limit_of_fix(vulnerability, policy) := policy.parameters.unfixed if {
	not vulnerability.fixed
} else := "same"

_limit_of_age(vulnerability, policy) := object.get(policy.parameters.grace, "severity", "medium") if {
	age := dates.days(vulnerability.published, policy.today)
	policy.parameters.grace.days > 0
	age < policy.parameters.grace.days
} else := "same"

_limit_of_layer(vulnerability, policy) := policy.parameters.baseImage if {
	vulnerability.base
} else := "same"

_floor_of_use(vulnerability, policy) := policy.parameters.knownExploited if {
	vulnerability.exploited
} else := "same"

_floor_of_probability(vulnerability, policy) := object.get(policy.parameters.epss, "severity", "high") if {
	vulnerability.epss.score >= policy.parameters.epss.threshold
} else := "same"
