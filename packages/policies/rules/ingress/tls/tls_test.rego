package rules.ingress.tls_test

import data.lib.fixtures

ingress(annotations, spec) := fixtures.resource({
	"apiVersion": "networking.k8s.io/v1",
	"kind": "Ingress",
	"metadata": {"name": "shop", "namespace": "shop", "annotations": annotations},
	"spec": spec,
})

gateway(listeners) := fixtures.resource({
	"apiVersion": "gateway.networking.k8s.io/v1",
	"kind": "Gateway",
	"metadata": {"name": "edge", "namespace": "shop"},
	"spec": {"gatewayClassName": "kong", "listeners": listeners},
})

route(namespace, parent, filters) := fixtures.resource({
	"apiVersion": "gateway.networking.k8s.io/v1",
	"kind": "HTTPRoute",
	"metadata": {"name": "redirect", "namespace": namespace},
	"spec": {"parentRefs": [parent], "rules": [{"filters": filters}]},
})

only(resource) := fixtures.environment([resource])

shop := {"rules": [{"host": "shop.example"}]}

plain := {"object": 0, "path": ["spec", "tls"], "params": {}}

host(number, name) := {
	"object": 0,
	"path": ["spec", "rules", number, "host"],
	"params": {"host": name},
	"variant": "host",
	"severity": "medium",
}

at_listener(number, field, name, variant) := {
	"object": 0,
	"path": array.concat(["spec", "listeners", number], field),
	"params": {"listener": name},
	"variant": variant,
}

cases["no TLS"] := {"input": only(ingress({}, shop)), "want": {plain}}

cases["an empty list"] := {"input": only(ingress(null, {"tls": [], "rules": []})), "want": {plain}}

cases["the older API"] := {
	"input": only(fixtures.resource({"apiVersion": "extensions/v1beta1", "kind": "Ingress", "metadata": {"name": "a"}, "spec": shop})),
	"want": {plain},
}

cases["plain HTTP declined"] := {
	"input": only(ingress({"kubernetes.io/ingress.allow-http": "false"}, shop)),
	"want": set(),
}

cases["hosts with and without a certificate"] := {
	"input": only(ingress({}, {
		"tls": [{"hosts": ["shop.example", "*.shop.example"], "secretName": "shop"}],
		"rules": [
			{"host": "shop.example"}, {"host": "API.shop.example"}, {"host": "a.b.shop.example"}, {"host": "*.shop.example"},
			{"host": "other.example"}, {},
		],
	})),
	"want": {host(2, "a.b.shop.example"), host(4, "other.example")},
}

cases["a section for all hosts, with the controller's certificate"] := {
	"input": only(ingress({}, object.union(shop, {"tls": [{}]}))),
	"want": set(),
}

arn := {"alb.ingress.kubernetes.io/certificate-arn": "arn:aws:acm:region:account:certificate/a"}

cases["the AWS load balancer"] := {"input": only(ingress(arn, shop)), "want": set()}

cases["the AWS load balancer, with both ports"] := {
	"input": only(ingress(object.union(arn, {"alb.ingress.kubernetes.io/listen-ports": `[{"HTTP": 80}, {"HTTPS": 443}]`}), shop)),
	"want": set(),
}

cases["the AWS load balancer, told to serve HTTP"] := {
	"input": only(ingress(object.union(arn, {"alb.ingress.kubernetes.io/listen-ports": `[{"HTTP": 80}]`}), shop)),
	"want": {plain},
}

secure := object.union(shop, {"tls": [{"hosts": ["shop.example"], "secretName": "shop"}]})

cases["Kong over HTTP too"] := {
	"input": only(ingress({"konghq.com/protocols": "https, http"}, secure)),
	"want": {{
		"object": 0,
		"path": ["metadata", "annotations", "konghq.com/protocols"],
		"params": {},
		"variant": "kong_http",
		"severity": "medium",
	}},
}

cases["Kong redirects"] := {
	"input": only(ingress({"konghq.com/protocols": "http,https", "konghq.com/https-redirect-status-code": "301"}, secure)),
	"want": set(),
}

cases["Kong over HTTPS"] := {"input": only(ingress({"konghq.com/protocols": "https"}, secure)), "want": set()}

http := {"name": "http", "protocol": "HTTP", "port": 80}

cases["a listener without TLS"] := {
	"input": only(gateway([http])),
	"want": {at_listener(0, ["protocol"], "http", "listener")},
}

to_https := [{"type": "RequestRedirect", "requestRedirect": {"scheme": "https"}}]

cases["a listener that redirects"] := {
	"input": fixtures.environment([gateway([http]), route("shop", {"name": "edge", "sectionName": "http"}, to_https)]),
	"want": set(),
}

cases["a redirect from another namespace, for the whole Gateway"] := {
	"input": fixtures.environment([gateway([http]), route("web", {"name": "edge", "namespace": "shop"}, to_https)]),
	"want": set(),
}

cases["redirects of something else"] := {
	"input": fixtures.environment([
		gateway([http]),
		route("shop", {"name": "edge", "sectionName": "other"}, to_https),
		route("shop", {"name": "edge", "port": 8080}, to_https),
		route("shop", {"name": "other"}, to_https),
		route("web", {"name": "edge"}, to_https),
		route("shop", {"name": "edge"}, [{"type": "RequestRedirect", "requestRedirect": {"hostname": "shop.example"}}]),
		route("shop", {"name": "edge"}, null),
	]),
	"want": {at_listener(0, ["protocol"], "http", "listener")},
}

cases["certificates"] := {
	"input": only(gateway([
		{"name": "a", "protocol": "HTTPS", "port": 443, "tls": {"certificateRefs": [{"name": "shop"}]}},
		{"name": "b", "protocol": "HTTPS", "port": 444},
		{"name": "c", "protocol": "TLS", "port": 445, "tls": {"mode": "Terminate", "certificateRefs": []}},
		{"name": "d", "protocol": "TLS", "port": 446, "tls": {"mode": "Passthrough"}},
		{"name": "e", "protocol": "HTTPS", "port": 447, "tls": {"options": {"cloud.example/certificate": "shop"}}},
		{"name": "f", "protocol": "TCP", "port": 448},
	])),
	"want": {
		at_listener(1, ["tls", "certificateRefs"], "b", "certificate"),
		at_listener(2, ["tls", "certificateRefs"], "c", "certificate"),
	},
}
