package lib.gateway_api_test

import data.lib.fixtures
import data.lib.gateway_api

gateway := fixtures.resource({
	"apiVersion": "gateway.networking.k8s.io/v1",
	"kind": "Gateway",
	"metadata": {"name": "edge", "namespace": "edge"},
	"spec": {},
})

route(namespace, parent, filter) := fixtures.resource({
	"apiVersion": "gateway.networking.k8s.io/v1",
	"kind": "HTTPRoute",
	"metadata": {"name": "redirect", "namespace": namespace},
	"spec": {"parentRefs": [parent], "rules": [{}, {"filters": [filter]}]},
})

to_https := {"type": "RequestRedirect", "requestRedirect": {"scheme": "https"}}

redirected contains name if {
	some name, resource in {
		"the Gateway": route("edge", {"name": "edge"}, to_https),
		"the listener": route("edge", {"name": "edge", "sectionName": "http"}, to_https),
		"the port": route("edge", {"name": "edge", "port": 80}, to_https),
		"from another namespace": route("shop", {"name": "edge", "namespace": "edge"}, to_https),
		"another listener": route("edge", {"name": "edge", "sectionName": "admin"}, to_https),
		"another port": route("edge", {"name": "edge", "port": 8080}, to_https),
		"another Gateway": route("shop", {"name": "edge"}, to_https),
		"a Service": route("edge", {"kind": "Service", "name": "edge"}, to_https),
		"another redirect": route("edge", {"name": "edge"}, {"requestRedirect": {"hostname": "shop.example"}}),
	}
	gateway_api.redirects_to_https(gateway, {"name": "http", "port": 80}) with input as fixtures.environment([gateway, resource])
}

cases["redirects to HTTPS"] := {
	"got": redirected,
	"want": {"the Gateway", "the listener", "the port", "from another namespace"},
}
