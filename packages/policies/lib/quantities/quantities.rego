# METADATA
# title: Quantities
# description: Amounts as Kubernetes writes them (k8s.io/apimachinery, resource.Quantity), as plain numbers.
package lib.quantities

# METADATA
# description: |
#   The number of a quantity such as `250m`, `1Gi`, `1e3` or 2; cores for CPU, bytes for memory. Undefined for anything that is not a
#   quantity, so that a rule treats it as unknown.
number(quantity) := quantity if is_number(quantity)

number(quantity) := units.parse(quantity) if {
	is_string(quantity)
	not _small(quantity)
}

# units.parse leaves out the two suffixes below milli.
number(quantity) := to_number(trim_suffix(quantity, "u")) / 1000000 if {
	is_string(quantity)
	endswith(quantity, "u")
}

number(quantity) := to_number(trim_suffix(quantity, "n")) / 1000000000 if {
	is_string(quantity)
	endswith(quantity, "n")
}

_small(quantity) if endswith(quantity, "u")

_small(quantity) if endswith(quantity, "n")
