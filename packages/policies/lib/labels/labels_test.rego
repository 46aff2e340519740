package lib.labels_test

import data.lib.labels

pod := {"app": "order", "tier": "api"}

matching(selectors) := {name | some name, selector in selectors; labels.matches(selector, pod)}

cases["what matches everything"] := {
	"got": matching({"empty": {}, "null": null, "nothing in it": {"matchLabels": null, "matchExpressions": []}}),
	"want": {"empty", "null", "nothing in it"},
}

cases["pairs are all needed"] := {
	"got": matching({
		"one": {"matchLabels": {"app": "order"}},
		"both": {"matchLabels": {"app": "order", "tier": "api"}},
		"other value": {"matchLabels": {"app": "order", "tier": "web"}},
		"missing key": {"matchLabels": {"zone": "a"}},
	}),
	"want": {"one", "both"},
}

cases["expressions, also on missing labels"] := {
	"got": matching({
		"in": {"matchExpressions": [{"key": "app", "operator": "In", "values": ["order", "cart"]}]},
		"in, missing": {"matchExpressions": [{"key": "zone", "operator": "In", "values": ["a"]}]},
		"not in": {"matchExpressions": [{"key": "app", "operator": "NotIn", "values": ["cart"]}]},
		"not in, missing": {"matchExpressions": [{"key": "zone", "operator": "NotIn", "values": ["a"]}]},
		"not in, but is": {"matchExpressions": [{"key": "app", "operator": "NotIn", "values": ["order"]}]},
		"exists": {"matchExpressions": [{"key": "app", "operator": "Exists"}]},
		"exists, missing": {"matchExpressions": [{"key": "zone", "operator": "Exists"}]},
		"does not exist": {"matchExpressions": [{"key": "zone", "operator": "DoesNotExist"}]},
		"does not exist, but does": {"matchExpressions": [{"key": "app", "operator": "DoesNotExist"}]},
		"unknown operator": {"matchExpressions": [{"key": "app", "operator": "Gt", "values": ["1"]}]},
	}),
	"want": {"in", "not in", "not in, missing", "exists", "does not exist"},
}

cases["emptiness"] := {
	"got": [labels.is_empty(selector) |
		some selector in [{}, null, {"matchLabels": {}}, {"matchLabels": {"a": "b"}}, {"matchExpressions": [{}]}]
	],
	"want": [true, true, true],
}

cases["pairs"] := {"got": labels.pairs({"app": "order", "tier": "api", "wrong": 1}), "want": {"app=order", "tier=api"}}

cases["values where a key has nothing behind it"] := {
	"got": [labels.object_or_empty(null), labels.object_or_empty({"a": 1}), labels.array_or_empty(null), labels.array_or_empty([1])],
	"want": [{}, {"a": 1}, [], [1]],
}
