package rules.network.open_policy_test

import data.lib.fixtures

policy(spec) := fixtures.resource({
	"apiVersion": "networking.k8s.io/v1",
	"kind": "NetworkPolicy",
	"metadata": {"name": "order"},
	"spec": spec,
})

open_at(path) := {"path": path, "params": {"number": path[2] + 1}}

softened(entry, name) := object.union(entry, {"variant": name, "severity": "medium"})

cases["a rule without peers"] := {
	"input": policy({"podSelector": {}, "ingress": [{}, {"from": []}, null]}),
	"want": {
		open_at(["spec", "ingress", 0, "from"]),
		open_at(["spec", "ingress", 1, "from"]),
		open_at(["spec", "ingress", 2, "from"]),
	},
}

cases["all addresses, even with exceptions"] := {
	"input": policy({"ingress": [{"from": [
		{"podSelector": {}},
		{"ipBlock": {"cidr": "0.0.0.0/0", "except": ["10.0.0.0/8"]}},
		{"ipBlock": {"cidr": "::/0"}},
		{"ipBlock": {"cidr": "10.0.0.0/8"}},
	]}]}),
	"want": {
		open_at(["spec", "ingress", 0, "from", 1, "ipBlock", "cidr"]),
		open_at(["spec", "ingress", 0, "from", 2, "ipBlock", "cidr"]),
	},
}

cases["all namespaces; with a pod selector it is not all pods"] := {
	"input": policy({"ingress": [{"from": [
		{"namespaceSelector": {}},
		{"namespaceSelector": {}, "podSelector": {"matchLabels": {"app": "gateway"}}},
		{"namespaceSelector": {"matchLabels": {"team": "shop"}}},
		{"namespaceSelector": null, "podSelector": {}},
		{"namespaceSelector": {}, "podSelector": {}},
	]}]}),
	"want": {
		open_at(["spec", "ingress", 0, "from", 0, "namespaceSelector"]),
		open_at(["spec", "ingress", 0, "from", 4, "namespaceSelector"]),
	},
}

cases["limited to ports"] := {
	"input": policy({"ingress": [
		{"ports": [{"port": 8443}]},
		{"ports": [{"port": 8443}], "from": [{"ipBlock": {"cidr": "0.0.0.0/0"}}]},
	]}),
	"want": {
		softened(open_at(["spec", "ingress", 0, "from"]), "ports"),
		softened(open_at(["spec", "ingress", 1, "from", 0, "ipBlock", "cidr"]), "ports"),
	},
}

everywhere := policy({"policyTypes": ["Egress"], "ingress": [{}], "egress": [
	{},
	{"to": [{"ipBlock": {"cidr": "0.0.0.0/0"}}]},
	{"to": [{"ipBlock": {"cidr": "0.0.0.0/0"}}], "ports": [{"port": 443}]},
	{"ports": [{"port": 53}]},
	{"to": [{"namespaceSelector": {}}]},
]})

cases["egress to every address; a direction the policy does not speak about is not judged"] := {
	"input": everywhere,
	"want": {
		softened(open_at(["spec", "egress", 0, "to"]), "egress"),
		softened(open_at(["spec", "egress", 1, "to", 0, "ipBlock", "cidr"]), "egress"),
	},
}

cases["egress accepted by parameter"] := {
	"input": everywhere,
	"params": {"allowEgressInternet": true},
	"want": set(),
}

cases["egress rules without policyTypes apply"] := {
	"input": policy({"egress": [{}]}),
	"want": {softened(open_at(["spec", "egress", 0, "to"]), "egress")},
}

cases["egress rules beside the type Ingress do not"] := {
	"input": policy({"policyTypes": ["Ingress"], "egress": [{}]}),
	"want": set(),
}

cases["deny all"] := {"input": policy({"podSelector": {}, "policyTypes": ["Ingress", "Egress"], "ingress": []}), "want": set()}

cases["no specification"] := {"input": policy(null), "want": set()}
