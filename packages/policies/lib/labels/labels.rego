# METADATA
# title: Label selectors
# description: Matching as the API server does it (k8s.io/apimachinery, labels.Selector).
package lib.labels

# METADATA
# description: |
#   True when a LabelSelector (matchLabels and matchExpressions) matches the labels. An empty or null selector matches everything; a
#   missing one is the caller's case, because its meaning differs by kind.
matches(selector, labels) if {
	every key, value in object_or_empty(object.get(object_or_empty(selector), "matchLabels", {})) {
		labels[key] == value
	}
	every expression in array_or_empty(object.get(object_or_empty(selector), "matchExpressions", [])) {
		_satisfies(expression, labels)
	}
}

# METADATA
# description: True for a selector that matches everything, i.e. one that is missing, null or says nothing.
is_empty(selector) if {
	count(object_or_empty(object.get(object_or_empty(selector), "matchLabels", {}))) == 0
	count(array_or_empty(object.get(object_or_empty(selector), "matchExpressions", []))) == 0
}

# METADATA
# description: The labels, or the pairs that a selector asks for, as strings `key=value`.
pairs(values) := {concat("=", [key, value]) |
	some key, value in values
	is_string(value)
}

# METADATA
# description: The value if it is an object, else an empty object; YAML often leaves a key with nothing behind it (null).
object_or_empty(value) := value if {
	is_object(value)
} else := {}

# METADATA
# description: The value if it is a list, else an empty list.
array_or_empty(value) := value if {
	is_array(value)
} else := []

_satisfies(expression, labels) if {
	expression.operator == "In"
	_has_one(labels, expression)
}

_satisfies(expression, labels) if {
	expression.operator == "NotIn"
	not _has_one(labels, expression)
}

_satisfies(expression, labels) if {
	expression.operator == "Exists"
	labels[expression.key]
}

_satisfies(expression, labels) if {
	expression.operator == "DoesNotExist"
	not labels[expression.key]
}

_has_one(labels, expression) if labels[expression.key] in expression.values
