package rules.mesh.broad_allow_test

import data.lib.fixtures

policy(spec) := fixtures.resource({
	"apiVersion": "security.istio.io/v1",
	"kind": "AuthorizationPolicy",
	"metadata": {"name": "order"},
	"spec": spec,
})

cases["a rule without a source"] := {
	"input": policy({"rules": [{"from": [{"source": {"namespaces": ["shop"]}}]}, {}]}),
	"want": {{"path": ["spec", "rules", 1, "from"], "params": {"number": 2}}},
}

cases["a source that fits everybody"] := {
	"input": policy({"action": "ALLOW", "rules": [{"from": [
		{"source": {"namespaces": ["shop"]}},
		{"source": {"principals": ["*"]}},
	]}]}),
	"want": {{
		"path": ["spec", "rules", 0, "from", 1, "source", "principals", 0],
		"params": {"number": 1},
		"variant": "anything",
	}},
}

cases["a source that only excludes"] := {
	"input": policy({"rules": [{"from": [{"source": {"notNamespaces": ["web"]}}]}]}),
	"want": {{
		"path": ["spec", "rules", 0, "from", 0, "source", "notNamespaces"],
		"params": {"number": 1},
		"variant": "others",
		"severity": "medium",
	}},
}

cases["to deny everybody but some is the recommended form"] := {
	"input": policy({"action": "DENY", "rules": [{"from": [{"source": {"notPrincipals": ["cluster.local/ns/shop/sa/cart"]}}]}]}),
	"want": set(),
}

cases["a claim of the token counts as a source"] := {
	"input": policy({"rules": [{"when": [{"key": "request.auth.claims[role]", "values": ["admin"]}]}]}),
	"want": set(),
}

cases["a gateway is called from everywhere"] := {
	"input": policy({
		"selector": {"matchLabels": {"istio": "ingressgateway"}},
		"rules": [{"to": [{"operation": {"hosts": ["shop.example"]}}]}],
	}),
	"want": set(),
}

cases["no rules: nothing is allowed"] := {"input": policy({}), "want": set()}

cases["no specification"] := {"input": policy(null), "want": set()}
