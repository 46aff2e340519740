package lib.network_policies_test

import data.lib.fixtures
import data.lib.network_policies as policies

all_addresses := {"ipBlock": {"cidr": "0.0.0.0/0", "except": ["10.0.0.0/8"]}}

cases["who is everybody"] := {
	"got": policies.open_peers(
		{"from": [all_addresses, {"ipBlock": {"cidr": "10.0.0.0/8"}}, {"namespaceSelector": {}}, {"podSelector": {}}]},
		"from",
	),
	"want": {["from", 0, "ipBlock", "cidr"], ["from", 2, "namespaceSelector"]},
}

cases["no peers at all"] := {
	"got": [policies.open_peers({}, "from"), policies.open_peers({"to": []}, "to"), policies.open_peers({"to": null}, "to")],
	"want": [{["from"]}, {["to"]}, {["to"]}],
}

cases["directions"] := {
	"got": [{direction | some direction in ["Ingress", "Egress"]; policies.applies_to({"spec": spec}, direction)} |
		some spec in [{}, {"egress": []}, {"egress": [{}]}, {"policyTypes": ["Egress"]}, {"policyTypes": ["Ingress"], "egress": [{}]}]
	],
	"want": [{"Ingress"}, {"Ingress"}, {"Ingress", "Egress"}, {"Egress"}, {"Ingress"}],
}

order := fixtures.deployed({"name": "order", "namespace": "shop"}, {"labels": {"app": "order"}}, {})

object_of(api_version, kind, metadata, spec) := fixtures.resource({
	"apiVersion": api_version,
	"kind": kind,
	"metadata": metadata,
	"spec": spec,
})

cilium(kind, spec) := object_of("cilium.io/v2", kind, {"name": "a", "namespace": "shop"}, spec)

isolated_by(policy) if {
	count(policies.isolating(order)) > 0 with input as fixtures.environment([order, policy])
}

opened_by(policy) := {entry.path | some entry in found} if {
	found := policies.opening(order) with input as fixtures.environment([order, policy])
}

selects_all := {"endpointSelector": {}}

cases["Cilium's ways to isolate"] := {
	"got": {name |
		some name, policy in {
			"a rule that allows nothing": cilium("CiliumNetworkPolicy", object.union(selects_all, {"ingress": [{}]})),
			"an empty list says nothing": cilium("CiliumNetworkPolicy", object.union(selects_all, {"ingress": []})),
			"a deny rule": cilium("CiliumNetworkPolicy", object.union(selects_all, {"ingressDeny": [{}]})),
			"asked for": cilium("CiliumNetworkPolicy", object.union(selects_all, {"enableDefaultDeny": {"ingress": true}})),
			"declined": cilium(
				"CiliumNetworkPolicy",
				object.union(selects_all, {"ingress": [{}], "enableDefaultDeny": {"ingress": false}}),
			),
			"the labels of the pod, with their source": cilium(
				"CiliumNetworkPolicy",
				{"endpointSelector": {"matchLabels": {"k8s:app": "order"}}, "ingress": [{}]},
			),
			"other labels": cilium("CiliumNetworkPolicy", {"endpointSelector": {"matchLabels": {"app": "cart"}}, "ingress": [{}]}),
			"the namespace, cluster-wide": cilium(
				"CiliumClusterwideNetworkPolicy",
				{"endpointSelector": {"matchLabels": {"k8s:io.kubernetes.pod.namespace": "shop"}}, "ingress": [{}]},
			),
			"about nodes": cilium("CiliumClusterwideNetworkPolicy", {"nodeSelector": {}, "ingress": [{}]}),
			"in another namespace": object_of(
				"cilium.io/v2", "CiliumNetworkPolicy", {"name": "a", "namespace": "web"},
				object.union(selects_all, {"ingress": [{}]}),
			),
		}
		isolated_by(policy)
	},
	"want": {
		"a rule that allows nothing", "a deny rule", "asked for", "the labels of the pod, with their source",
		"the namespace, cluster-wide",
	},
}

several := fixtures.resource({
	"apiVersion": "cilium.io/v2",
	"kind": "CiliumNetworkPolicy",
	"metadata": {"name": "a", "namespace": "shop"},
	"specs": [{"endpointSelector": {"matchLabels": {"app": "cart"}}}, object.union(selects_all, {"ingress": [{"fromEntities": ["world"]}]})],
})

cases["Cilium's list of specifications"] := {
	"got": opened_by(several),
	"want": {["specs", 1, "ingress", 0, "fromEntities", 0]},
}

open_rules := [
	{"fromEndpoints": [{}]},
	{"fromEntities": ["host", "all"]},
	{"fromCIDR": ["10.0.0.0/8", "0.0.0.0/0"]},
	{"fromCIDRSet": [{"cidr": "::/0"}]},
	{"fromEntities": ["all"], "toPorts": [{"ports": [{"port": "8443"}]}]},
]

opened_in_namespace := opened_by(cilium("CiliumNetworkPolicy", object.union(selects_all, {"ingress": open_rules})))

opened_in_cluster := opened_by(cilium("CiliumClusterwideNetworkPolicy", object.union(selects_all, {"ingress": open_rules})))

named := {
	["spec", "ingress", 1, "fromEntities", 1],
	["spec", "ingress", 2, "fromCIDR", 1],
	["spec", "ingress", 3, "fromCIDRSet", 0, "cidr"],
}

cases["Cilium's ways to let everybody in"] := {
	"got": [opened_in_namespace, opened_in_cluster],
	"want": [named, (named | {["spec", "ingress", 0, "fromEndpoints", 0]})],
}

deny_all := {"name": "deny", "action": "Deny", "from": [{"namespaces": {}}]}

denied_by(kind, subject, ingress, final) if {
	count(policies.denying("shop", final)) > 0 with input as fixtures.environment([object_of(
		"policy.networking.k8s.io/v1alpha1", kind, {"name": "a"},
		{"priority": 1, "subject": subject, "ingress": ingress},
	)])
}

cases["the administrator's denials"] := {
	"got": [
		denied_by("AdminNetworkPolicy", {"namespaces": {}}, [deny_all], true),
		denied_by("BaselineAdminNetworkPolicy", {"namespaces": {}}, [deny_all], false),
		denied_by("AdminNetworkPolicy", {"namespaces": {"matchLabels": {"kubernetes.io/metadata.name": "shop"}}}, [deny_all], true),
		denied_by(
			"AdminNetworkPolicy", {"namespaces": {}}, [{"action": "Deny", "from": [{"pods": {
				"namespaceSelector": {},
				"podSelector": {},
			}}]}],
			true,
		),
	],
	"want": [true, true, true, true],
}

cases["what is no denial of everything"] := {
	"got": [number |
		some number, ingress in [
			[object.union(deny_all, {"ports": [{"portNumber": {"port": 22}}]})],
			[{"action": "Allow", "from": [{"namespaces": {}}]}, deny_all],
			[{"action": "Deny", "from": [{"namespaces": {"matchLabels": {"a": "b"}}}]}],
			null,
		]
		denied_by("AdminNetworkPolicy", {"namespaces": {}}, ingress, true)
	],
	"want": [],
}
