# METADATA
# title: Severities
# description: Severities as rules compare them; a rule about images often starts from what the scanner says.
package lib.severities

# METADATA
# description: Place of each severity, the lowest first.
ranks := {"info": 0, "low": 1, "medium": 2, "high": 3, "critical": 4}

# METADATA
# description: True when the severity is the other one or above it.
reaches(severity, other) if ranks[severity] >= ranks[other]

# METADATA
# description: The severity, but no higher than the limit; `same` is no limit.
at_most(severity, limit) := severity if {
	limit == "same"
} else := severity if {
	reaches(limit, severity)
} else := limit

# METADATA
# description: The severity, but no lower than the floor; `same` is no floor.
at_least(severity, floor) := severity if {
	floor == "same"
} else := severity if {
	reaches(severity, floor)
} else := floor

# METADATA
# description: The highest of a list or set of severities; undefined for an empty one.
worst(severities) := severity if {
	highest := max({ranks[each] | some each in severities})
	some severity, rank in ranks
	rank == highest
}
