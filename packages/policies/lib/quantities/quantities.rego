# METADATA
# title: Quantities
# description: Amounts as Kubernetes writes them (k8s.io/apimachinery, resource.Quantity), as plain numbers.
package lib.quantities

# METADATA
# description: |
#   The number of a quantity such as `250m`, `1Gi`, `1e3` or 2; cores for CPU, bytes for memory. Undefined for anything that is not a
#   quantity, so that a rule treats it as unknown.
number(quantity) := quantity if is_number(quantity)

number(quantity) := units.parse(quantity) if is_string(quantity)
