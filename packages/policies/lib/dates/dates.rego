# METADATA
# title: Dates
# description: Days between dates that facts hold; the day of the scan is `input.today`, because rules have no clock.
package lib.dates

# METADATA
# description: |
#   Whole days from one date to another, negative for an earlier one. Each begins with `YYYY-MM-DD`; what follows (a time) does not count.
#   Undefined for anything else.
days(from, to) := round((_nanoseconds(to) - _nanoseconds(from)) / 86400000000000)

_nanoseconds(date) := time.parse_rfc3339_ns(concat("", [substring(date, 0, 10), "T00:00:00Z"]))
